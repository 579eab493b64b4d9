namespace ServerlessMcp.Catalog;

/// <summary>
/// The form of an id or a name. Nothing with <c>/</c>, <c>%</c>, <c>..</c> or a control character fits any form, so no
/// argument can leave its place in the path.
/// </summary>
internal sealed class ArgumentForm
{
    /// <summary>No id or name is longer, by far; the longest names (workspaces) have 90 characters.</summary>
    public const int MaxLength = 256;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly SearchValues<char> SegmentCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+~@ ");

    private static readonly SearchValues<char> WrittenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+~@ ()[],'!=");

    private readonly SearchValues<char> characters;

    private ArgumentForm(string? prefix, SearchValues<char> characters, string allowed, string description)
    {
        Prefix = prefix;
        this.characters = characters;
        Allowed = allowed;
        Description = description;
    }

    /// <summary>What every id of the kind starts with (<c>run-</c>); null where there is none.</summary>
    public string? Prefix { get; }

    /// <summary>For error messages: <c>a run's id (run-…)</c>.</summary>
    public string Allowed { get; }

    /// <summary>For schemas: <c>run-…</c>; the argument's name says whose id it is.</summary>
    public string Description { get; }

    /// <summary>An id with a prefix.</summary>
    public static ArgumentForm Id(string prefix, string noun) =>
        new(prefix, IdCharacters, $"{Article(noun)} {noun}'s id ({prefix}…)", $"{prefix}…");

    /// <summary>An id of a kind whose prefix is not known.</summary>
    public static ArgumentForm AnyId(string noun) =>
        new(null, NameCharacters, $"{Article(noun)} {noun}'s id (letters, digits, - and _)", "Its id.");

    /// <summary>A name that the API limits to letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static ArgumentForm Name(string noun) =>
        new(null, NameCharacters, $"{Article(noun)} {noun}'s name (letters, digits, - and _)", $"{Sentence(noun)} name.");

    /// <summary>Any other part of a path: a version, a namespace, a provider.</summary>
    public static ArgumentForm Segment(string noun, string? description = null) =>
        new(null, SegmentCharacters, $"{Article(noun)} {noun} (letters, digits, spaces, - _ . + ~ @; no '..')",
            description ?? $"{Sentence(noun)}.");

    /// <summary>An id of either kind: what a run has one of is found by the run's id too.</summary>
    public static ArgumentForm Either(ArgumentForm one, ArgumentForm other) =>
        new(one.Prefix, one.characters, $"{one.Allowed} or {other.Allowed}",
            $"{one.Description} or {other.Description}")
        { Other = other };

    /// <summary>The same, which takes a name as well: it is looked up before anything else is done with it.</summary>
    /// <param name="id">The form of the id.</param>
    /// <param name="allowed">What the name is: <c>its name</c>.</param>
    public static ArgumentForm OrName(ArgumentForm id, string allowed) =>
        new(id.Prefix, id.characters, $"{id.Allowed}, or {allowed}", id.Description) { Other = id.Other, TakesName = true };

    /// <summary>The second form of <see cref="Either"/>; null elsewhere.</summary>
    private ArgumentForm? Other { get; init; }

    private bool TakesName { get; init; }

    /// <summary>Whether <paramref name="value"/> has the form.</summary>
    public bool Fits(ReadOnlySpan<char> value) => FitsId(value) || (TakesName && IsName(value));

    /// <summary>Whether <paramref name="value"/> has the form of the id, where a name would do as well.</summary>
    public bool FitsId(ReadOnlySpan<char> value)
    {
        if (Other?.FitsId(value) == true)
        {
            return true;
        }

        if (value.Length is 0 or > MaxLength)
        {
            return false;
        }

        if (Prefix is not null)
        {
            return value.Length > Prefix.Length && value.StartsWith(Prefix)
                && value[Prefix.Length..].IndexOfAnyExcept(characters) < 0;
        }

        return value.IndexOfAnyExcept(characters) < 0
            && value[0] is not ('.' or ' ')
            && value[^1] is not ('.' or ' ')
            && !value.Contains("..", StringComparison.Ordinal);
    }

    // What is one of nothing else for certain. A slash, a percent sign and two dots are in no name that is taken here.
    private bool IsName(ReadOnlySpan<char> value) =>
        value.Length is > 0 and <= MaxLength && value.IndexOfAnyExcept(WrittenCharacters) < 0
        && value[0] is not ('.' or ' ') && value[^1] is not ('.' or ' ')
        && !value.Contains("..", StringComparison.Ordinal) && !value.SequenceEqual(Prefix) && !ArgumentForms.IsIdOfAny(value);

    /// <summary>a or an.</summary>
    public static string Article(string noun) => noun[0] is 'a' or 'e' or 'i' or 'o' || noun == "SSH key" ? "an" : "a";

    private static string Sentence(string noun) => char.ToUpperInvariant(noun[0]) + noun[1..];
}
