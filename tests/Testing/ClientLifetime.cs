using Microsoft.AspNetCore.Http.Features;

namespace ServerlessMcp.Testing;

/// <summary>The client's side of a connection that is not one: it can go away, and it can see that it was cut off.</summary>
internal sealed class ClientLifetime(CancellationToken client) : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(client);

    public bool IsCut { get; private set; }

    public CancellationToken RequestAborted
    {
        get => source.Token;
        set => throw new NotSupportedException("The client's token is given.");
    }

    public void Abort()
    {
        IsCut = true;
        source.Cancel();
    }

    public void Dispose() => source.Dispose();
}
