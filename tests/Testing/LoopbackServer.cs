using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMcp.Testing;

/// <summary>An HTTP server on loopback that does what a test says.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication running;

    private LoopbackServer(WebApplication app, Uri address) => (running, Address) = (app, address);

    public Uri Address { get; }

    public static async Task<LoopbackServer> StartAsync(RequestDelegate serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(serve);
        await app.StartAsync();
        return new LoopbackServer(app, new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()));
    }

    public async ValueTask DisposeAsync()
    {
        await running.StopAsync(new CancellationToken(canceled: true));
        await running.DisposeAsync();
    }
}
