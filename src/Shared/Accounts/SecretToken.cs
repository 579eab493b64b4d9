using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace ServerlessMcp.Accounts;

/// <summary>
/// The tokens we hand out: a prefix, 43 base64url characters (256 random bits) and 6 of checksum. The prefix and the
/// checksum let a secret scanner find a leak and let us refuse garbage without a store read. Only the SHA-256 of the
/// whole text is stored; 256 random bits need no salt and no slow hash.
/// </summary>
public static class SecretToken
{
    /// <summary>The prefix of a token in an MCP URL.</summary>
    public const string UrlPrefix = "smcp_";

    /// <summary>The prefix of an API token.</summary>
    public const string ApiPrefix = "smcpapi_";

    private const int RandomLength = 43;
    private const int ChecksumLength = 6;

    /// <summary>A new token.</summary>
    /// <param name="prefix"><see cref="UrlPrefix"/> or <see cref="ApiPrefix"/>.</param>
    public static string Create(string prefix)
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        var body = prefix + Base64Url.EncodeToString(random);
        return body + Checksum(body);
    }

    /// <summary>Whether <paramref name="text"/> could be one of ours: the prefix, the length, the alphabet and the
    /// checksum.</summary>
    public static bool IsWellFormed(string prefix, string? text)
    {
        if (text is null || text.Length != prefix.Length + RandomLength + ChecksumLength
            || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var body = text[..^ChecksumLength];
        return Base64Url.IsValid(body.AsSpan(prefix.Length)) && text.AsSpan(body.Length).SequenceEqual(Checksum(body));
    }

    /// <summary>The SHA-256 of a token's text, as 64 lower-case hex digits.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether two hashes are the same, in time that does not depend on where they differ.</summary>
    public static bool AreSame(string hash, string other) => CryptographicOperations.FixedTimeEquals(
        MemoryMarshal.AsBytes(hash.AsSpan()), MemoryMarshal.AsBytes(other.AsSpan()));

    /// <summary>The id of the record of a token: <c>mcp-</c> or <c>api-</c> and the first 32 digits of its hash. 128
    /// bits of a hash of 256 random bits give nothing away.</summary>
    public static string RecordId(string prefix, string hash) =>
        string.Concat(prefix == UrlPrefix ? "mcp-" : "api-", hash.AsSpan(0, 32));

    // 36 bits of SHA-256: a scanner needs no table of ours to check a find.
    private static string Checksum(string body) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(body)).AsSpan(0, 5))[..ChecksumLength];
}
