namespace ServerlessMcp.Tests.Support;

/// <summary>Counts the requests to the API that go through it; what links lead to is none.</summary>
internal sealed class CountingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public int ApiRequests { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ApiRequests += request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal) ? 1 : 0;
        return base.SendAsync(request, cancellationToken);
    }
}
