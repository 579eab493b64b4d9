namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>A tree beside a value that says <c>true</c> where the value is sensitive, or unknown.</summary>
internal static class MarkTree
{
    /// <summary>Whether a tree of marks says <c>true</c> anywhere.</summary>
    public static bool HasTrue(JsonElement tree) => CountTrue(tree) > 0;

    /// <summary>How often it says so.</summary>
    public static int CountTrue(JsonElement tree) => tree.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.Object => tree.EnumerateObject().Sum(member => CountTrue(member.Value)),
        JsonValueKind.Array => tree.EnumerateArray().Sum(CountTrue),
        _ => 0,
    };

    /// <summary>Its members. The last of several of one name counts, as JsonElement has it.</summary>
    public static Dictionary<string, JsonElement> MembersOf(JsonElement tree)
    {
        if (tree.ValueKind != JsonValueKind.Object)
            return [];
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in tree.EnumerateObject())
            members[member.Name] = member.Value;
        return members;
    }
}
