using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>Whether a row shows a record that was sent.</summary>
internal static class ShownRecord
{
    private static readonly HashSet<string> Verbatim = new(StringComparer.Ordinal)
        { "name", "key", "value", "description", "message", "body", "reason", "comment" };

    /// <summary>Whether what a person wrote comes back as it was written. Of tags the API writes names in lower case.</summary>
    public static bool IsVerbatim(string wireName, Argument argument) =>
        Verbatim.Contains(wireName[(wireName.LastIndexOf('.') + 1)..])
        && !argument.WireName.Contains("tag", StringComparison.Ordinal);

    /// <summary>Whether it does; what a row does not show says nothing.</summary>
    public static bool Is(Argument argument, JsonElement record, JsonElement row)
    {
        foreach (var member in record.EnumerateObject())
        {
            var isShown = member.Name == "id" ? SameValue.TryGet(row, "id", out var shown)
                : ShownMembers.TryFind(row, "attributes." + member.Name, out shown);
            if (isShown && !SameValue.IsMask(shown.ToString()) && !IsSensitive(row, member.Name)
                && !SameValue.Is(member.Value, shown, isExact: false, IsVerbatim(member.Name, argument)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSensitive(JsonElement row, string name) =>
        name == "value" && ShownMembers.TryFind(row, "attributes.sensitive", out var sensitive)
        && sensitive.ValueKind == JsonValueKind.True;
}
