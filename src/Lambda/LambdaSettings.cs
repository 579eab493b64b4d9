using ServerlessMcp.Hosting;
using ServerlessMcp.Http;

namespace ServerlessMcp.Lambda;

/// <summary>The function's environment variables.</summary>
internal sealed record LambdaSettings
{
    /// <summary>SERVERLESSMCP_TABLE: the DynamoDB table's name.</summary>
    public required string Table { get; init; }

    /// <summary>SERVERLESSMCP_PUBLIC_URL: what minted URLs start with, https.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>SERVERLESSMCP_ADMIN_TOKEN: the bootstrap token, at least 20 characters; null for none.</summary>
    public string? AdminToken { get; init; }

    /// <summary>AWS_LAMBDA_RUNTIME_API, set by Lambda; null elsewhere, and then Kestrel serves.</summary>
    public string? RuntimeApi { get; init; }

    /// <summary>ASPNETCORE_URLS: where Kestrel listens; loopback port 8080 if not given.</summary>
    public required string Urls { get; init; }

    /// <summary>AWS_REGION, set by Lambda.</summary>
    public required string Region { get; init; }

    /// <summary>Whether DynamoDB is reached over https: unless AWS_ENDPOINT_URL_DYNAMODB, or AWS_ENDPOINT_URL, says
    /// otherwise.</summary>
    public bool IsTableOverHttps { get; init; } = true;

    /// <summary>AWS_ENDPOINT_URL_SECRETS_MANAGER, or AWS_ENDPOINT_URL: as the AWS SDKs have it; null for the region's
    /// own.</summary>
    public Uri? SecretsManager { get; init; }

    /// <summary>SERVERLESSMCP_LOG_LEVEL: Trace, Debug, Information (if not given), Warning, Error or None.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: set it where the extension's layer is; null for none.</summary>
    public int? ExtensionPort { get; init; }

    /// <summary>The settings that all hosts have. The event says whose the connection was, so no proxy has to be
    /// trusted, unless one stands before API Gateway.</summary>
    public Action<ServerlessMcpOptions> Common { get; init; } = _ => { };

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingsException">Some are missing or malformed. The message names all of them, and no value.</exception>
    public static LambdaSettings Read(Func<string, string?> environment)
    {
        var read = new SettingsReader(environment);
        var settings = new LambdaSettings
        {
            Common = options => EnvironmentSettings.Read(new SettingsReader(environment), options),
            Table = read.Need("SERVERLESSMCP_TABLE", "the name of the DynamoDB table"),
            PublicUrl = read.PublicUrl(),
            AdminToken = read.AdminToken(),
            RuntimeApi = read.Text("AWS_LAMBDA_RUNTIME_API"),
            Urls = read.Text("ASPNETCORE_URLS") ?? "http://127.0.0.1:8080",
            Region = read.Text("AWS_REGION")
                ?? read.Need("AWS_DEFAULT_REGION", "the region where AWS_REGION is not set"),
            IsTableOverHttps = Endpoint(read, "AWS_ENDPOINT_URL_DYNAMODB") is not { Scheme: "http" },
            SecretsManager = Endpoint(read, "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
            LogLevel = read.Level() ?? LogLevel.Information,
            ExtensionPort = (int?)read.Whole(
                "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", 1, ushort.MaxValue, "a port number"),
        };
        EnvironmentSettings.Read(read, new ServerlessMcpOptions());
        read.Check();
        return settings;
    }

    // A service's own endpoint, or that of all: as the AWS SDKs have it.
    private static Uri? Endpoint(SettingsReader read, string name) =>
        new[] { name, "AWS_ENDPOINT_URL" }.FirstOrDefault(one => read.Text(one) is not null) is { } given
        ? read.Url(given) : null;
}
