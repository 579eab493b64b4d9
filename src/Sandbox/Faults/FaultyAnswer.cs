using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ServerlessMcp.Sandbox;

/// <summary>Sends an answer, whole or spoiled by a fault.</summary>
internal static class FaultyAnswer
{
    /// <summary>The answer a rule gives of itself; null when the ordinary one is to be made.</summary>
    public static Answer? Own(FaultRule rule)
    {
        if (rule.StatusCode is null && rule.Content is null) return null;
        var status = rule.StatusCode ?? 200;
        if (rule.Content is { } content) return new Answer(status, content, rule.ContentType);
        if (status is 204 or 304) return new Answer(status);
        return status == 429 ? Answer.TooMany() : Answer.Error(new ApiError(status, Title(status)));
    }

    private static string Title(int status) => status switch
    {
        401 => "unauthorized",
        404 => "not found",
        409 => "conflict",
        _ => ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant(),
    };

    public static async Task SendAsync(HttpContext context, Answer answer, FaultRule? rule)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        if (answer.ContentType is not null) response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        foreach (var (name, value) in rule?.Headers ?? []) response.Headers[name] = value;
        if (rule?.Kind == FaultKind.Oversized)
        {
            await SendOversizedAsync(response, rule.Size, context.RequestAborted);
            return;
        }

        var body = answer.Body ?? [];
        if (rule?.Kind == FaultKind.Malformed) body = body[..(body.Length / 2)];
        if (answer.Status is 204 or 304) return;
        response.ContentLength = body.Length;
        if (rule?.Kind == FaultKind.CutMidBody)
        {
            await response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

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
