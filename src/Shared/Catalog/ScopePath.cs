namespace ServerlessMcp.Catalog;

/// <summary>Paths of whole segments: <c>a/pay</c> reaches <c>a/pay</c> and <c>a/pay/api</c>, and not <c>a/payroll</c>.</summary>
internal static class ScopePath
{
    /// <summary>Whether a text is such a path: no segment is empty.</summary>
    public static bool Is(string text) => text.Length > 0 && text.Split('/').All(segment => segment.Length > 0);

    /// <summary>Whether a path is another one, or lies below it.</summary>
    public static bool IsWithin(string path, string other) => path.StartsWith(other, StringComparison.Ordinal)
        && (path.Length == other.Length || path[other.Length] == '/');
}
