using System.Buffers.Text;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Exposure;

/// <summary>
/// All that a URL exposes, as one digest: names, descriptions, schemas and effects, as they are listed or found, its
/// prompts, and what all of it reaches: the account's address, organization and secret, and the scopes. Another version
/// of this product that adds, drops or rewrites one of its tools gives another digest, and so does a URL or an account
/// that is pointed elsewhere; the order of the catalogue or of a scope's names does not.
/// </summary>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits.</param>
/// <param name="Count">How many tools.</param>
internal sealed record ToolsDigest(string Digest, int Count)
{
    /// <summary>The worst that one of them does, with the arguments that the URL may have; null where there is none.</summary>
    public Effect? WorstEffect { get; init; }

    /// <summary>The digests of its accounts' tools, in their order.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    // As for listings: a key is a filter, of which there is a handful.
    private const int MaxKept = 256;

    /// <summary>What a URL exposes of all its accounts. Of one it is that account's.</summary>
    public static ToolsDigest Of(IReadOnlyList<UrlPart> parts) => Joined(parts, [.. parts.Select(part => Of(part))]);

    /// <summary>What a server exposes, under the digests that it was approved by where those still hold: as the tools
    /// stood before some were merged.</summary>
    public static ToolsDigest Of(McpServer server, IReadOnlyList<UrlPart> parts) => !server.Config.Frozen ? Of(parts)
        : Joined(parts, [.. parts.Select(part => Of(part, server.ApprovedToolsOf(part.Account.Id)))]);

    /// <summary>What has this digest: what a server shows, or the tools as they stand today, which are the same; null
    /// where neither has it.</summary>
    public static ToolsDigest? Find(string digest, McpServer server, IReadOnlyList<UrlPart> parts) =>
        Of(server, parts) is var shown && shown.Digest == digest ? shown
        : Of(parts) is var now && now.Digest == digest ? now
        : null;

    private static ToolsDigest Joined(IReadOnlyList<UrlPart> parts, ToolsDigest[] each)
    {
        string[] digests = [.. each.Select(part => part.Digest)];
        return each.Length == 1 ? each[0] with { Parts = digests }
            : new ToolsDigest(DigestOf(writer => WriteParts(writer, parts, digests)), each.Sum(part => part.Count))
            {
                WorstEffect = each.Max(part => part.WorstEffect),
                Parts = digests,
            };
    }

    private static ToolsDigest Of(UrlPart part, string? approved)
    {
        var now = Of(part);
        return now.Digest == approved || OfApart(part).Digest != approved ? now : now with { Digest = approved };
    }

    /// <summary>What a URL exposed of one account before tools were merged: it serves no more since, and nothing else.</summary>
    internal static ToolsDigest OfApart(UrlPart part) => Of(part, part.Filter(isApart: true));

    /// <summary>What a URL exposes of one account.</summary>
    public static ToolsDigest Of(UrlPart part) => Of(part, part.Filter());

    private static ToolsDigest Of(UrlPart part, ToolFilter filter)
    {
        var (config, account, catalog) = part;
        var key = (filter.Key, config.Listing, ToolSchemaOptions.Of(config, account, filter));
        var surface = catalog
            .Kept(_ => new BoundedCache<(string Filter, ToolListing Listing, ToolSchemaOptions Options), ToolsDigest>(MaxKept))
            .GetOrAdd(key, _ => Of(filter, config.Listing, key.Item3));
        return surface with { Digest = DigestOf(writer => WriteReach(writer, surface.Digest, config, account, catalog.Form)) };
    }

    /// <summary>Each tool's short name, and the first bytes of a digest of it alone, in base64url.</summary>
    public static IReadOnlyDictionary<string, string> OfEach(IReadOnlyList<UrlPart> parts, int bytes)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var buffer = new ArrayBufferWriter<byte>(4096);
        foreach (var part in parts)
        {
            var filter = part.Filter();
            var options = ToolSchemaOptions.Of(part.Config, part.Account, filter);
            foreach (var tool in filter.Select())
            {
                Write(buffer, tool, options);
                all[tool.ShortName] = Base64Url.EncodeToString(SHA256.HashData(buffer.WrittenSpan).AsSpan(0, bytes));
            }
        }

        return all;
    }

    /// <summary>The digest of these tools.</summary>
    public static ToolsDigest Of(IReadOnlyList<ToolDefinition> tools, ToolSchemaOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>(4096);
        foreach (var tool in tools.OrderBy(tool => tool.Name, StringComparer.Ordinal))
        {
            Write(buffer, tool, options);
            hash.AppendData(buffer.WrittenSpan);
        }

        return new ToolsDigest($"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}", tools.Count)
        {
            WorstEffect = tools.Max(tool => (Effect?)tool.WorstEffect),
        };
    }

    // All that a tool is to a model, and the worst that it does.
    private static void Write(ArrayBufferWriter<byte> buffer, ToolDefinition tool, ToolSchemaOptions options)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions))
        {
            ToolSchema.Write(writer, tool, options with { IsWhole = true });
        }

        buffer.Write([(byte)'\n', (byte)('0' + (int)tool.WorstEffect)]);
    }

    private static ToolsDigest Of(ToolFilter filter, ToolListing listing, ToolSchemaOptions options)
    {
        var tools = filter.Select();
        var surface = Of(tools, options);
        return surface with
        {
            Digest = DigestOf(writer =>
            {
                writer.WriteStartArray();
                writer.WriteStringValue(surface.Digest);
                if (ToolListings.HasFinder(listing, tools.Count))
                {
                    SearchTools.WriteTools(writer, tools);
                }

                foreach (var prompt in PromptListings.Select(filter).OrderBy(prompt => prompt.Name, StringComparer.Ordinal))
                {
                    WriteTexts(writer, [prompt.Name, prompt.Title, prompt.Description, prompt.Text]);
                    WriteTexts(writer, prompt.Arguments.SelectMany(argument => new[] { argument.Name, argument.Description }));
                }

                writer.WriteEndArray();
            }),
        };
    }

    // In whatever order they were named.
    private static void WriteParts(Utf8JsonWriter writer, IReadOnlyList<UrlPart> parts, string[] digests)
    {
        writer.WriteStartArray();
        foreach (var (id, digest) in parts.Select(part => part.Account.Id).Zip(digests).OrderBy(one => one.First, StringComparer.Ordinal))
        {
            WriteTexts(writer, [id, digest]);
        }

        writer.WriteEndArray();
    }

    private static void WriteReach(
        Utf8JsonWriter writer, string tools, McpServerConfig config, IntegratedAccount account, AccountForm form)
    {
        writer.WriteStartArray();
        WriteTexts(writer, [
            tools, account.Address.OriginalString,
            .. form.Members.Where(member => !member.IsList).Select(member => account.Text(member.Name) ?? ""),
            account.SecretName]);
        foreach (var scope in AccessScope.Of(config, account))
        {
            foreach (var member in form.Scope)
            {
                WriteTexts(writer, scope[member.Name].Distinct().Order(StringComparer.Ordinal));
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, IEnumerable<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static string DigestOf(Action<Utf8JsonWriter> write) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(JsonResponse.Bytes(write).Span))}";

    /// <summary>Why the tools of a frozen URL are refused, those of one account where it has several; null where they
    /// are those that were approved.</summary>
    /// <param name="server">The URL, as that account sees it.</param>
    /// <param name="part">The account in it.</param>
    /// <param name="isOfSeveral">Whether it has others.</param>
    public static string? Refusal(McpServer server, UrlPart part, bool isOfSeveral = false)
    {
        if (!server.Config.Frozen)
        {
            return null;
        }

        var now = Of(part, server.ApprovedTools);
        return now.Digest == server.ApprovedTools ? null
            : $"The tools of this URL{(isOfSeveral ? $" at account {part.Account.Id}" : "")} are frozen, and they or what they reach " +
            "have changed since they were approved: " +
            $"{server.ApprovedTools ?? "none"} then, {now.Digest} now. Nothing{(isOfSeveral ? " of them" : "")} is listed or called until somebody "
            + $"with the scope approve has looked at them: POST /integrated-account/{server.IntegratedAccountId}/mcp/{server.Id}/approve-tools.";
    }
}
