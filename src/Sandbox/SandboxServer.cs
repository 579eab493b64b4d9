using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMcp.Sandbox.Http;

namespace ServerlessMcp.Sandbox;

/// <summary>A <see cref="TerraformSandbox"/> behind a real socket on the loopback interface. The API is reached by
/// number (<c>127.0.0.1</c>), blobs by name (<c>localhost</c>), or the other way round where
/// <see cref="SandboxOptions.BlobHost"/> is <c>127.0.0.1</c>.</summary>
public sealed partial class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private SandboxServer(WebApplication application) => this.application = application;

    /// <summary>The address of the API: scheme, host and port, without <c>/api/v2</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where its own faults are told: what it answers with a 500 that nobody asked it for. Nowhere, unless
    /// set.</summary>
    public ILogger Log { get; set; } = NullLogger.Instance;

    /// <summary>Starts to listen. Port 0 takes a free one; a taken port is an <see cref="IOException"/>.</summary>
    /// <param name="sandbox">What answers: <see cref="TerraformSandbox.HandleAsync"/>, or what stands before it.</param>
    /// <param name="port">The port, or 0.</param>
    /// <param name="certificate">A certificate with its private key, to speak https: the terraform CLI speaks nothing
    /// else. Stays the caller's to dispose.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<SandboxServer> StartAsync(
        RequestDelegate sandbox, int port = 0, X509Certificate2? certificate = null,
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
        var built = builder.Build();
        var server = new SandboxServer(built);
        built.Run(context => server.HandleAsync(sandbox, context));
        await built.StartAsync(cancellationToken);
        server.Address = new Uri(
            built.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>Stops listening; requests in flight are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }

    private async Task HandleAsync(RequestDelegate sandbox, HttpContext context)
    {
        try
        {
            await sandbox(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away while a delay was running.
        }
        catch (Exception fault) when (fault is not BadHttpRequestException && !context.Response.HasStarted)
        {
            var path = context.Request.Path.Value ?? "";
            // What follows is the secret of a pre-signed URL.
            Failed(Log, fault, context.Request.Method, path.StartsWith(BlobStore.Prefix, StringComparison.Ordinal)
                ? BlobStore.Prefix : path);
            context.Response.Clear();
            await Answer.Error(new ApiError(500, "internal server error", "The sandbox failed. Its log says how."))
                .SendAsync(context);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The sandbox failed at {Method} {Path}. This is a fault of its own; please report it.")]
    private static partial void Failed(ILogger log, Exception fault, string method, string path);
}
