using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Hosts.Tests.Outages;

/// <summary>A service of the cloud, as a host reaches it, until a test takes it out of order.</summary>
/// <param name="serve">What answers: an emulator, by <see cref="PassOn"/>, or a fake.</param>
/// <param name="throttled">How this service says that there are too many requests.</param>
internal sealed class CloudService(RequestDelegate serve, RequestDelegate throttled)
{
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Transfer-Encoding", "Content-Length", "Keep-Alive" };

    /// <summary>How it fails; null while all is well.</summary>
    public Outage? Outage { get; set; }

    public Task ServeAsync(HttpContext context)
    {
        switch (Outage)
        {
            case Outages.Outage.Cut:
                context.Abort();
                return Task.CompletedTask;
            case Outages.Outage.Throttled:
                return throttled(context);
            case Outages.Outage.Silent:
                return SilenceAsync(context);
            default:
                return serve(context);
        }
    }

    /// <summary>Passes requests on as they are.</summary>
    public static RequestDelegate PassOn(Uri target, HttpMessageInvoker sender) => async context =>
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{target.AbsoluteUri.TrimEnd('/')}{context.Request.Path}{context.Request.QueryString}");
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => !Framing.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        using var answer = await sender.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !Framing.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (bytes.Length > 0)
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    };

    /// <summary>A refusal with this status and body.</summary>
    public static RequestDelegate Refusal(int status, string json, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(json);
    };

    private static async Task SilenceAsync(HttpContext context) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
