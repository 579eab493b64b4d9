using ServerlessMcp.Hosting;
using ServerlessMcp.Http;

namespace ServerlessMcp.Lambda;

/// <summary>The function's environment variables.</summary>
public sealed record LambdaSettings
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
    /// <exception cref="SettingsException">One is missing or malformed. The message names it, never its value.</exception>
    public static LambdaSettings Read(Func<string, string?> environment)
    {
        string? Find(string name) => environment(name) is { Length: > 0 } value ? value : null;
        string Need(string name, string what) => Find(name) ?? throw new SettingsException($"{name} is not set: {what}.");
        var publicUrl = Url(
            "SERVERLESSMCP_PUBLIC_URL",
            Need("SERVERLESSMCP_PUBLIC_URL", "what minted URLs start with, such as https://mcp.example.com"));
        if (publicUrl.Scheme != Uri.UriSchemeHttps && !publicUrl.IsLoopback)
        {
            throw new SettingsException("SERVERLESSMCP_PUBLIC_URL has to be https: minted URLs are secrets.");
        }

        if (EnvironmentSettings.Read(environment, new ServerlessMcpOptions()) is [var complaint, ..])
        {
            throw new SettingsException(complaint);
        }

        return new LambdaSettings
        {
            Common = options => EnvironmentSettings.Read(environment, options),
            Table = Need("SERVERLESSMCP_TABLE", "the name of the DynamoDB table"),
            PublicUrl = publicUrl,
            AdminToken = Find("SERVERLESSMCP_ADMIN_TOKEN") is { Length: < 20 }
                ? throw new SettingsException(
                    "SERVERLESSMCP_ADMIN_TOKEN has to have at least 20 characters: it opens everything.")
                : Find("SERVERLESSMCP_ADMIN_TOKEN"),
            RuntimeApi = Find("AWS_LAMBDA_RUNTIME_API"),
            Urls = Find("ASPNETCORE_URLS") ?? "http://127.0.0.1:8080",
            Region = Find("AWS_REGION") ?? Need("AWS_DEFAULT_REGION", "the region, where AWS_REGION is not set"),
            IsTableOverHttps = (Find("AWS_ENDPOINT_URL_DYNAMODB") ?? Find("AWS_ENDPOINT_URL"))?.StartsWith(
                "http:", StringComparison.OrdinalIgnoreCase) != true,
            SecretsManager = (Find("AWS_ENDPOINT_URL_SECRETS_MANAGER") ?? Find("AWS_ENDPOINT_URL")) is { } endpoint
                ? Url("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint) : null,
            LogLevel = Find("SERVERLESSMCP_LOG_LEVEL") is not { } level ? LogLevel.Information
                : Enum.TryParse<LogLevel>(level, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
                : throw new SettingsException(
                    "SERVERLESSMCP_LOG_LEVEL has to be Trace, Debug, Information, Warning, Error or None."),
            ExtensionPort = Find("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") is not { } text ? null
                : ushort.TryParse(text, out var port) && port > 0 ? port
                : throw new SettingsException("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT has to be a port."),
        };
    }

    private static Uri Url(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new SettingsException($"{name} has to be a URL.");
}
