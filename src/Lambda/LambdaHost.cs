using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.AspNetCore.Hosting.Server;
using ServerlessMcp.Accounts;
using ServerlessMcp.Hosting;
using ServerlessMcp.Integrations.Aws;
using ServerlessMcp.Integrations.Aws.Sessions;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Integrations.Tharsis;
using ServerlessMcp.Lambda.Records;
using ServerlessMcp.Lambda.Runtime;
using ServerlessMcp.Lambda.Secrets;
using ServerlessMcp.Records;
using ServerlessMcp.TelemetryExport;

namespace ServerlessMcp.Lambda;

/// <summary>
/// The AWS host: requests from the Lambda Runtime API, records in DynamoDB, the Terraform token in Secrets Manager.
/// Without AWS_LAMBDA_RUNTIME_API the same program is an ordinary web server (ASPNETCORE_URLS, else loopback port
/// 8080), for a look on one's own machine or behind the Lambda Web Adapter.
/// </summary>
internal static class LambdaHost
{
    /// <summary>Runs until it is told to stop; answers the exit code: 0, or 1 if it could not start or the Runtime API
    /// failed.</summary>
    public static async Task<int> RunAsync()
    {
        WebApplication app;
        OtlpExport? export;
        try
        {
            LambdaSettings? settings = null;
            var secrets = new Lazy<SecretsManager>(() => CreateSecretsManager(settings!));
            export = OtlpExport.Start(
                Environment.GetEnvironmentVariable, isFrozenBetweenCalls: true, TimeProvider.System,
                (name, cancel) => secrets.Value.GetSecretValueAsync(name, cancel));
            settings = LambdaSettings.Read(Environment.GetEnvironmentVariable);
            app = Build(settings, export);
            await app.StartAsync();
        }
        catch (Exception failure)
        {
            await ReportAsync(failure is SettingsException ? failure.Message : $"{failure.GetType().Name}.");
            return 1;
        }

        await using (export)
        await using (app)
        {
            await app.WaitForShutdownAsync();
            return app.Services.GetRequiredService<IServer>() is LambdaServer { Failed: true } ? 1 : 0;
        }
    }

    private static WebApplication Build(LambdaSettings settings, OtlpExport? export)
    {
        var store = new DynamoDbRecordStore(new Lazy<IAmazonDynamoDB>(() => CreateDynamoDb(settings.Region)), settings.Table, TimeProvider.System);
        StoreConnection.Open(store, settings.IsTableOverHttps, TerraformCloudServices.Warm);
        var builder = CloudApplication.CreateBuilder(settings.LogLevel, new JsonLineFormatter());
        var deadline = new InvocationDeadline(TimeProvider.System);
        builder.Services.AddServerlessMcp(options =>
        {
            settings.Common(options);
            options.PublicUrl = settings.PublicUrl;
            options.AdminToken = settings.AdminToken;
            options.Upstream = options.Upstream with { Remaining = () => deadline.Left(InvocationDeadline.ForUpstream) };
        }).AddTerraformCloud().AddTharsis().AddAws();
        builder.Services.AddSingleton(deadline);
        builder.Services.AddSingleton<IRecordStore>(store);
        builder.Services.AddSingleton<ICredentialSource>(provider => CreateCredentials(settings, provider));
        if (settings.RuntimeApi is { } runtimeApi)
        {
            builder.Services.AddSingleton(_ => new RuntimeApi(runtimeApi));
            builder.Services.AddSingleton(new AfterAnswer(export is null ? null : export.FlushAsync));
            builder.Services.AddSingleton<IServer, LambdaServer>(); // The last server that was added is the one.
        }
        else
        {
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(settings.Urls);
        }

        var app = builder.Build();
        app.MapServerlessMcp();
        return app;
    }

    // Two tries within the 4 s that a question to the store may take. The endpoint comes from the environment, as for
    // every AWS SDK; what else it would look for is given, because it looks into files first.
    private static AmazonDynamoDBClient CreateDynamoDb(string region) => new(OwnCredentials.Find(), new AmazonDynamoDBConfig
    {
        RegionEndpoint = RegionEndpoint.GetBySystemName(region),
        MaxErrorRetry = 1,
        Timeout = TimeSpan.FromMilliseconds(1800),
        ConnectTimeout = TimeSpan.FromMilliseconds(1500),
    });

    private static ICredentialSource CreateCredentials(LambdaSettings settings, IServiceProvider provider)
    {
        var manager = CreateSecretsManager(settings);
        var extension = settings.ExtensionPort is { } port
            ? new SecretsExtension(
                new HttpMessageInvoker(CreateHandler(useProxy: false)), port,
                () => Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN"), TimeProvider.System)
            : null;
        var vault = new SecretsManagerCredentialSource(manager, extension);

        // The extension keeps secrets for five minutes, which is as long as one may be kept: two caches in a row would
        // make it ten.
        return extension is null
            ? new CachedCredentials(
                vault, TimeProvider.System,
                provider.GetRequiredService<ILoggerFactory>().CreateLogger<CachedCredentials>()) : vault;
    }

    private static SecretsManager CreateSecretsManager(LambdaSettings settings)
    {
        var credentials = new Lazy<AWSCredentials>(OwnCredentials.Find);
        return new SecretsManager(
            new HttpMessageInvoker(CreateHandler(useProxy: true)),
            _ => credentials.Value.GetCredentialsAsync(),
            settings.Region, settings.SecretsManager, TimeProvider.System);
    }

    private static SocketsHttpHandler CreateHandler(bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    // Lambda shows it in the log and as the reason that the function does not start.
    private static async Task ReportAsync(string reason)
    {
        await Console.Error.WriteLineAsync($"Could not start: {reason}");
        if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } authority)
        {
            return;
        }

        using var api = new RuntimeApi(authority);
        try
        {
            await api.FailInitAsync(new RuntimeFault("Runtime.InitFailed", $"Could not start: {reason}"), CancellationToken.None);
        }
        catch (RuntimeApiException)
        {
            // The exit code says it too.
        }
    }
}
