namespace ServerlessMcp.Catalog;

/// <summary>
/// What a change may empty. An empty text or list never wipes what is there, because models send them for what they
/// leave out: a call that means it names the argument in <c>clear</c> (<c>clear: ["value"]</c>; inside a list
/// <c>variables[0].value</c>). No schema shows it; refusals and the server's instructions do.
/// </summary>
internal sealed class Clearing
{
    /// <summary>What a call names it by.</summary>
    public const string Name = "clear";

    private static readonly Argument Names = new()
    {
        Name = Name,
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.TextList,
        WireName = Name,
        Description = "What to empty."
    };

    private static readonly JsonElement EmptyText = JsonElement.Parse("\"\""), EmptyList = JsonElement.Parse("[]");

    private readonly HashSet<string> named = [], used = [];
    private readonly bool isChange;

    private Clearing(bool isChange) => this.isChange = isChange;

    /// <summary>Of arguments that change nothing.</summary>
    public static Clearing None { get; } = new(isChange: false);

    /// <summary>What a call asks to empty.</summary>
    /// <param name="tool">The row.</param>
    /// <param name="given">The arguments as they came.</param>
    /// <param name="errors">What is wrong with <c>clear</c>; null if nothing is.</param>
    public static Clearing Of(ToolDefinition tool, IReadOnlyDictionary<string, JsonElement>? given, out ArgumentError? errors)
    {
        var clearing = new Clearing(tool.SetsValues);
        errors = null;
        if (given?.TryGetValue(Name, out var value) != true || !clearing.Takes(tool))
        {
            return clearing;
        }

        errors = ArgumentValue.Check(Names, Name, ref value, clearing);
        if (errors is not null || value.ValueKind == JsonValueKind.Undefined)
        {
            return clearing;
        }

        var possible = tool.Arguments.Where(clearing.MayEmpty).Select(argument => argument.Name).ToArray();
        foreach (var name in value.EnumerateArray().Select(item => item.GetString()!))
        {
            if (!possible.Contains(name) && !name.Contains('[', StringComparison.Ordinal))
            {
                errors = new(Name, $"'{ArgumentWords.Excerpt(name)}'",
                    $"an array of what this tool can empty: {string.Join(", ", possible)}");
            }

            clearing.named.Add(name);
        }

        return clearing;
    }

    /// <summary>Whether a call of the tool may have <c>clear</c>.</summary>
    public bool Takes(ToolDefinition tool) =>
        isChange && tool.Arguments.Any(argument => MayEmpty(argument) || argument.Members.Any(IsOwnId));

    /// <summary>The value to send for an argument that <c>clear</c> names; undefined for the others.</summary>
    public JsonElement EmptyOf(Argument argument) => !MayEmpty(argument) || !IsNamed(argument.Name) ? default
        : argument.Kind == JsonKind.Text ? EmptyText : EmptyList;

    /// <summary>What <c>clear</c> names inside lists that was not there, or not empty; null if there is none. Asked
    /// when all arguments are read.</summary>
    public ArgumentError? Unused() => named.FirstOrDefault(name => !used.Contains(name)) is { } missed
        ? new(Name, $"'{ArgumentWords.Excerpt(missed)}'", "what stands in this call, empty")
        : null;

    /// <summary>Whether a value is that of an argument left out: an empty optional text of what is not there yet, which
    /// has nothing to lose and nothing to gain by it.</summary>
    public bool IsLeftOut(Argument argument, JsonElement value) =>
        !isChange && !argument.IsRequired && MeantValue.MayBeEmpty(argument) && value.ValueKind == JsonValueKind.String
        && value.ValueEquals("");

    /// <summary>Why a value is refused that would empty what is there; null for every other value.</summary>
    public ArgumentError? Refusal(Argument argument, string name, JsonElement value)
    {
        var isEmpty = value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() == 0 && !argument.IsRequired
            : value.ValueKind == JsonValueKind.String && value.ValueEquals("");
        if (!isEmpty)
        {
            return IsNamed(name) ? new(name, $"a value, and {Name} names it", "a value or to be emptied, not both") : null;
        }

        if (argument.IsNullIfAbsent)
        {
            return new(name, "an empty string", ArgumentWords.Describe(argument))
            { Message = $"{name} came empty: {argument.Description}" };
        }

        return !isChange || !Empties(argument) || (MayEmpty(argument) && IsNamed(name)) ? null
            : new(name, "an empty value", MayEmpty(argument) ? "a value, or to be left out" : "a value")
            {
                Message = MayEmpty(argument)
                ? $"{name} came empty, and an empty value wipes nothing here: leave it out to keep what is there, or " +
                $"pass {Name}: [\"{name}\"] to empty it."
                : $"{name} came empty, and it can't be: leave it out to keep what is there; {Name} does not take it.",
            };
    }

    /// <summary>Whether the record is of a resource that is there already, so that an empty member would wipe what it
    /// has.</summary>
    public bool IsOfExisting(Argument record) => isChange && record.Members.Any(IsOwnId);

    private static bool IsOwnId(Argument member) => member is { Name: "id", IsRequired: true };

    private static bool Empties(Argument argument) => MeantValue.MayBeEmpty(argument)
        || (argument is
        {
            Kind: JsonKind.TextList or JsonKind.RecordList,
            Place: ArgumentPlace.Attribute or ArgumentPlace.Root or ArgumentPlace.Relationship, IsRequired: false
        });

    private bool IsNamed(string name) => named.Contains(name) && (used.Add(name) || true);

    // What a resource is called by can't be empty.
    private bool MayEmpty(Argument argument) => isChange && Empties(argument)
        && !(argument.Kind == JsonKind.Text
            && (argument.Name is "key" or "name" or "email" or "username" or "user_name" or "version"
                || argument.Name.EndsWith("_name", StringComparison.Ordinal)));
}
