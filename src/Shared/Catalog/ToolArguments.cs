namespace ServerlessMcp.Catalog;

/// <summary>The arguments of one call, checked against the tool's row: required ones are there, types and values are
/// allowed, ids have their shape.</summary>
public sealed class ToolArguments
{
    private readonly Dictionary<string, JsonElement> values;
    private readonly string? filledIn;
    private Dictionary<string, JsonElement> names = [];

    internal ToolArguments(ToolDefinition tool, Dictionary<string, JsonElement> values, string? filledIn = null)
    {
        Tool = tool;
        this.values = values;
        this.filledIn = filledIn;
    }

    /// <summary>The row they belong to.</summary>
    public ToolDefinition Tool { get; }

    /// <summary>Whether the caller gave the argument; false for the organization that the account filled in, and for
    /// what follows from others.</summary>
    public bool IsGiven(string name) => name != filledIn && values.ContainsKey(name)
        && !Tool.Arguments.Any(argument => argument.IsDerived && argument.Name == name);

    /// <summary>The value of an argument, by <see cref="Argument.Name"/>; false if there is none.</summary>
    public bool TryGet(string name, out JsonElement value) => values.TryGetValue(name, out value);

    /// <summary>The same with another value for one of them.</summary>
    internal ToolArguments With(string name, JsonElement value) =>
        new(Tool, new Dictionary<string, JsonElement>(values) { [name] = value }, filledIn)
        { SeenBefore = SeenBefore, names = names };

    /// <summary>The same, with what was on the page before.</summary>
    internal ToolArguments After(string? seen) => seen is null ? this : new(Tool, values, filledIn) { SeenBefore = seen, names = names };

    /// <summary>The same with ids in the place of the names that were given for them.</summary>
    internal ToolArguments WithIds(IReadOnlyDictionary<string, JsonElement> ids)
    {
        var (with, named) = (new Dictionary<string, JsonElement>(values), new Dictionary<string, JsonElement>(names));
        foreach (var (name, id) in ids)
        {
            named.TryAdd(name, values[name]);
            with[name] = id;
        }

        return new(Tool, with, filledIn) { SeenBefore = SeenBefore, names = named };
    }

    /// <summary>The names that stood where ids stand now, by argument.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Names => names;

    /// <summary>The ids that stand where names stood, by argument.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Ids => names.Keys.ToDictionary(name => name, name => values[name]);

    /// <summary>The run that was meant by a workspace, which may have another a moment later; null for none.</summary>
    internal string? Meant => names.Count == 0 ? null : Tool.Arguments
        .Where(argument => argument.NameOf == "runs" && names.ContainsKey(argument.Name))
        .Select(argument => Text(argument.Name)).FirstOrDefault();

    /// <summary>What was given, a name where it was one. Of a run that a workspace stood for the run: the next page is
    /// to be of the same.</summary>
    internal bool TryGetGiven(string name, out JsonElement value) =>
        (Tool.Arguments.Any(argument => argument.NameOf == "runs" && argument.Name == name) || !names.TryGetValue(name, out value))
            ? values.TryGetValue(name, out value) : true;

    /// <summary>What was on the page before, as the cursor has it; null where it does not say, and on a first page.</summary>
    internal string? SeenBefore { get; init; }

    /// <summary>The value of a text argument; null if the caller did not give it.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var value) ? value.GetString() : null;

    /// <summary>The values of a list of texts; empty if the caller did not give it.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        values.TryGetValue(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    /// <summary>The value of an integer argument; null if the caller did not give it.</summary>
    public int? Integer(string name) => values.TryGetValue(name, out var value) ? value.GetInt32() : null;

    /// <summary>Whether a boolean argument is true; false if the caller did not give it.</summary>
    public bool Flag(string name) => values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.True;
}
