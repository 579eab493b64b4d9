namespace ServerlessMcp.Catalog;

/// <summary>
/// A row of the catalogue: what a tool is called, what it does and takes. Name and description are literal, so that
/// grep finds them; the annotations, the method group, the input schema and the documentation are derived from the row.
/// How it is carried out is its integration's, which adds that to a row of its own kind.
/// </summary>
public record ToolDefinition
{
    /// <summary>The canonical name: <c>[a-z0-9_]</c>, at most 64 characters, which is the limit of Bedrock and of AWS
    /// DevOps Agent.</summary>
    public required string Name { get; init; }

    /// <summary>The short name for <c>tool_names: "short"</c>: at most 40 characters (<c>tfc_runs_apply</c>).</summary>
    public required string ShortName { get; init; }

    /// <summary>How it acts on its resource.</summary>
    public required ToolMethod Method { get; init; }

    /// <summary>What it does to the world.</summary>
    public required Effect Effect { get; init; }

    /// <summary>What it does beyond its method: a URL without that does not have the tool. Null where it adds nothing.</summary>
    public AddedEffect? Adds { get; init; }

    /// <summary>What it does to the world with the worst arguments that it has.</summary>
    public Effect WorstEffect => Adds is not null || Arguments.Any(argument => argument.MayAdd) ? Effect.Destroy : Effect;

    /// <summary>What <c>config.tags</c> selects by: <c>core</c> and names of areas (<c>runs</c>, <c>state</c>).</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>For the model: what it does, when to use it rather than its neighbour, what comes next.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// All arguments, in the order they are shown: those of the path first, those that shape the answer last. A row of
    /// <c>Tools/</c> names only what lies between; <see cref="ToolCatalog"/> adds the others.
    /// </summary>
    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    /// <summary>
    /// The canonical name of the tool that takes the same arguments for nearly the same, at another address, if there
    /// is one. A list too long to show everything names it instead of showing the optional arguments that both have.
    /// </summary>
    public string? SameAs { get; init; }

    /// <summary>
    /// The canonical name of the tool that serves the same by more than one kind of name, if there is one: a URL that
    /// has that lists it alone. This one stays callable, and whoever names or excludes one of them means both.
    /// </summary>
    public string? MergedInto { get; init; }

    /// <summary>This row as it stood before others were merged into it; null where it has not changed by that. What was
    /// approved before is held to it.</summary>
    public ToolDefinition? Apart { get; init; }

    /// <summary>
    /// Whether the same call, repeated, has no further effect. Reads, updates (they set values), PUT and DELETE are
    /// idempotent; an action says so in its row.
    /// </summary>
    public bool IsIdempotent { get; init; }

    /// <summary>The group that <c>config.methods</c> knows it by: <c>read</c> for every tool without side effects,
    /// <c>write</c> for create, update and delete, else <c>custom</c>.</summary>
    public string MethodGroup => Effect == Effect.Read ? "read" : Method == ToolMethod.Custom ? "custom" : "write";

    /// <summary>For people, in lists of tools: <c>List runs</c>.</summary>
    public virtual string Title => "";

    /// <summary>
    /// How far it reaches, and so what a URL with a scope can make of it. The integration says so when it completes its
    /// rows; what it does not say reaches the organization.
    /// </summary>
    public ToolReach Reach { get; init; }

    /// <summary>What it asks of another account of the URL (<see cref="ToolCatalog.Answers"/>): a URL has it only where
    /// another of its accounts answers each.</summary>
    public IReadOnlyList<string> Asks { get; init; } = [];

    /// <summary>The editions of the integration's product that have it, as <see cref="ToolCatalog.EditionAt"/> names
    /// them; empty for all.</summary>
    public virtual IReadOnlyList<string> Editions => [];

    /// <summary>Whether it sends nothing but what reads: <c>methods: ["read"]</c> has nothing else.</summary>
    public virtual bool OnlyReads => Effect == Effect.Read;

    /// <summary>Whether it sets values of what is there already, so that an empty one would wipe it.</summary>
    public virtual bool SetsValues => Method == ToolMethod.Update;

    /// <summary>Whether the arguments that shape its answer are for the audit trail too: what a report was asked for,
    /// and whether values were shown.</summary>
    public virtual bool NotesAnswerArguments => false;

    /// <summary>The catalogue that it stands in; of a row that stands in none yet, null.</summary>
    public ToolCatalog Catalog { get; internal init; } = null!;

    /// <summary>Whether a call may leave the argument out, because the account gives it a value.</summary>
    public virtual bool HasDefault(Argument argument, string? value) =>
        value is not null && argument.IsRequired && argument.Name == Catalog?.Form.DefaultedArgument;

    /// <summary>What is wrong with arguments that are all right one by one; null if nothing is.</summary>
    /// <param name="values">The arguments that were given, by name.</param>
    internal virtual ArgumentError? Complaint(Dictionary<string, JsonElement> values) => null;

    /// <summary>Adds the arguments that follow from others (<see cref="Argument.IsDerived"/>).</summary>
    /// <param name="values">The arguments that were given, by name, all of them right.</param>
    internal virtual void AddDerived(Dictionary<string, JsonElement> values)
    {
    }

    /// <summary>The name it goes by where a URL's config says <paramref name="names"/>.</summary>
    public string NameIn(ToolNames names) => names == ToolNames.Short ? ShortName : Name;
}
