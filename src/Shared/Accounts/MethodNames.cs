namespace ServerlessMcp.Accounts;

/// <summary>The names of methods, and the groups that they are in.</summary>
internal static class MethodNames
{
    private static readonly (string Group, string[] Names)[] Groups =
        [("read", ["list", "get"]), ("write", ["create", "update", "delete"]), ("custom", ["custom"])];

    /// <summary>Whether a list of methods and groups has one in it.</summary>
    public static bool Covers(IReadOnlyList<string> list, string method) =>
        list.Contains("*") || list.Contains(method)
        || Groups.Any(group => group.Names.Contains(method) && list.Contains(group.Group));

    /// <summary>What two lists have in common, in groups where these are whole.</summary>
    public static IReadOnlyList<string> Common(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        if (one.Contains("*"))
        {
            return other;
        }

        return other.Contains("*") ? one
            : [.. Groups.SelectMany(group => group.Names.Where(name => Covers(one, name) && Covers(other, name)).ToArray()
                is var both && both.Length == group.Names.Length ? both.Append(group.Group).Distinct() : both)];
    }
}
