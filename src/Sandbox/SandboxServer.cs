using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMcp.Sandbox;

/// <summary>A <see cref="TerraformSandbox"/> behind a real socket on the loopback interface. The API is reached by
/// number (<c>127.0.0.1</c>), blobs by name (<c>localhost</c>), or the other way round where
/// <see cref="SandboxOptions.BlobHost"/> is <c>127.0.0.1</c>.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private SandboxServer(WebApplication application, Uri address)
    {
        this.application = application;
        Address = address;
    }

    /// <summary>The address of the API: scheme, host and port, without <c>/api/v2</c>.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen. Port 0 takes a free one; a taken port is an <see cref="IOException"/>.</summary>
    /// <param name="sandbox">What answers.</param>
    /// <param name="port">The port, or 0.</param>
    /// <param name="certificate">A certificate with its private key, to speak https: the terraform CLI speaks nothing
    /// else. Stays the caller's to dispose.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<SandboxServer> StartAsync(
        TerraformSandbox sandbox, int port = 0, X509Certificate2? certificate = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls();
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, endpoint =>
            {
                if (certificate is not null) endpoint.UseHttps(certificate);
            });
        });
        var server = builder.Build();
        server.Run(async context =>
        {
            try
            {
                await sandbox.HandleAsync(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client went away while a delay was running.
            }
        });
        await server.StartAsync(cancellationToken);
        var addresses = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new SandboxServer(server, new Uri(addresses.Single()));
    }

    /// <summary>Stops listening; requests in flight are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }
}
