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

    /// <summary>SERVERLESSMCP_ALLOWED_ORIGINS: origins of pages that may call, separated by commas.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>SERVERLESSMCP_AUDIT_RETENTION: how long the audit trail is kept, such as 90d; 0 for not at all. Null if nothing was said.</summary>
    public TimeSpan? AuditRetention { get; init; }

    /// <summary>SERVERLESSMCP_AUDIT_READS: false keeps calls that only read in the log alone.</summary>
    public bool AuditReads { get; init; } = true;

    /// <summary>SERVERLESSMCP_AUDIT_KEY_SECRET: the name in Secrets Manager of the key that signs exports of the audit trail; null for none.</summary>
    public string? AuditKeySecret { get; init; }

    /// <summary>AWS_LAMBDA_RUNTIME_API, set by Lambda; null elsewhere, and then Kestrel serves.</summary>
    public string? RuntimeApi { get; init; }

    /// <summary>AWS_REGION, set by Lambda.</summary>
    public required string Region { get; init; }

    /// <summary>AWS_ENDPOINT_URL_SECRETS_MANAGER, or AWS_ENDPOINT_URL: as the AWS SDKs have it; null for the region's own.</summary>
    public Uri? SecretsManager { get; init; }

    /// <summary>PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: set it where the extension's layer is; null for none.</summary>
    public int? ExtensionPort { get; init; }

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingsException">One is missing or malformed. The message names it, never its value.</exception>
    public static LambdaSettings Read(Func<string, string?> environment)
    {
        string? Find(string name) => environment(name) is { Length: > 0 } value ? value : null;
        string Need(string name, string what) => Find(name) ?? throw new SettingsException($"{name} is not set: {what}.");
        var publicUrl = Url("SERVERLESSMCP_PUBLIC_URL", Need("SERVERLESSMCP_PUBLIC_URL", "what minted URLs start with, such as https://mcp.example.com"));
        if (publicUrl.Scheme != Uri.UriSchemeHttps && !publicUrl.IsLoopback)
        {
            throw new SettingsException("SERVERLESSMCP_PUBLIC_URL has to be https: minted URLs are secrets.");
        }

        return new LambdaSettings
        {
            Table = Need("SERVERLESSMCP_TABLE", "the name of the DynamoDB table"),
            PublicUrl = publicUrl,
            AdminToken = Find("SERVERLESSMCP_ADMIN_TOKEN") is { Length: < 20 }
                ? throw new SettingsException("SERVERLESSMCP_ADMIN_TOKEN has to have at least 20 characters: it opens everything.")
                : Find("SERVERLESSMCP_ADMIN_TOKEN"),
            AllowedOrigins = Find("SERVERLESSMCP_ALLOWED_ORIGINS")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            AuditRetention = Find("SERVERLESSMCP_AUDIT_RETENTION") is not { } retention ? null
                : retention == Durations.None ? TimeSpan.Zero
                : Durations.Parse(retention) ?? throw new SettingsException("SERVERLESSMCP_AUDIT_RETENTION has to be a length of time such as 90d, or 0."),
            AuditReads = Find("SERVERLESSMCP_AUDIT_READS") switch
            {
                null or "true" => true,
                "false" => false,
                _ => throw new SettingsException("SERVERLESSMCP_AUDIT_READS has to be true or false."),
            },
            AuditKeySecret = Find("SERVERLESSMCP_AUDIT_KEY_SECRET"),
            RuntimeApi = Find("AWS_LAMBDA_RUNTIME_API"),
            Region = Find("AWS_REGION") ?? Need("AWS_DEFAULT_REGION", "the region, where AWS_REGION is not set"),
            SecretsManager = (Find("AWS_ENDPOINT_URL_SECRETS_MANAGER") ?? Find("AWS_ENDPOINT_URL")) is { } endpoint ? Url("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint) : null,
            ExtensionPort = Find("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") is not { } text ? null
                : ushort.TryParse(text, out var port) && port > 0 ? port
                : throw new SettingsException("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT has to be a port."),
        };
    }

    private static Uri Url(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : throw new SettingsException($"{name} has to be a URL.");
}
