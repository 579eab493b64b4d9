using ServerlessMcp.Catalog;
using ServerlessMcp.Http;

namespace ServerlessMcp.Exposure;

/// <summary>
/// What <c>search_tools</c> answers: the first tool with the arguments that matter, the others with those they need. A
/// model reads every list it asks for, so its length is bounded whatever is found: <see cref="MostOfFive"/> characters,
/// and <see cref="MostOfSchema"/> for the first tool's schema.
/// </summary>
internal static class SearchHits
{
    /// <summary>The most characters of a list of five, besides the schema; a longer list has a fifth for each.</summary>
    public const int MostOfFive = 1600;

    /// <summary>The most characters of the first tool's schema. What a tool requires is less.</summary>
    public const int MostOfSchema = 1200;

    private const int Five = 5;

    // The brackets around the list, and its count.
    private const int Around = 40;

    /// <summary>What the tool does to the world with the worst of its arguments.</summary>
    public static string EffectOf(ToolDefinition tool) => tool.WorstEffect.ToString().ToLowerInvariant();

    /// <summary>The list.</summary>
    /// <param name="tools">The tools, as the URL has them, each with what its schema depends on, best first.</param>
    /// <param name="total">How many were found.</param>
    /// <param name="query">The question: arguments that it names are shown first.</param>
    public static ReadOnlyMemory<byte> Write(
        IReadOnlyList<(ToolDefinition Tool, ToolSchemaOptions Options)> tools, int total, string query)
    {
        SearchHit[] hits = [.. tools.Select((one, place) => new SearchHit(one.Tool, query, one.Options, isFirst: place == 0))];
        Shorten(hits);
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var hit in hits)
            {
                hit.Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteNumber("total_count", total);
            if (hits.Length == 0)
            {
                writer.WriteString(
                    "hint", "No tool of this URL has these words. Try others: the resource (workspace, team, policy " +
                        "set) and the verb (list, get, create, update, delete).");
            }

            writer.WriteEndObject();
        });
    }

    // From the last on, until all fit: what stands first is read first.
    private static void Shorten(SearchHit[] hits)
    {
        var room = (MostOfFive / Five * Math.Max(Five, hits.Length)) - Around;
        var length = hits.Sum(hit => hit.Length);
        for (var i = hits.Length - 1; i >= 0 && length > room; i--)
        {
            length -= hits[i].Length;
            hits[i].ShortenTo(room / hits.Length);
            length += hits[i].Length;
        }
    }
}
