using System.Text.RegularExpressions;

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>
/// What may differ between two runs of the same requests, and is replaced by its name before answers are compared: tokens, the ids made from them (whole, or cut in a row), times, the sandbox's
/// port and request ids, what is left of the rate limit at the moment, the cursor that carries an id, the digest that covers the sandbox's address; and of the audit trail hashes, durations, the caller's address, the host's own
/// key and what it signs, and the cloud's id of an invocation. Nothing else.
/// </summary>
internal static partial class Normal
{
    public static string Of(string text)
    {
        text = Token().Replace(text, "${kind}TOKEN");
        text = AccessToken().Replace(text, "ACCESS_TOKEN");
        text = Id().Replace(text, "${kind}ID");
        text = Time().Replace(text, "TIME");
        text = Port().Replace(text, "127.0.0.1:PORT");
        text = RequestId().Replace(text, "${name}ID");
        text = RateLimit().Replace(text, "${name}: N");
        text = NextCursor().Replace(text, "${name}CURSOR");
        text = Sealed().Replace(text, "${name}SEALED\"");
        text = Digest().Replace(text, "sha256:DIGEST");
        text = Address().Replace(text, "${name}ADDRESS\"");
        text = Key().Replace(text, "${name}KEY\"");
        text = Invocation().Replace(text, "${next}");
        return Milliseconds().Replace(text, "\"ms\":N");
    }

    [GeneratedRegex("(?<kind>smcp_|smcpapi_)[A-Za-z0-9_-]{49}", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex("\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", RegexOptions.NonBacktracking)]
    private static partial Regex AccessToken();

    [GeneratedRegex("(?<kind>(?:\\b|%2F)(?:mcp-|api-|req-))(?:[0-9a-f]{32}\\b|[0-9a-f]{8}(?:…|\\b))", RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})", RegexOptions.NonBacktracking)]
    private static partial Regex Time();

    [GeneratedRegex("127\\.0\\.0\\.1:[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Port();

    [GeneratedRegex("(?<name>\\\\?\"request_id\\\\?\":\\\\?\")[A-Za-z0-9-]+", RegexOptions.NonBacktracking)]
    private static partial Regex RequestId();

    [GeneratedRegex("(?m)^(?<name>ratelimit-remaining|ratelimit-reset): [0-9.]+", RegexOptions.NonBacktracking)]
    private static partial Regex RateLimit();

    [GeneratedRegex("(?m)(?<name>\"next_cursor\":\"|^next-cursor: )[A-Za-z0-9_=-]+", RegexOptions.NonBacktracking)]
    private static partial Regex NextCursor();

    // The account's address is part of what a URL reaches, and so is the port that is in it here.
    [GeneratedRegex("sha256:[0-9a-f]{64}", RegexOptions.NonBacktracking)]
    private static partial Regex Digest();

    // The address is an IP address: an account's begins with its scheme. A key's name has 43 characters, a variable's in the script fewer.
    [GeneratedRegex("(?<name>\"(?:previous|hash|head_hash|signature|public_key|call|upstream_request)\":\")[^\"]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex Sealed();

    [GeneratedRegex("(?<name>\"address\":\")[0-9a-f.:]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex("(?<name>\"key\":\")[A-Za-z0-9_-]{43}\"", RegexOptions.NonBacktracking)]
    private static partial Regex Key();

    // Which a cloud gives, and one machine has not; it stands before the seal of an entry.
    [GeneratedRegex(",\"request\":\"[0-9a-f-]+\"(?<next>,\"hash\":)", RegexOptions.NonBacktracking)]
    private static partial Regex Invocation();

    [GeneratedRegex("\"ms\":[0-9.E-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Milliseconds();
}
