using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// What a tool's name says: the resource it is about, whose last word is the head (a workspace variable is a variable),
/// and the verb behind it. What the short names of a catalogue have between prefix and verb of a list, a get or a change
/// is a resource; where a name goes on behind one, what follows is an action (<c>workspaces_force_unlock</c>).
/// </summary>
internal sealed record ToolFace
{
    private static readonly string[] NamingWords = ["all", "single", "by", "id", "a", "an"];

    private static readonly string[] MethodWords = ["list", "get", "create", "update", "delete"];

    /// <summary>The words of the resource, as stems.</summary>
    public required IReadOnlyList<string> Resource { get; init; }

    /// <summary>The words of the action, as stems; empty where the method says all.</summary>
    public required IReadOnlyList<string> Action { get; init; }

    /// <summary>The verb of the action, which has to be asked for: add of <c>add_tags</c>; null of <c>json_output</c>.</summary>
    public string? Verb { get; private init; }

    /// <summary>Whether it is about what the stems of a question's head mean.</summary>
    public bool IsAbout(IReadOnlyList<string> head) =>
        (Resource.Count > 0 && head.Contains(Resource[^1])) || (Action.Count > 0 && head.Contains(Action[^1]));

    /// <summary>How far the tool stands behind another by its own words: "Prefer the update.", "Deprecated".</summary>
    public static double Standing(ToolDefinition tool)
    {
        if (tool.Description.StartsWith("Deprecated", StringComparison.Ordinal))
        {
            return 0.5;
        }

        var at = tool.Description.IndexOf("refer ", StringComparison.Ordinal);
        return at > 0 && !tool.Description.AsSpan(at).StartsWith("refer this", StringComparison.Ordinal)
            && !tool.Description[..at].Contains(';', StringComparison.Ordinal) ? 0.75 : 1;
    }

    /// <summary>Words that every name of the catalogue may have, and that tell nothing: the integration's, and what the
    /// short names begin with.</summary>
    public static IReadOnlySet<string> Vendor(ToolCatalog catalog) =>
        catalog.All.Select(tool => tool.ShortName.Split('_')[0]).Concat(catalog.Integration.Split('_'))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The faces of a catalogue's tools, in its order.</summary>
    public static ToolFace[] Of(ToolCatalog catalog)
    {
        var vendor = Vendor(catalog);
        var resources = catalog.All.Where(tool => tool.Method != ToolMethod.Custom)
            .Select(tool => tool.ShortName.Split('_')).Where(parts => parts.Length > 2)
            .Select(parts => string.Join('_', parts[1..^1])).ToHashSet(StringComparer.Ordinal);
        return [.. catalog.All.Select(tool => Of(tool, vendor, resources))];
    }

    private static ToolFace Of(ToolDefinition tool, IReadOnlySet<string> vendor, HashSet<string> resources)
    {
        var whole = WordForms.Of(tool.Name).ToArray();
        string[] words = [.. whole.Where(word => !vendor.Contains(word) && !NamingWords.Contains(word))];
        var isByName = whole is [.., "by", "name"];
        if (tool.Method != ToolMethod.Custom && words.Length > 1 && MethodWords.Contains(words[0]))
        {
            return Split(words[1..], words.Length - (isByName ? 2 : 1));
        }

        var parts = tool.ShortName.Split('_')[1..];
        var known = parts.Length - 1;
        while (known > 1 && !resources.Contains(string.Join('_', parts[..known])))
        {
            known--;
        }

        return Split(words, Math.Max(1, known));
    }

    private static ToolFace Split(string[] words, int resource)
    {
        string[] stems = [.. words.Select(WordForms.Stem)];
        resource = Math.Min(resource, stems.Length);
        return new ToolFace
        {
            Resource = stems[..resource],
            Action = stems[resource..],
            Verb = stems[resource..].FirstOrDefault(SearchLexicon.VerbStems.Contains),
        };
    }
}
