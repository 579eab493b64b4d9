namespace ServerlessMcp.Catalog;

/// <summary>One flat argument of a tool: what the model sees, and where it goes in the request.</summary>
public sealed record Argument
{
    /// <summary>What the model calls it: snake_case (<c>workspace_id</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Where it goes in the request.</summary>
    public required ArgumentPlace Place { get; init; }

    /// <summary>Its JSON type.</summary>
    public required JsonKind Kind { get; init; }

    /// <summary>Its form (<c>ws-…</c>), what it means, its default. Shown to the model.</summary>
    public required string Description { get; init; }

    /// <summary>What the API calls it: kebab-case, <c>filter[status]</c>, or a relationship's name.</summary>
    public required string WireName { get; init; }

    /// <summary>The JSON:API type of what a relationship or identifier points to (<c>workspaces</c>); null elsewhere.</summary>
    public string? ResourceType { get; init; }

    /// <summary>Whether a call without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The values it takes; empty means any.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>What a comma-separated text is made of; empty means anything. Not in the schema, which every list of
    /// tools carries: the description shows some, an error all.</summary>
    public IReadOnlyCollection<string> AllowedParts { get; init; } = [];

    /// <summary>The least value of a <see cref="JsonKind.Integer"/>; null for no limit.</summary>
    public int? Minimum { get; init; }

    /// <summary>The greatest value of a <see cref="JsonKind.Integer"/>; null for no limit.</summary>
    public int? Maximum { get; init; }

    /// <summary>The members of a <see cref="JsonKind.Record"/> or <see cref="JsonKind.RecordList"/>; their
    /// <see cref="WireName"/>s are the object's keys.</summary>
    public IReadOnlyList<Argument> Members { get; init; } = [];

    /// <summary>The placeholder whose ids it takes as well (<c>run_id</c>); null for none. Only of
    /// <see cref="ArgumentPlace.Path"/>.</summary>
    public string? OrId { get; init; }

    /// <summary>The JSON:API type of what it takes the name of as well, in the place of its id (<c>workspaces</c>);
    /// <c>runs</c> takes a workspace, whose current run is then meant. Null where only an id will do.</summary>
    internal string? NameOf { get; init; }

    /// <summary>Where its id comes from, where no name does for it though one does elsewhere; null where nothing need be
    /// said.</summary>
    internal string? IdFrom { get; init; }

    /// <summary>Whether its value is a secret or may be one (a variable's value): kept out of audit entries and logs.</summary>
    public bool IsSecret { get; init; }

    /// <summary>How its text gives bytes, where it is more than text.</summary>
    public ArgumentEncoding Encoding { get; init; }

    /// <summary>What is sent on every call; only of an argument in its constants, which no caller sees.</summary>
    public System.Text.Json.JsonElement Constant { get; init; }

    /// <summary>Whether null is sent where it is not given: that is how the API takes a single thing away (a
    /// workspace's SSH key).</summary>
    public bool IsNullIfAbsent { get; init; }

    /// <summary>What giving it does beyond what the tool is for; null where it adds nothing.</summary>
    public AddedEffect? Adds { get; init; }

    /// <summary>
    /// Whether it only proves to a scope whose another argument's resource is (the run of a plan). It is not sent, and
    /// not shown where a URL has no scope.
    /// </summary>
    public bool IsProof { get; init; }

    /// <summary>Whether it follows from other arguments (<c>include</c> from <c>fields</c>), so that no caller gives it
    /// and no schema shows it.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Whether it is one of many that few calls give: its tool takes it, and its description names it, but no
    /// list of tools carries its schema.</summary>
    public bool IsRare { get; init; }

    /// <summary>Whether it is a date-time with its zone (RFC 3339). The API ignores what it can't read as one, and
    /// answers as if nothing had been asked.</summary>
    public bool IsInstant { get; init; }

    /// <summary>What of its texts the API understands, in words and as a test, where that is no list of values; it
    /// ignores others. Null where any text will do.</summary>
    internal (string Words, Func<string, bool> Fits)? Understood { get; init; }

    /// <summary>The argument without which it means nothing (<c>tag_key</c> of <c>tag_value</c>); null for none.</summary>
    internal string? Needs { get; init; }

    /// <summary>The editions of the product that know it, where others ignore it and answer of something else as if it
    /// were that (<see cref="ToolCatalog.EditionAt"/>); empty for all.</summary>
    public IReadOnlyList<string> Editions { get; init; } = [];

    /// <summary>The form of its value where it is an id or a name that reaches the upstream's path or relationships;
    /// null elsewhere.</summary>
    internal ArgumentForm? Form => ArgumentForms.Of(this);

    /// <summary>Whether it or one of its members adds an effect.</summary>
    internal bool MayAdd => Adds is not null || Members.Any(member => member.MayAdd);

    /// <summary>The same argument, one of those that few calls give.</summary>
    public Argument Rare() => this with { IsRare = true };

    /// <summary>The same argument, which has the effect of this tool.</summary>
    public Argument HasEffectOf(string tool) =>
        this with { Adds = (Adds ?? new AddedEffect()) with { Tools = [.. Adds?.Tools ?? [], tool] } };

    /// <summary>The same argument, which deletes or takes away what keeps something from being deleted.</summary>
    public Argument HasEffectOfDelete() => this with { Adds = (Adds ?? new AddedEffect()) with { Deletes = true } };

    /// <summary>The same argument, these of whose texts have no such effect.</summary>
    public Argument Unless(params string[] values) => this with { Adds = Adds! with { Harmless = values } };

    /// <summary>The same argument, sent as this JSON where the URL may not have its effect.</summary>
    public Argument Otherwise(string json) =>
        this with { Adds = Adds! with { Otherwise = System.Text.Json.JsonElement.Parse(json) } };

    /// <summary>The same argument, required.</summary>
    public Argument Required() => this with { IsRequired = true };

    /// <summary>The same argument, limited to these values.</summary>
    public Argument OneOf(params string[] values) => this with { AllowedValues = values };

    /// <summary>The same argument, a comma-separated text of these values. A filter by a value that there is not finds
    /// nothing, and nothing would tell.</summary>
    public Argument EachOf(IReadOnlyCollection<string> values) => this with { AllowedParts = values };

    /// <summary>The same argument, sent as null where it is not given.</summary>
    public Argument NullIfAbsent() => this with { IsNullIfAbsent = true };

    /// <summary>The same argument, a date-time.</summary>
    public Argument Instant() => this with { IsInstant = true };

    /// <summary>The same argument, whose text is the number of a year or one of these words.</summary>
    public Argument YearOr(params string[] words) => this with
    {
        Understood = ($"a year of four digits (2026), or {string.Join(" or ", words)}",
            text => words.Contains(text) || (text.Length == 4 && text[0] is '1' or '2' && text.All(char.IsAsciiDigit))),
    };

    /// <summary>The same argument, which means nothing without another.</summary>
    public Argument With(string other) => this with { Needs = other };

    /// <summary>The same argument, its text in base64.</summary>
    public Argument Base64() => this with { Encoding = ArgumentEncoding.Base64 };

    /// <summary>The same argument, its value kept out of audit entries and logs.</summary>
    public Argument Secret() => this with { IsSecret = true };
}
