using Amazon.Runtime;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>Gives the SDK's clients the host's connections, through <see cref="ReadOnlyHandler"/>.</summary>
internal sealed class SdkHttp(HttpMessageHandler handler) : HttpClientFactory, IDisposable
{
    private readonly ReadOnlyHandler guarded = new(handler);

    /// <summary>The way for requests that no client of the SDK sends.</summary>
    public HttpMessageInvoker Sender => field ??= new(guarded, disposeHandler: false);

    /// <inheritdoc/>
    public void Dispose() => guarded.Dispose();

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(guarded, disposeHandler: false) { Timeout = clientConfig.Timeout ?? TimeSpan.FromSeconds(10) };

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
