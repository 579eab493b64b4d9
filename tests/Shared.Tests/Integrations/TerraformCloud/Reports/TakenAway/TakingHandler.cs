using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.TakenAway;

/// <summary>An upstream that one thing at a time is taken away from: an included resource, a relationship's data, an attribute.</summary>
internal sealed class TakingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The documents that were answered while nothing was taken away, by their paths.</summary>
    public Dictionary<string, JsonNode> Seen { get; } = [];

    /// <summary>What is taken away: from the document at this path, what stands there.</summary>
    public (string Path, string[] At)? Taken { get; set; }

    /// <summary>All that can be taken away of what was seen.</summary>
    public IEnumerable<(string Path, string[] At)> Removals => Seen.SelectMany(document => Of(document.Value).Select(at => (document.Key, at)));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var answer = await base.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode || request.Method != HttpMethod.Get || !path.StartsWith("/api/v2/", StringComparison.Ordinal)
            || answer.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) != true)
        {
            return answer;
        }

        var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) as JsonObject;
        if (document?["data"] is null)
        {
            return Restored(answer, document);
        }

        if (Taken is null)
        {
            Seen.TryAdd(path, document.DeepClone());
        }
        else if (Taken is { } taken && taken.Path == path)
        {
            Remove(document, taken.At);
        }

        return Restored(answer, document);
    }

    private static HttpResponseMessage Restored(HttpResponseMessage answer, JsonObject? document)
    {
        if (document is not null)
        {
            answer.Content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/vnd.api+json");
        }

        return answer;
    }

    private static IEnumerable<string[]> Of(JsonNode document)
    {
        var included = document["included"] as JsonArray ?? [];
        for (var index = 0; index < included.Count; index++)
        {
            yield return ["included", $"{index}"];
        }

        var rows = document["data"] is JsonArray list
            ? list.Select((row, index) => (Row: row!, At: (string[])["data", $"{index}"])).Take(2)
            : [(document["data"]!, ["data"])];
        foreach (var (row, at) in rows.Concat(included.Select((row, index) => (Row: row!, At: (string[])["included", $"{index}"])).Take(8)))
        {
            foreach (var (name, relationship) in row["relationships"] as JsonObject ?? [])
            {
                yield return [.. at, "relationships", name];
                if (relationship is JsonObject named && named.ContainsKey("data"))
                {
                    yield return [.. at, "relationships", name, "data"];
                }
            }

            foreach (var attribute in Members(row["attributes"], [.. at, "attributes"], depth: 4))
            {
                yield return attribute;
            }
        }
    }

    private static IEnumerable<string[]> Members(JsonNode? node, string[] at, int depth) => (node, depth) switch
    {
        (JsonObject members, > 0) => members.SelectMany(member => Members(member.Value, [.. at, member.Key], depth - 1).Prepend([.. at, member.Key])),
        (JsonArray { Count: > 0 } list, > 0) when list[0] is JsonObject => Members(list[0], [.. at, "0"], depth - 1),
        _ => [],
    };

    private static void Remove(JsonNode document, string[] at)
    {
        JsonNode? owner = document;
        foreach (var name in at[..^1])
        {
            owner = owner is JsonArray list ? list.ElementAtOrDefault(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)) : owner?[name];
        }

        if (owner is JsonArray items)
        {
            items.RemoveAt(int.Parse(at[^1], System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            (owner as JsonObject)?.Remove(at[^1]);
        }
    }
}
