using System.IO.Enumeration;

namespace ServerlessMcp.Testing.Faults;

/// <summary>Paths with <c>*</c> for any characters, slashes too.</summary>
internal static class Glob
{
    public static bool Matches(string pattern, string path) =>
        FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false);
}
