using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ServerlessMcp.Testing.Faults;

/// <summary>Sends an answer that a fault made, or the ordinary one spoiled by it.</summary>
internal static class FaultyAnswer
{
    private static int requests;

    public static async Task SendAsync(HttpContext context, FaultRule rule, RequestDelegate ordinary)
    {
        var response = context.Response;
        var body = Own(rule, response) ?? await OrdinaryAsync(context, ordinary);
        foreach (var (name, value) in rule.Headers) response.Headers[name] = value;
        if (rule.Kind == FaultKind.Oversized)
        {
            response.ContentLength = null;
            await SendOversizedAsync(response, rule.Size, context.RequestAborted);
            return;
        }

        if (rule.Kind == FaultKind.Malformed) body = body[..(body.Length / 2)];
        if (response.StatusCode is 204 or 304) return;
        response.ContentLength = body.Length;
        if (rule.Kind == FaultKind.CutMidBody)
        {
            await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>What the sandbox answers, held back.</summary>
    private static async Task<byte[]> OrdinaryAsync(HttpContext context, RequestDelegate ordinary)
    {
        var sent = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await ordinary(context);
            return held.ToArray();
        }
        finally
        {
            context.Response.Body = sent;
        }
    }

    /// <summary>The body that the rule gives of itself; null when the ordinary one is to be made.</summary>
    private static byte[]? Own(FaultRule rule, HttpResponse response)
    {
        if (rule.StatusCode is null && rule.Content is null) return null;
        response.StatusCode = rule.StatusCode ?? 200;
        response.Headers["x-request-id"] = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{Interlocked.Increment(ref requests):x12}");
        if (rule.Content is null && response.StatusCode is 204 or 304) return [];
        response.ContentType = rule.Content is null ? "application/vnd.api+json; charset=utf-8" : rule.ContentType;
        return rule.Content ?? Encoding.UTF8.GetBytes(Error(response.StatusCode));
    }

    /// <summary>As the API tells errors; 429 gives the status as a number, unlike everybody else.</summary>
    private static string Error(int status) => status switch
    {
        429 => """{"errors":[{"detail":"You have exceeded the API's rate limit.","status":429,"title":"Too many requests"}]}""",
        401 => Titled(status, "unauthorized"),
        404 => Titled(status, "not found"),
        409 => Titled(status, "conflict"),
        _ => Titled(status, ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant()),
    };

    private static string Titled(int status, string title) => $$"""{"errors":[{"status":"{{status}}","title":"{{title}}"}]}""";

    private static async Task SendOversizedAsync(HttpResponse response, long size, CancellationToken cancellation)
    {
        var head = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{{\"data\":[],\"meta\":{{\"size\":{size},\"padding\":\""));
        await response.Body.WriteAsync(head, cancellation);
        var padding = ArrayPool<byte>.Shared.Rent(64 * 1024);
        padding.AsSpan().Fill((byte)'x');
        for (var left = size; left > 0; left -= padding.Length)
            await response.Body.WriteAsync(padding.AsMemory(0, (int)Math.Min(left, padding.Length)), cancellation);
        ArrayPool<byte>.Shared.Return(padding);
        await response.Body.WriteAsync("\"}}"u8.ToArray(), cancellation);
    }
}
