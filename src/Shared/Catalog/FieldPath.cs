namespace ServerlessMcp.Catalog;

/// <summary>
/// The names that <c>fields</c> takes: snake_case, dots lead into objects, arrays and relationships
/// (<c>current_run.status</c>, <c>outcomes.policy_name</c>); <c>*</c> stands for every key of an object, and alone for
/// everything. Hyphens and capitals are let through for the sake of keys that are the user's own, such as those of an
/// output's value.
/// </summary>
internal static class FieldPath
{
    /// <summary>For error messages.</summary>
    public const string Allowed = "snake_case field names such as created_at or current_run.status, or \"*\" for all";

    private const int MaxLength = 200;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.*");

    /// <summary>Whether it can be a path; whether there is such a field, the answer shows.</summary>
    public static bool IsValid(ReadOnlySpan<char> path) =>
        path.Length is > 0 and <= MaxLength
        && path[0] != '.'
        && path[^1] != '.'
        && path.IndexOfAnyExcept(Characters) < 0
        && !path.Contains("..", StringComparison.Ordinal);
}
