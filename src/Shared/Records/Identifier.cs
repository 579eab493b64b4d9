namespace ServerlessMcp.Records;

/// <summary>The form of ids of integrated accounts, MCP servers and API tokens: safe as a file name, a table key and a
/// path segment.</summary>
public static class Identifier
{
    /// <summary>The form, for messages.</summary>
    public const string Form = "1 to 64 of a-z, 0-9 and -, starting with a letter or digit";

    /// <summary>Whether <paramref name="id"/> has the form.</summary>
    public static bool IsValid(ReadOnlySpan<char> id) =>
        id.Length is >= 1 and <= 64 && id[0] != '-' && id.IndexOfAnyExcept(Allowed) < 0;

    /// <summary>An id for a text that is none, or too long to be one: 32 hex digits of its SHA-256 behind a prefix.</summary>
    public static string OfText(string prefix, string text) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
}
