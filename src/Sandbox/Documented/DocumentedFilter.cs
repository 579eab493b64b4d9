using ServerlessMcp.Sandbox.Http;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>Narrows a list that is made up: by attributes of the name that a parameter has. A parameter without such an
/// attribute is left unread, and then refused (<see cref="SandboxRequest.Ignored"/>).</summary>
internal static class DocumentedFilter
{
    /// <summary>The rows that fit all that was asked.</summary>
    public static IReadOnlyList<JsonObject> Of(SandboxRequest x, IReadOnlyList<JsonObject> rows)
    {
        foreach (var name in x.Query.Keys)
        {
            if (AttributeOf(name) is not { } attribute || !rows.Any(row => row["attributes"]!.AsObject().ContainsKey(attribute))
                || x.QueryValue(name) is not { } asked)
            {
                continue;
            }

            var isSearch = !name.StartsWith("filter[", StringComparison.Ordinal);
            rows = [.. rows.Where(row => Fits(row["attributes"]![attribute], asked, isSearch))];
        }

        return rows;
    }

    // q, search[name], filter[status], filter[provider_name].
    private static string? AttributeOf(string name) => name switch
    {
        "q" => "name",
        _ when (name.StartsWith("filter[", StringComparison.Ordinal) || name.StartsWith("search[", StringComparison.Ordinal)
            || name.StartsWith("q[", StringComparison.Ordinal)) && name.Count('[') == 1 =>
            name[(name.IndexOf('[', StringComparison.Ordinal) + 1)..^1].Replace('_', '-'),
        _ => null,
    };

    private static bool Fits(JsonNode? shown, string asked, bool isSearch)
    {
        var text = shown is JsonValue ? shown.ToString() : "";
        return isSearch ? text.Contains(asked, StringComparison.OrdinalIgnoreCase)
            : asked.Split(',').Contains(text, StringComparer.OrdinalIgnoreCase);
    }
}
