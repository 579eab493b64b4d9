using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServerlessMcp.Testing;

/// <summary>
/// Sends an HttpClient's requests to a <see cref="FaultySandbox"/>, or another system of the sandbox, without a socket. Redirects are not followed. A
/// cut connection is an <see cref="HttpRequestException"/> before the headers, and an <see cref="IOException"/> from
/// the content after them; the cancellation token ends a delay.
/// </summary>
public sealed class SandboxHandler(RequestDelegate sandbox) : HttpMessageHandler
{
    /// <summary>For one that goes wrong as told.</summary>
    public SandboxHandler(FaultySandbox sandbox)
        : this((sandbox ?? throw new ArgumentNullException(nameof(sandbox))).HandleAsync)
    {
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var lifetime = new ClientLifetime(cancellationToken);
        using var received = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(received));
        await FillAsync(context.Request, request, cancellationToken);
        try
        {
            await sandbox(context);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new TaskCanceledException("The request was canceled.", innerException: null, cancellationToken);
        }

        if (lifetime.IsCut && received.Length == 0)
        {
            var reset = new IOException("Connection reset by peer.");
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, "The connection was closed before the answer began.", reset);
        }

        return Answer(request, context.Response, received.ToArray(), lifetime.IsCut);
    }

    private static async Task FillAsync(HttpRequest target, HttpRequestMessage source, CancellationToken cancellationToken)
    {
        var uri = source.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        target.Method = source.Method.Method;
        target.Scheme = uri.Scheme;
        target.Host = uri.IsDefaultPort ? new HostString(uri.Host) : new HostString(uri.Host, uri.Port);
        target.Path = PathString.FromUriComponent(uri.AbsolutePath);
        target.QueryString = QueryString.FromUriComponent(uri.Query);
        target.Protocol = "HTTP/1.1";
        foreach (var (name, values) in source.Headers) target.Headers[name] = values.ToArray();
        if (source.Content is null) return;
        foreach (var (name, values) in source.Content.Headers) target.Headers[name] = values.ToArray();
        target.Body = new MemoryStream(await source.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpResponse source, byte[] body, bool cut)
    {
        HttpContent content = cut ? new StreamContent(new CutStream(body)) : new ByteArrayContent(body);
        var answer = new HttpResponseMessage((HttpStatusCode)source.StatusCode) { RequestMessage = request, Content = content };
        foreach (var (name, values) in source.Headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, values.ToArray()))
                content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return answer;
    }
}
