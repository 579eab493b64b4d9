using System.Net;
using ServerlessMcp.Accounts;
using ServerlessMcp.Functions.Tables;
using ServerlessMcp.Functions.Vault;
using ServerlessMcp.Hosting;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Integrations.Tharsis;
using ServerlessMcp.Records;
using ServerlessMcp.Telemetry;
using ServerlessMcp.TelemetryExport;

namespace ServerlessMcp.Functions;

/// <summary>
/// The Azure host: a custom handler of Azure Functions, so a web server on loopback that the Functions host starts and
/// passes requests on to. Records are in Azure Tables, Terraform tokens in Key Vault, both reached as the function's
/// managed identity.
/// </summary>
internal static partial class FunctionsHost
{
    private const string Invocation = "X-Azure-Functions-InvocationId";

    /// <summary>Runs until it is told to stop; answers the exit code: 0, 2 for settings that do not fit, 1 if it could
    /// not start.</summary>
    public static async Task<int> RunAsync(Func<string, string?> environment)
    {
        try
        {
            await using var export = OtlpExport.Start(environment, isFrozenBetweenCalls: false, TimeProvider.System);
            await using var app = await BuildAsync(FunctionsSettings.Read(environment));
            await app.RunAsync();
            return 0;
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (Exception e) when (e is IOException or CredentialUnavailableException)
        {
            await Console.Error.WriteLineAsync($"Could not start: {e.Message}");
            return 1;
        }
    }

    /// <summary>The application, ready to start.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="replace">Replaces services, for tests.</param>
    /// <exception cref="CredentialUnavailableException">The vault does not give the admin token that the settings
    /// name.</exception>
    public static async Task<WebApplication> BuildAsync(FunctionsSettings settings, Action<IServiceCollection>? replace = null)
    {
        var credential = new LazyCredential(settings);
        var store = new TablesRecordStore(
            new TablesOptions
            {
                Endpoint = settings.TablesEndpoint,
                Table = settings.Table,
                Credential = credential,
                EmulatorKey = settings.EmulatorKey
            }, TimeProvider.System);
        if (replace is null)
            StoreConnection.Open(store, settings.TablesEndpoint.Scheme == Uri.UriSchemeHttps, TerraformCloudServices.Warm);
        var vault = new KeyVaultCredentialSource(settings.Vault, credential, reserved: settings.AdminTokenSecret);
        var adminToken = settings.AdminTokenSecret is { } secret ? await AdminTokenAsync(vault, secret) : settings.AdminToken;

        // The Functions host takes each line of ours as one entry: standard output as information, standard error as errors.
        var builder = CloudApplication.CreateBuilder(settings.LogLevel, new JsonLineFormatter(), Console.OpenStandardError());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Harden();
            kestrel.Listen(IPAddress.Loopback, settings.Port);
        });
        builder.Services.AddServerlessMcp(options =>
        {
            settings.Common(options);
            options.PublicUrl = settings.PublicUrl;
            options.AdminToken = adminToken;
        }).AddTerraformCloud().AddTharsis();
        builder.Services.AddSingleton<IRecordStore>(store);
        builder.Services.AddSingleton<ICredentialSource>(services => new CachedCredentials(
            vault, services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<CachedCredentials>()));
        builder.Services.AddSingleton<CleanupExpired>();
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.Use(next => async context =>
        {
            // The Functions host's own, which overwrites what a caller sends.
            if (Guid.TryParse(context.Request.Headers[Invocation], out var id))
                RequestTrace.Begin(id.ToString());
            await next(context);
        });
        app.Use(next => context => CleanupExpired.IsAsked(context.Request)
            ? app.Services.GetRequiredService<CleanupExpired>().RunAsync(context) : next(context));
        app.MapServerlessMcp();
        app.Lifetime.ApplicationStarted.Register(() =>
            Started(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ServerlessMcp")));
        return app;
    }

    // The workbook counts cold starts by it: the platform writes no such line.
    [LoggerMessage(51, LogLevel.Information, "Started.")]
    private static partial void Started(ILogger log);

    private static async Task<string> AdminTokenAsync(KeyVaultCredentialSource vault, string secret)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await vault.ReadAsync(secret, patience.Token) is { Length: >= 20 } token
            ? token
            : throw new SettingsException(
                "The secret that SERVERLESSMCP_ADMIN_TOKEN_SECRET names is not in the vault, " +
                    "or has fewer than 20 characters.");
    }
}
