using System.Text.Json;

namespace ServerlessMcp.Catalog;

/// <summary>What of a call's arguments goes into the audit log.</summary>
internal static class AuditArguments
{
    /// <summary>
    /// Ids, names and filters: what stands in the path, the query or a relationship, which says what was touched. Attributes and comments may hold anything, a secret
    /// included, so their values stay out.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(ToolArguments arguments)
    {
        var noted = new List<KeyValuePair<string, string>>();
        foreach (var argument in arguments.Tool.Arguments)
        {
            // What a report was asked for: whether values were shown is for the record.
            var isOfReport = arguments.Tool.Report is not null && argument.Place == ArgumentPlace.Answer && argument.Name != DerivedArguments.Cursor.Name;
            if (!isOfReport && argument.Place is not (ArgumentPlace.Path or ArgumentPlace.Query or ArgumentPlace.Relationship or ArgumentPlace.Identifiers)
                || argument.IsSecret || !arguments.TryGet(argument.Name, out var value))
            {
                continue;
            }

            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            noted.Add(new(argument.Name, text.Length <= 200 ? text : text[..200] + "…"));
        }

        return noted;
    }
}
