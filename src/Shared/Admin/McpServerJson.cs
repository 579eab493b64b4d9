using ServerlessMcp.Accounts;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>An MCP server on the wire.</summary>
internal static class McpServerJson
{
    /// <summary>Reads a body over <paramref name="current"/>, which is a fresh server when minting, and checks it
    /// against the policies of its accounts.</summary>
    public static McpServer Read(JsonBodyReader reader, UrlAccounts accounts, DateTimeOffset now, McpServer current)
    {
        var name = reader.Text("name", 100, required: current.Name.Length == 0) ?? current.Name;
        var config = current.Config;
        if (reader.Record("config") is { } members)
        {
            config = McpServerConfigJson.Read(members, config, accounts);
            if (config.Auth != current.Config.Auth && current.Name.Length > 0)
            {
                members.Fault("auth is fixed when a server is minted; mint another", "auth");
            }

            McpServerConfigJson.Check(members, config, accounts);
            if (members.Errors.Count == 0)
            {
                NamedTools.Check(members, config, accounts);
            }

            McpServerConfigJson.CheckExposure(members, config, accounts);
        }
        else if (reader.Errors.Count == 0)
        {
            McpServerConfigJson.Check(reader, config, accounts);
            McpServerConfigJson.CheckExposure(reader, config, accounts);
        }

        var account = accounts.Strictest(config);
        var (reason, ticket) = JustificationJson.Read(reader, account, current);
        var (expiresAt, maxTtlFrom) = McpServerExpiry.Read(reader, account, now, current);
        reader.RefuseOthers();
        var read = current with
        {
            Name = name,
            Config = config,
            Reason = reason,
            Ticket = ticket,
            ExpiresAt = expiresAt,
            MaxTtlFrom = maxTtlFrom,
        };
        if (reader.Errors.Count > 0)
        {
            return read;
        }

        if (config.Accounts is not null && !reader.Has("expires_at"))
        {
            read = read with { ExpiresAt = WithinAll(reader, account, now, current) };
        }

        return Approved(
            read with
            {
                Further = config.Accounts?.Select(id => current.Further?.FirstOrDefault(one => one.Id == id)
                    ?? FurtherAccount.Of(accounts.Find(id)!)).ToArray(),
            }, current, accounts.Parts(config));
    }

    // What was not asked for is as short as the policy of each account makes it: of a fresh URL its usual time, of one
    // that is given an account more, the longest that this allows.
    private static DateTimeOffset? WithinAll(JsonBodyReader reader, IntegratedAccount account, DateTimeOffset now, McpServer current)
    {
        if (current.ExpiresAt is not { } end)
        {
            if (!account.Policy.AllowPermanent)
            {
                reader.Fault("one of these accounts allows no URL without an end; give it one", "expires_at");
            }

            return null;
        }

        var latest = current.Name.Length == 0 ? now.Later(account.Policy.DefaultTtl) : current.LatestEnd(account.Policy);
        return end < latest ? end : latest;
    }

    /// <summary>It with the tools of this moment approved, where freezing it is new: what is frozen already is approved
    /// by approve-tools alone, whatever else is changed.</summary>
    private static McpServer Approved(McpServer read, McpServer current, IReadOnlyList<UrlPart> parts)
    {
        if (!read.Config.Frozen)
        {
            return read with { ApprovedTools = null, ApprovedOwnTools = null };
        }

        var now = ToolsDigest.Of(parts);
        var approved = !current.Config.Frozen ? now.Digest
            : read.Further is null && current.Further is not null ? current.ApprovedOwnTools
            : current.ApprovedTools;
        return approved == now.Digest ? Approved(read, parts, now) : read with
        {
            ApprovedTools = approved,
            ApprovedOwnTools = read.Further is null ? null : current.ApprovedOwnTools ?? current.ApprovedTools,
        };
    }

    /// <summary>It with these tools approved, those of each of its accounts.</summary>
    public static McpServer Approved(McpServer server, IReadOnlyList<UrlPart> parts, ToolsDigest now)
    {
        var byAccount = parts.Select(part => part.Account.Id).Zip(now.Parts).ToDictionary(StringComparer.Ordinal);
        return server with
        {
            ApprovedTools = now.Digest,
            ApprovedOwnTools = server.Further is null ? null : now.Parts[0],
            Further = server.Further?.Select(one => one with { ApprovedTools = byAccount.GetValueOrDefault(one.Id) }).ToArray(),
        };
    }

    /// <summary>Writes it; with its token, and a URL that carries it, in the answer to minting, and never again.</summary>
    public static void Write(
        Utf8JsonWriter writer, McpServer server, UrlAccounts accounts, string? token = null, string? url = null,
        bool withSurface = false, ScopeMatches? matches = null, ToolDifference? difference = null)
    {
        var account = accounts.Home;
        writer.WriteStartObject();
        writer.WriteString("id", server.Id);
        writer.WriteString("name", server.Name);
        writer.WriteString("integrated_account_id", server.IntegratedAccountId);
        writer.WritePropertyName("config");
        McpServerConfigJson.Write(writer, server.Config, account.Id);
        WritePolicyScope(writer, server.Config, accounts);
        if (server.Further?.Where(one => accounts.Find(one.Id) is null).Select(one => one.Id).ToArray() is { Length: > 0 } lost)
        {
            writer.WriteTexts("lost_accounts", lost);
        }

        WriteTools(writer, server, accounts);
        writer.WriteString("created_by", server.CreatedBy);
        writer.WriteTime("created_at", server.CreatedAt);
        writer.WriteTime("expires_at", server.ExpiresAt);
        WriteEnd(writer, server, account);
        JustificationJson.Write(writer, server.Reason, server.Ticket);
        if (server.RequestId is { } request)
        {
            writer.WriteString("request", request);
        }

        difference?.Write(writer);
        matches?.Write(writer);
        if (withSurface)
        {
            McpServerSurfaceJson.Write(writer, accounts.Parts(server.Config));
        }

        if (token is not null)
        {
            writer.WriteString("token", token);
        }

        if (url is not null)
        {
            writer.WriteString("url", url);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what the audit trail has of it where it is made or changed.</summary>
    public static void WriteDetails(Utf8JsonWriter writer, McpServer server, UrlAccounts accounts)
    {
        writer.WritePropertyName("config");
        McpServerConfigJson.Write(writer, server.Config, accounts.Home.Id);
        WriteTools(writer, server, accounts);
        writer.WriteTime("expires_at", server.ExpiresAt);
        WriteEnd(writer, server, accounts.Home);
        JustificationJson.Write(writer, server.Reason, server.Ticket);
    }

    /// <summary>Writes what binds beside the config: the scopes of its accounts' policies, of several each under its
    /// account.</summary>
    public static void WritePolicyScope(Utf8JsonWriter writer, McpServerConfig config, UrlAccounts accounts)
    {
        const string Member = "policy_scope";
        var parts = accounts.Parts(config);
        if (config.Accounts is null)
        {
            AccessScopeJson.Write(writer, accounts.Home.Policy.Scope, Member);
        }
        else if (parts.Any(part => part.Account.Policy.Scope is not null))
        {
            writer.WriteStartObject(Member);
            foreach (var part in parts)
            {
                AccessScopeJson.Write(writer, part.Account.Policy.Scope, part.Account.Id);
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>Writes the digest of its tools as they are now, how many they are, the worst that one of them does, and,
    /// where they are frozen, the digest that was approved.</summary>
    public static void WriteTools(Utf8JsonWriter writer, McpServer server, UrlAccounts accounts)
    {
        var tools = ToolsDigest.Of(server, accounts.Parts(server.Config));
        writer.WriteString("tools_digest", tools.Digest);
        writer.WriteNumber("tool_count", tools.Count);
        writer.WriteString("effect", tools.WorstEffect is { } effect ? AdminFormat.Name(effect) : null);
        if (server.ApprovedTools is { } approved)
        {
            writer.WriteString("approved_tools_digest", approved);
        }
    }

    /// <summary>Writes what else decides when it ends: from when the policy's <c>max_ttl</c> counts where it was
    /// extended, and the end itself where the policy has another than <c>expires_at</c>.</summary>
    public static void WriteEnd(Utf8JsonWriter writer, McpServer server, IntegratedAccount account)
    {
        if (server.MaxTtlFrom is not null)
        {
            writer.WriteTime("max_ttl_from", server.MaxTtlFrom);
        }

        if (server.EndsAt(account.Policy) is { } end && end != server.ExpiresAt)
        {
            writer.WriteTime("ends_at", end);
        }
    }
}
