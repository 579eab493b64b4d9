using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Hosting;

namespace ServerlessMcp.Functions.Worker;

/// <summary>
/// The other program that a function app can be: an isolated worker, which the Functions host tells of each invocation
/// over gRPC and passes its request on to beside.
/// </summary>
internal static class WorkerHost
{
    /// <summary>Serves until the Functions host, or the platform, says to stop.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="arguments">What the Functions host started it with: where it listens, and by which id it knows us.</param>
    public static async Task ServeAsync(FunctionsSettings settings, string[] arguments)
    {
        var composition = await FunctionsComposition.ConnectAsync(settings, isServing: true);
        var builder = FunctionsApplication.CreateBuilder(arguments);
        builder.ConfigureFunctionsWebApplication();
        Harden(builder.Services);
        composition.AddTo(builder.Services);
        builder.Services.AddSingleton<ProductPipeline>();
        builder.Logging.SetMinimumLevel(settings.LogLevel)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            .AddProvider(new LogOutsideInvocations(
                new ConsoleLog(new JsonLineFormatter(), Console.OpenStandardOutput(), Console.OpenStandardError())));
        using var host = builder.Build();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted
            .Register(() => StartLine.Write(host.Services.GetRequiredService<ILoggerFactory>()));
        await host.RunAsync();
    }

    private static void Harden(IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Harden());

        // The integration takes the last entry of X-Forwarded-For off, and the host and the path's beginning from
        // headers of any caller. What we would find last then is the caller's own word: another address for each guess,
        // and another's in the audit trail.
        services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.None);
    }
}
