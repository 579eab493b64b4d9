namespace ServerlessMcp.Redaction;

/// <summary>
/// URLs that carry their own permission: whoever reads one can read the log, the state or the plan behind it, for up to 25 hours
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions">state versions</see>).
/// They are resolved by us, never answered, never logged.
/// </summary>
internal static class PresignedUrl
{
    /// <summary>What stands in place of a text with such a URL in it.</summary>
    public const string Withheld = "(withheld)";

    // The archivist's own host and path (HCP Terraform; Terraform Enterprise serves the path itself), and the
    // signatures of S3 (versions 2 and 4), CloudFront, Google, Azure, Alibaba, Volcengine, Huawei, Tencent and Oracle
    // stores, with the separator as HTML, URLs and JSON write it.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [
            "//archivist.", "/v1/object/", "X-Amz-Signature=", "X-Amz-Credential=", "X-Amz-Security-Token=",
            "X-Goog-Signature=", "&sig=", "?sig=", ";sig=", "%26sig=", "%26sig%3D", "%3Fsig%3D", "u0026sig=",
            "u003dsig",
            "&Signature=", "?Signature=", ";Signature=", "%26Signature%3D", "u0026Signature=", "X-Amz-Signature%3D",
            "X-Goog-Signature%3D", "x-oss-signature=", "X-Tos-Signature=", "X-Obs-Signature=", "q-signature=",
            ".oraclecloud.com/p/", "SharedAccessSignature=",
        ], StringComparison.OrdinalIgnoreCase);

    // Where a URL ends in a text: at white space, and at the brackets and quotes that people and programs put around one.
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>()[]{}|\\,;");

    private static readonly SearchValues<byte> MarkEdges = SearchValues.Create("/="u8);

    /// <summary>
    /// Whether an attribute of this snake_case name holds one: <c>log_read_url</c>, <c>hosted_state_download_url</c>,
    /// <c>upload_url</c> and every other name that is or ends in <c>read_url</c>, <c>download_url</c> or
    /// <c>upload_url</c>.
    /// </summary>
    public static bool IsName(ReadOnlySpan<byte> name) =>
        name.EndsWith("_url"u8) && (Is(name, "read_url"u8) || Is(name, "download_url"u8) || Is(name, "upload_url"u8));

    /// <summary>Whether there is one in this UTF-8 text, wherever it stands.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text)
    {
        // Nearly all strings of a document are ids, times and words: no slash and no equals sign, so no URL.
        if (text.IndexOfAny(MarkEdges) < 0)
            return false;
        if (text.Length <= 512)
        {
            Span<char> buffer = stackalloc char[512];
            return IsIn(buffer[..Encoding.UTF8.GetChars(text, buffer)]);
        }

        return IsIn(Encoding.UTF8.GetString(text));
    }

    /// <summary>The same for text.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(Marks);

    /// <summary>The text with every one of them withheld, and nothing else: a log goes on behind it.</summary>
    public static string Scrub(string text)
    {
        if (!IsIn(text))
            return text;
        var clean = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Marks) is var mark and >= 0)
        {
            var start = rest[..mark].LastIndexOfAny(Ends) + 1;
            var length = rest[(mark + 1)..].IndexOfAny(Ends);
            clean.Append(rest[..start]).Append(Withheld);
            rest = length < 0 ? [] : rest[(mark + 1 + length)..];
        }

        return clean.Append(rest).ToString();
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> tail) =>
        name.EndsWith(tail) && (name.Length == tail.Length || name[^(tail.Length + 1)] == (byte)'_');
}
