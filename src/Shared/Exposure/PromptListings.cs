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
    public ReadOnlyMemory<byte> List(UrlTools tools, bool stateless) => Get(tools, stateless).Result;

    /// <summary>The result of <c>prompts/get</c>.</summary>
    /// <exception cref="McpProtocolException">The URL has no such prompt, or the arguments are wrong.</exception>
    public GetPromptResult Render(GetPromptRequestParams asked, UrlTools tools, bool stateless)
    {
        if (Get(tools, stateless).Prompts.FirstOrDefault(one => one.Prompt.Name == asked.Name) is not { Prompt: { } prompt } found)
        {
            throw new McpProtocolException(
                $"Unknown prompt: '{TextCut.Shorten(asked.Name, 64)}'. prompts/list " +
                    "has the prompts of this URL.", McpErrorCode.InvalidParams);
        }

        var account = tools.Accounts[found.Account];
        var (text, errors) = PromptCall.Render(
            account.Filter.Catalog, prompt, asked.Arguments, account.Config.ToolNames, account.Options.DefaultValue);
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
                            { Text = IsBehindFinder(prompt, tools, account)
                                ? $"{text}\n\nThe tools named here are called through {SearchTools.Call}." : text },
                    },
                ],
            };
    }

    // Whether one of its tools is not in the list that the reader has.
    private static bool IsBehindFinder(PromptDefinition prompt, UrlTools tools, AccountTools account) =>
        account.Config.Listing == ToolListing.Search
        || (ToolListings.HasFinder(account.Config.Listing, tools.Select().Count)
            && prompt.Tools.Any(tool => !account.Filter.Catalog.Find(tool, ToolNames.Canonical)!.Tags.Contains("core")));

    private Listing Get(UrlTools tools, bool stateless)
    {
        var key = tools.Accounts.Count == 1 ? tools.Home.Filter.Key
            : string.Join('\n', tools.Accounts.Select(account => $"{account.Filter.Key}|{account.Options.DefaultValue}"));
        return kept.GetOrAdd((key, tools.Home.Options.DefaultValue, stateless), _ =>
        {
            var prompts = tools.Accounts.SelectMany((account, place) => Select(account.Filter).Select(prompt => (prompt, place))).ToArray();
            return new Listing(prompts, Write(prompts.Select(one => (one.prompt, tools.Accounts[one.place])), stateless));
        });
    }

    private static ReadOnlyMemory<byte> Write(IEnumerable<(PromptDefinition Prompt, AccountTools Account)> prompts, bool stateless)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("prompts");
        foreach (var (prompt, account) in prompts)
        {
            var defaultValue = account.Options.DefaultValue;
            writer.WriteStartObject();
            writer.WriteString("name", prompt.Name);
            writer.WriteString("title", prompt.Title);
            writer.WriteString("description", prompt.Description);
            writer.WriteStartArray("arguments");
            foreach (var argument in prompt.Arguments)
            {
                var hasDefault = PromptDefinition.HasDefault(argument, defaultValue, account.Filter.Catalog);
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

    // By the place of an account among those of the URL: the account itself is another one at the next call.
    private sealed record Listing(IReadOnlyList<(PromptDefinition Prompt, int Account)> Prompts, ReadOnlyMemory<byte> Result);
}
