using Microsoft.AspNetCore.Http;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Mcp;

/// <summary>
/// What a person sees who opens an MCP URL in a browser, as people do with links. It tells no more than a client's POST
/// is told: no name, no account, not the token; and it has no script and no style, which the headers would not let run
/// anyway.
/// </summary>
internal static class BrowserPage
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>The page of a URL that works.</summary>
    public static Task WriteLivingAsync(HttpContext context, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        WriteAsync(context, 200, "An MCP URL",
        "This is an MCP URL: paste it into your client. " +
            $"{(expiresAt is { } end ? $"It ends in {Left(end - now)}, at {end.ToSecond()}." : "It has no end of its own.")}"
        + " Whoever has it can use it: keep it to yourself.");

    /// <summary>The page of all that is none, or none any more.</summary>
    public static Task WriteDeadAsync(HttpContext context) =>
        WriteAsync(context, JsonRpcRefusal.Gone.HttpStatus, "No MCP URL", JsonRpcRefusal.Gone.Message);

    private static Task WriteAsync(HttpContext context, int status, string title, string text) =>
        context.WriteBytesAsync(status, Html, Encoding.UTF8.GetBytes(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" " +
            $"content=\"width=device-width\"><title>{title}</title></head><body><p>{text}</p></body></html>\n"));

    // Rounded up: what has a second left has not zero.
    private static string Left(TimeSpan left) => left switch
    {
        { TotalMinutes: <= 2 } => $"{(int)Math.Ceiling(left.TotalSeconds)} s",
        { TotalHours: <= 2 } => $"{(int)Math.Ceiling(left.TotalMinutes)} min",
        { TotalDays: <= 2 } => $"{(int)Math.Ceiling(left.TotalHours)} h",
        _ => $"{(int)Math.Ceiling(left.TotalDays)} days",
    };
}
