using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Hosting;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Integrations.Tharsis;
using ServerlessMcp.Records;
using ServerlessMcp.TelemetryExport;

namespace ServerlessMcp.Local;

/// <summary>
/// The one-machine host: Kestrel on loopback, records in a folder, the Terraform token from the environment or from
/// <c>terraform login</c>; with neither, the sandbox. Section 6 of the design.
/// </summary>
internal static partial class LocalHost
{
    /// <summary>Runs until it is told to stop; answers the exit code: 0, 2 for bad arguments, 1 if it could not start.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (settings, complaint) = LocalSettings.Parse(args, Environment.GetEnvironmentVariable);
        if (settings is null)
        {
            await (complaint is null ? Console.Out : Console.Error).WriteLineAsync(complaint ?? LocalSettings.Usage);
            return complaint is null ? 0 : 2;
        }

        try
        {
            await using var export =
                OtlpExport.Start(Environment.GetEnvironmentVariable, isFrozenBetweenCalls: false, TimeProvider.System);
            await using var connection = await TerraformConnection.OpenAsync(settings);
            await using var app = Build(settings, connection);
            connection.LogTo(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ServerlessMcp.Sandbox"));
            await app.StartAsync();
            app.Services.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value.PublicUrl = settings.PublicUrl
                ?? BoundTo(app);
            await StartupBanner.ShowAsync(app.Services, settings, connection, Console.Out, app.Lifetime.ApplicationStopping);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception failure)
            when (failure is IOException or StoreUnavailableException or CredentialUnavailableException
                or HttpListenerException or SettingsException)
        {
            await Console.Error.WriteLineAsync($"Could not start: {failure.Message}");
            return 1;
        }
    }

    private static WebApplication Build(LocalSettings settings, TerraformConnection connection)
    {
        // Configuration files and environment of the folder it happens to be started in are not read: settings are
        // those of --help.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(settings.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Harden());
        builder.Logging.ClearProviders().AddProvider(new ConsoleLog(new OneLineFormatter(), Console.OpenStandardOutput()));
        var least = settings.LogLevel ?? LogLevel.Information;
        builder.Logging.SetMinimumLevel(least).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            // Its errors are what RunAsync says in a sentence; here they come with a stack trace.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= least && level < LogLevel.Error);
        if (settings.LogLevel is null && !Console.IsOutputRedirected)
        {
            // A line of JSON for each call would bury the banner's URLs. The trail in the records has them all the same.
            builder.Logging.AddFilter("ServerlessMcp.Audit", LogLevel.Warning);
        }

        builder.Services.AddSingleton<IRecordStore>(provider =>
        {
            var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger("ServerlessMcp");
            return new FileRecordStore(
                settings.DataDirectory, TimeProvider.System, settings.MostAuditEntries,
                message => AuditRoomIsSmall(log, message));
        });
        builder.Services.AddSingleton<ICredentialSource>(connection.Credentials);
        builder.Services.AddHostedService<ExpiredRecords>();
        builder.Services.AddServerlessMcp(options =>
        {
            // A disk takes milliseconds for a durable write, ten times what a call that reads does; settings may say otherwise.
            options.AuditReads = false;
            options.AuditKey = () => AuditKeyFile.ReadOrCreate(settings.DataDirectory);
            settings.Common(options);
            options.AdminToken = settings.AdminToken;
            options.StreamsProgress = true;
        }).AddTerraformCloud().AddTharsis().AddAws();
        var app = builder.Build();
        app.MapServerlessMcp();
        return app;
    }

    [LoggerMessage(41, LogLevel.Warning, "{Message}")]
    private static partial void AuditRoomIsSmall(ILogger log, string message);

    private static Uri BoundTo(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
