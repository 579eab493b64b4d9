using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Exposure;

/// <summary>The prompts of a URL (https://modelcontextprotocol.io/specification/2026-07-28/server/prompts). A listing
/// is made once per filter, default and era, as that of tools is.</summary>
internal sealed class PromptListings
{
    // As in ToolListings: a key is a filter.
    private const int MaxKept = 256;

    private readonly BoundedCache<(string Filter, string? Default, bool Stateless), Listing> kept = new(MaxKept);

    /// <summary>The prompts that a URL has: those all of whose tools it has.</summary>
    public static IReadOnlyList<PromptDefinition> Select(ToolFilter filter) =>
        [.. filter.Catalog.Prompts.Where(prompt => prompt.Tools.All(filter.Has))];

    /// <summary>The result of <c>prompts/list</c>.</summary>
    public ReadOnlyMemory<byte> List(ToolFilter filter, IntegratedAccount account, bool stateless) =>
        Get(filter, account, stateless).Result;

    /// <summary>The result of <c>prompts/get</c>.</summary>
    /// <exception cref="McpProtocolException">The URL has no such prompt, or the arguments are wrong.</exception>
    public GetPromptResult Render(
        GetPromptRequestParams asked, ToolFilter filter, McpServerConfig config, IntegratedAccount account,
        bool stateless)
    {
        var prompts = Get(filter, account, stateless).Prompts;
        var prompt = prompts.FirstOrDefault(one => one.Name == asked.Name)
            ?? throw new McpProtocolException(
                $"Unknown prompt: '{TextCut.Shorten(asked.Name, 64)}'. prompts/list " +
                    "has the prompts of this URL.", McpErrorCode.InvalidParams);
        var (text, errors) = PromptCall.Render(filter.Catalog, prompt, asked.Arguments, config.ToolNames, account.Default(filter.Catalog.Form));
        return text is null
            ? throw new McpProtocolException(string.Join(" ", errors), McpErrorCode.InvalidParams)
            : new GetPromptResult
            {
                Description = prompt.Description,
                Messages =
                [
                    new PromptMessage
                    {
                        Role = Role.User,
                        Content = new TextContentBlock
                            { Text = IsBehindFinder(prompt, filter, config.Listing)
                                ? $"{text}\n\nThe tools named here are called through {SearchTools.Call}." : text },
                    },
                ],
            };
    }

    // Whether one of its tools is not in the list that the reader has.
    private static bool IsBehindFinder(PromptDefinition prompt, ToolFilter filter, ToolListing listing) =>
        listing == ToolListing.Search
        || (ToolListings.HasFinder(listing, filter.Select().Count)
            && prompt.Tools.Any(tool => !filter.Catalog.Find(tool, ToolNames.Canonical)!.Tags.Contains("core")));

    private Listing Get(ToolFilter filter, IntegratedAccount account, bool stateless) =>
        kept.GetOrAdd((filter.Key, account.Default(filter.Catalog.Form), stateless), _ =>
        {
            var prompts = Select(filter);
            return new Listing(prompts, Write(prompts, account.Default(filter.Catalog.Form), filter.Catalog, stateless));
        });

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<PromptDefinition> prompts, string? defaultValue, ToolCatalog catalog, bool stateless)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("prompts");
        foreach (var prompt in prompts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", prompt.Name);
            writer.WriteString("title", prompt.Title);
            writer.WriteString("description", prompt.Description);
            writer.WriteStartArray("arguments");
            foreach (var argument in prompt.Arguments)
            {
                var hasDefault = PromptDefinition.HasDefault(argument, defaultValue, catalog);
                writer.WriteStartObject();
                writer.WriteString("name", argument.Name);
                writer.WriteString("description", hasDefault ? $"Default {defaultValue}." : argument.Description);
                writer.WriteBoolean("required", argument.IsRequired && !hasDefault);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (stateless)
        {
            StatelessResultMembers.WriteStateless(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private sealed record Listing(IReadOnlyList<PromptDefinition> Prompts, ReadOnlyMemory<byte> Result);
}
