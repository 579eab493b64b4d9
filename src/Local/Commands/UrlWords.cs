namespace ServerlessMcp.Local.Commands;

/// <summary>What a URL is, in a few words.</summary>
internal static class UrlWords
{
    /// <summary>The worst that it can do.</summary>
    public static (string Text, Color Color) Effect(JsonElement url) => url.TextOf("effect") switch
    {
        "read" => ("reads", Color.Green),
        "mutate" => ("changes", Color.Yellow),
        "destroy" => ("destroys", Color.Red),
        _ => ("nothing", Color.Dim),
    };

    /// <summary>Where it may.</summary>
    public static string Where(JsonElement url)
    {
        var parts = Parts(url.MemberOf("config").MemberOf("scope")).Concat(Parts(url.MemberOf("policy_scope"))).ToArray();
        return parts.Length == 0 ? "all" : string.Join("; ", parts);
    }

    /// <summary>The short form of an id: the mark that its changes have.</summary>
    public static string Mark(string? id) => id is { Length: > 12 } ? id[..12] : id ?? "";

    private static IEnumerable<string> Parts(JsonElement scope) => scope.ValueKind != JsonValueKind.Object ? []
        : scope.EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.Array)
            .Select(part => $"{part.Name} {string.Join(", ", scope.TextsOf(part.Name))}");
}
