using System.Net;
using ServerlessMcp.Hosting;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Functions.Handler;

/// <summary>
/// The program that is deployed unless the worker is asked for: a custom handler of Azure Functions, so a web server on
/// loopback that the Functions host starts and passes requests on to.
/// </summary>
internal static class HandlerHost
{
    private const string Invocation = "X-Azure-Functions-InvocationId";

    /// <summary>Serves until it is told to stop.</summary>
    public static async Task ServeAsync(FunctionsSettings settings)
    {
        await using var app = await BuildAsync(settings);
        await app.RunAsync();
    }

    /// <summary>The application, ready to start.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    public static async Task<WebApplication> BuildAsync(FunctionsSettings settings, Action<IServiceCollection>? replace = null)
    {
        var composition = await FunctionsComposition.ConnectAsync(settings, isServing: replace is null);

        // The Functions host takes each line of ours as one entry: standard output as information, standard error as errors.
        var builder = CloudApplication.CreateBuilder(settings.LogLevel, new JsonLineFormatter(), Console.OpenStandardError());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Harden();
            kestrel.Listen(IPAddress.Loopback, settings.Port);
        });
        composition.AddTo(builder.Services);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.Use(next => async context =>
        {
            // The Functions host's own, which overwrites what a caller sends.
            if (Guid.TryParse(context.Request.Headers[Invocation], out var id))
                RequestTrace.Begin(id.ToString());
            await next(context);
        });
        app.Use(next => context => CleanupExpired.IsAsked(context.Request) ? CleanupExpired.RunAsync(context) : next(context));
        app.MapServerlessMcp();
        app.Lifetime.ApplicationStarted.Register(() => StartLine.Write(app.Services.GetRequiredService<ILoggerFactory>()));
        return app;
    }
}
