namespace ServerlessMcp.Admin;

/// <summary>The member <c>scope_matches</c> on the wire: how much a scope has in it now.</summary>
internal static class ScopeMatchesJson
{
    /// <summary>Writes them, null for a count that is not known; nothing for a URL without a scope.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<(string Kind, int? Count)>? matches)
    {
        if (matches is null)
        {
            return;
        }

        writer.WriteStartObject("scope_matches");
        foreach (var (kind, count) in matches)
        {
            if (count is { } known)
            {
                writer.WriteNumber(kind, known);
            }
            else
            {
                writer.WriteNull(kind);
            }
        }

        writer.WriteEndObject();
    }
}
