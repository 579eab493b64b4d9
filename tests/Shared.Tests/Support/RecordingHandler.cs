using System.Collections.Concurrent;

namespace ServerlessMcp.Tests.Support;

/// <summary>Keeps what was sent to the API: method, path with query, and body.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public ConcurrentQueue<(string Method, string Path, string Body)> Sent { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
        {
            var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            Sent.Enqueue((request.Method.Method, request.RequestUri.PathAndQuery, body));
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
