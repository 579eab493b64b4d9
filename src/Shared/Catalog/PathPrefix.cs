namespace ServerlessMcp.Catalog;

/// <summary>Entries of a scope that are paths (<see cref="ScopeMember.IsPath"/>): each reaches itself and what lies below
/// it, by whole segments. <c>a/pay</c> is not <c>a/payroll</c>. The same rule for every integration that has paths.</summary>
internal static class PathPrefix
{
    /// <summary>The most characters of an entry; a path below it may be longer.</summary>
    public const int MaxLength = 256;

    /// <summary>Whether a path is the prefix itself or lies below it. Letters count as they are written.</summary>
    public static bool Covers(string prefix, string path) =>
        IsPlain(prefix) && IsPlain(path) && path.StartsWith(prefix, StringComparison.Ordinal)
        && (path.Length == prefix.Length || path[prefix.Length] == '/');

    /// <summary>Whether it has a form that means one thing to everybody: no empty segment, none that goes up, no slash
    /// around it.</summary>
    public static bool IsPlain(string path)
    {
        if (path.Length == 0 || path.Contains('\\'))
        {
            return false;
        }

        foreach (var segment in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(segment) is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }
}
