using System.Text.RegularExpressions;

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>
/// What may differ between two runs of the same requests, and is replaced by its name before answers are compared: tokens, the ids made from them, times, the sandbox's
/// port and request ids, what is left of the rate limit at the moment, and the cursor that carries an id. Nothing else.
/// </summary>
internal static partial class Normal
{
    public static string Of(string text)
    {
        text = Token().Replace(text, "$1TOKEN");
        text = Id().Replace(text, "$1ID");
        text = Time().Replace(text, "TIME");
        text = Port().Replace(text, "127.0.0.1:PORT");
        text = RequestId().Replace(text, "$1ID");
        text = RateLimit().Replace(text, "$1: N");
        return NextCursor().Replace(text, "$1CURSOR$2");
    }

    [GeneratedRegex("(smcp_|smcpapi_)[A-Za-z0-9_-]{49}")]
    private static partial Regex Token();

    [GeneratedRegex("\\b(mcp-|api-)[0-9a-f]{32}\\b")]
    private static partial Regex Id();

    [GeneratedRegex("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)")]
    private static partial Regex Time();

    [GeneratedRegex("127\\.0\\.0\\.1:\\d+")]
    private static partial Regex Port();

    [GeneratedRegex("(\\\\?\"request_id\\\\?\":\\\\?\")[A-Za-z0-9-]+")]
    private static partial Regex RequestId();

    [GeneratedRegex("(?m)^(ratelimit-remaining|ratelimit-reset): [0-9.]+")]
    private static partial Regex RateLimit();

    [GeneratedRegex("(\"next_cursor\":\")[^\"]+(\")")]
    private static partial Regex NextCursor();
}
