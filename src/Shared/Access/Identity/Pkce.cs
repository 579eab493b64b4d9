using System.Buffers.Text;

namespace ServerlessMcp.Access.Identity;

/// <summary>Proof key for code exchange (RFC 7636), with S256 alone.</summary>
internal static class Pkce
{
    private const int ChallengeLength = 43;

    private static readonly SearchValues<char> Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Whether a text has the characters of base64url alone.</summary>
    public static bool IsBase64Url(string text) => !text.AsSpan().ContainsAnyExcept(Url);

    /// <summary>Whether a text has the form of a challenge: a SHA-256.</summary>
    public static bool IsChallenge(string? text) => text is { Length: ChallengeLength } && IsBase64Url(text);

    /// <summary>Whether a text has the form of a verifier (4.1).</summary>
    public static bool IsVerifier(string? text) =>
        text is { Length: >= ChallengeLength and <= 128 } && !text.AsSpan().ContainsAnyExcept(Unreserved);

    /// <summary>The challenge of a verifier (4.2).</summary>
    public static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
