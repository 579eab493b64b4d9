namespace ServerlessMcp.Redaction;

/// <summary>The trees of marks that Terraform puts beside values.</summary>
internal static class DocumentMarks
{
    /// <summary>The tree that stands beside a member; undefined if there is none.</summary>
    public static JsonElement Of(JsonElement owner, string member)
    {
        var name = member switch
        {
            "before" => "before_sensitive",
            "after" => "after_sensitive",
            "values" => "sensitive_values",
            "config_values" => "config_sensitive",
            _ => "sensitive",
        };
        return owner.TryGetProperty(name, out var marks) ? marks : default;
    }

    /// <summary>Whether anything is marked.</summary>
    public static bool Any(JsonElement marks) => marks.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Object => marks.EnumerateObject().Any(mark => Any(mark.Value)),
        JsonValueKind.Array => marks.EnumerateArray().Any(Any),
        _ => false,
    };
}
