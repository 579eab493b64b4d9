using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Answers to <c>tools/list</c>: bytes made once per filter, default organization and era, and then only copied. Serialising 150 tools on each request costs
/// ten times the CPU (887 against 84 µs).
/// </summary>
public sealed class ToolListings
{
    /// <summary>The most tools that every client takes: VS Code and the OpenAI API stop at 128.</summary>
    public const int MostForAll = 128;

    /// <summary>Tools on a page of a long listing.</summary>
    public const int PageSize = 250;

    // A key is a filter, not a URL: a platform team has a handful. Past this many (hostile variety) they are made anew each time rather than kept.
    private const int MaxKept = 256;

    private readonly ConcurrentDictionary<(string Filter, ToolListing Listing, ToolSchemaOptions Options, bool Stateless), ToolPages> kept = new();

    /// <summary>The results of <c>tools/list</c> for what a filter lets through.</summary>
    public ToolPages Get(ToolFilter filter, McpServerConfig config, IntegratedAccount account, bool stateless)
    {
        var key = (filter.Key, config.Listing, ToolSchemaOptions.Of(config, account, filter), stateless);
        if (kept.TryGetValue(key, out var pages))
        {
            return pages;
        }

        var exposed = filter.Select(ToolCatalog.Default);
        var hasFinder = HasFinder(config.Listing, exposed.Count);
        IReadOnlyList<ToolDefinition> listed = config.Listing == ToolListing.Search ? [] : hasFinder ? [.. exposed.Where(tool => tool.Tags.Contains("core"))] : exposed;
        var options = key.Item3 with { IsBrief = listed.Count > MostForAll };
        var chunks = listed.Chunk(PageSize).DefaultIfEmpty([]).ToList();
        pages = new ToolPages(
            [.. chunks.Select((tools, index) => Write(tools, hasFinder ? exposed : null, options, stateless, index + 1 < chunks.Count ? Cursor(index + 1) : null))],
            hasFinder);
        if (kept.Count < MaxKept)
        {
            kept.TryAdd(key, pages);
        }

        return pages;
    }

    /// <summary>Whether a URL of so many tools lists <c>search_tools</c> and <c>call_tool</c>.</summary>
    public static bool HasFinder(ToolListing listing, int exposed) => listing == ToolListing.Search || (listing == ToolListing.Auto && exposed > MostForAll);

    /// <summary>The page that a cursor of <c>tools/list</c> means; null for none of ours.</summary>
    public static ReadOnlyMemory<byte>? Page(ToolPages pages, string? cursor)
    {
        for (var page = 0; page < pages.Pages.Count; page++)
        {
            if (cursor == (page == 0 ? null : Cursor(page)))
            {
                return pages.Pages[page];
            }
        }

        return null;
    }

    private static string Cursor(int page) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"tools:{page}")));

    private static ReadOnlyMemory<byte> Write(
        IEnumerable<ToolDefinition> tools, IReadOnlyList<ToolDefinition>? findable, ToolSchemaOptions options, bool stateless, string? nextCursor)
    {
        var buffer = new ArrayBufferWriter<byte>(32 * 1024);
        using var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            ToolSchema.Write(writer, tool, options);
        }

        if (findable is not null)
        {
            ToolFinder.WriteTools(writer, findable);
        }

        writer.WriteEndArray();
        if (nextCursor is not null)
        {
            writer.WriteString("nextCursor", nextCursor);
        }

        if (stateless)
        {
            ListedResult.WriteStateless(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
