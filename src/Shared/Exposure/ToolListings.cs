using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Exposure;

/// <summary>
/// Answers to <c>tools/list</c>: bytes made once per filter, default organization and era, and then only copied.
/// Serialising 150 tools on each request costs ten times the CPU (887 against 84 µs).
/// </summary>
internal sealed class ToolListings
{
    /// <summary>The most tools that every client takes: VS Code and the OpenAI API stop at 128.</summary>
    public const int MostForAll = 128;

    // A key is a filter, not a URL: a platform team has a handful.
    private const int MaxKept = 256;

    private readonly BoundedCache<(string Filter, ToolListing Listing, ToolSchemaOptions Options, bool Stateless), ToolPage>
        kept = new(MaxKept);

    /// <summary>The result of <c>tools/list</c> for what a URL lets through: one page, because many clients read no
    /// second, and the core first, because some cut at 80 or 128 tools.</summary>
    public ToolPage Get(UrlTools tools, bool stateless)
    {
        var home = tools.Home;
        var key = (Key(tools), home.Config.Listing, home.Options, stateless);
        return kept.GetOrAdd(key, _ => Make(tools.Select(), home.Config.Listing, stateless));
    }

    // Of one account it is its filter; of several, each with what the others' JSON depends on.
    private static string Key(UrlTools tools) => tools.Accounts.Count == 1 ? tools.Home.Filter.Key
        : string.Join('\n', tools.Accounts.Select(one => $"{one.Filter.Key}|{one.Options.IsScoped}|{one.Options.DefaultValue}"));

    private static ToolPage Make(
        IReadOnlyList<(ToolDefinition Tool, ToolSchemaOptions Options)> exposed, ToolListing listing, bool stateless)
    {
        var hasFinder = HasFinder(listing, exposed.Count);
        var core = exposed.Where(one => IsCore(one.Tool)).ToArray();
        (ToolDefinition Tool, ToolSchemaOptions Options)[] listed = listing == ToolListing.Search ? [] : hasFinder ? core
            : [.. core, .. exposed.Where(one => !IsCore(one.Tool))];
        return new ToolPage(
            Write(
                listed.Select(one => (one.Tool, one.Options with { IsBrief = listed.Length > MostForAll })),
                hasFinder ? [.. exposed.Select(one => one.Tool)] : null, stateless),
            hasFinder);
    }

    /// <summary>Whether a URL of so many tools lists <c>search_tools</c> and <c>call_tool</c>.</summary>
    public static bool HasFinder(ToolListing listing, int exposed) =>
        listing == ToolListing.Search || (listing == ToolListing.Auto && exposed > MostForAll);

    private static bool IsCore(ToolDefinition tool) => tool.Tags.Contains("core");

    private static ReadOnlyMemory<byte> Write(
        IEnumerable<(ToolDefinition Tool, ToolSchemaOptions Options)> tools, IReadOnlyList<ToolDefinition>? findable, bool stateless)
    {
        var buffer = new ArrayBufferWriter<byte>(32 * 1024);
        using var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("tools");
        foreach (var (tool, options) in tools)
        {
            ToolSchema.Write(writer, tool, options);
        }

        if (findable is not null)
        {
            SearchTools.WriteTools(writer, findable);
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
}
