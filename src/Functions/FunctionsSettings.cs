using ServerlessMcp.Hosting;
using ServerlessMcp.Http;

namespace ServerlessMcp.Functions;

/// <summary>What the environment says: a function app's settings arrive as environment variables.</summary>
internal sealed record FunctionsSettings
{
    /// <summary>What is told to whoever starts it with settings that do not fit.</summary>
    public const string Usage = $"""
        Settings, as environment variables:
          SERVERLESSMCP_PUBLIC_URL           what minted URLs start with: https://mcp.example.com
          SERVERLESSMCP_STORAGE_ACCOUNT      the storage account's name; or SERVERLESSMCP_TABLES_ENDPOINT, its Table endpoint
          SERVERLESSMCP_TABLE                the table; serverlessmcp if not given
          SERVERLESSMCP_VAULT_URL            the vault of the Terraform tokens: https://NAME.vault.azure.net
          SERVERLESSMCP_ADMIN_TOKEN          the admin token, at least 20 characters, as a Key Vault reference;
                                             or SERVERLESSMCP_ADMIN_TOKEN_SECRET, its name in the vault (read at each start); neither for none
        {EnvironmentSettings.Usage}
          SERVERLESSMCP_LOG_LEVEL            Trace, Debug, Information (if not given), Warning, Error or None
          AZURE_CLIENT_ID                    the user-assigned managed identity; the system-assigned one if not given
          SERVERLESSMCP_TABLES_EMULATOR_KEY  the account key of an emulator on this machine, instead of a managed identity
        """;

    /// <summary>Where to listen on loopback when the Functions host did not say: started by hand.</summary>
    public const int DefaultPort = 8766;

    /// <summary>FUNCTIONS_CUSTOMHANDLER_PORT: where the Functions host will look for us. 0 is any free port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>SERVERLESSMCP_PUBLIC_URL.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>SERVERLESSMCP_TABLES_ENDPOINT, or that of SERVERLESSMCP_STORAGE_ACCOUNT.</summary>
    public required Uri TablesEndpoint { get; init; }

    /// <summary>SERVERLESSMCP_TABLE.</summary>
    public string Table { get; init; } = "serverlessmcp";

    /// <summary>SERVERLESSMCP_TABLES_EMULATOR_KEY.</summary>
    public string? EmulatorKey { get; init; }

    /// <summary>SERVERLESSMCP_VAULT_URL.</summary>
    public required Uri Vault { get; init; }

    /// <summary>SERVERLESSMCP_ADMIN_TOKEN.</summary>
    public string? AdminToken { get; init; }

    /// <summary>SERVERLESSMCP_ADMIN_TOKEN_SECRET.</summary>
    public string? AdminTokenSecret { get; init; }

    /// <summary>SERVERLESSMCP_LOG_LEVEL.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>AZURE_CLIENT_ID.</summary>
    public string? ClientId { get; init; }

    /// <summary>IDENTITY_ENDPOINT, set by the platform; null elsewhere.</summary>
    public Uri? IdentityEndpoint { get; init; }

    /// <summary>IDENTITY_HEADER, a secret of the platform's; set with it.</summary>
    internal string? IdentityHeader { get; init; }

    /// <summary>The settings that all hosts have. The front end of Azure Functions is a proxy: it writes the caller's
    /// address last.</summary>
    public Action<ServerlessMcpOptions> Common { get; init; } = _ => { };

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingsException">Something is missing or has another form; it says everything that is wrong,
    /// and quotes no value that may be a secret.</exception>
    public static FunctionsSettings Read(Func<string, string?> environment)
    {
        var read = new SettingsReader(environment);
        var settings = new FunctionsSettings
        {
            Port = read.Port("FUNCTIONS_CUSTOMHANDLER_PORT") ?? DefaultPort,
            PublicUrl = read.PublicUrl(),
            TablesEndpoint = TablesEndpointOf(read),
            Table = read.Text("SERVERLESSMCP_TABLE", IsTableName, "3 to 63 letters and digits, starting with a letter")
                ?? "serverlessmcp",
            EmulatorKey = read.Text("SERVERLESSMCP_TABLES_EMULATOR_KEY", IsBase64, "the emulator account's key, in base64"),
            Vault = read.Https("SERVERLESSMCP_VAULT_URL", "tokens travel on it"),
            AdminToken = AdminTokenOf(read),
            AdminTokenSecret = read.Text("SERVERLESSMCP_ADMIN_TOKEN_SECRET"),
            LogLevel = read.Level() ?? LogLevel.Information,
            ClientId = read.Text("AZURE_CLIENT_ID"),
            IdentityEndpoint = read.Text("IDENTITY_ENDPOINT") is null ? null : read.Url("IDENTITY_ENDPOINT"),
            IdentityHeader = read.Text("IDENTITY_HEADER"),
            Common = options =>
            {
                options.TrustedProxies = 1;
                EnvironmentSettings.Read(new SettingsReader(environment), options);
            },
        };
        EnvironmentSettings.Read(read, new ServerlessMcpOptions());
        if (settings is { EmulatorKey: not null, TablesEndpoint.IsLoopback: false })
        {
            read.Complain("SERVERLESSMCP_TABLES_EMULATOR_KEY is for an emulator on this machine; a storage account " +
                "is reached with the managed identity.");
        }

        if (settings is { EmulatorKey: null, TablesEndpoint.Scheme: not "https" })
            read.Complain("SERVERLESSMCP_TABLES_ENDPOINT has to be https: the managed identity's token travels on it.");
        if (settings is { AdminToken: not null, AdminTokenSecret: not null })
        {
            read.Complain("SERVERLESSMCP_ADMIN_TOKEN and SERVERLESSMCP_ADMIN_TOKEN_SECRET are two answers to one " +
                "question: give one.");
        }

        read.Check(Usage);
        return settings;
    }

    private static Uri TablesEndpointOf(SettingsReader read)
    {
        if (read.Text("SERVERLESSMCP_TABLES_ENDPOINT") is not null)
            return read.Url("SERVERLESSMCP_TABLES_ENDPOINT");
        if (read.Text("SERVERLESSMCP_STORAGE_ACCOUNT", IsAccountName, "3 to 24 lower-case letters and digits") is { } account)
            return new Uri($"https://{account}.table.core.windows.net");
        return read.Missing("SERVERLESSMCP_STORAGE_ACCOUNT, the storage account's name, or SERVERLESSMCP_TABLES_ENDPOINT");
    }

    private static string? AdminTokenOf(SettingsReader read)
    {
        var token = read.AdminToken();

        // The platform leaves the reference itself when it can't resolve it: a text that names a vault and a secret, so
        // one that can be guessed.
        if (token?.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) == true)
        {
            read.Complain("SERVERLESSMCP_ADMIN_TOKEN is a Key Vault reference that the platform could not resolve: " +
                "does the secret exist, and may the identity read it?");
        }

        return token;
    }

    private static bool IsTableName(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);

    private static bool IsAccountName(string name) =>
        name.Length is >= 3 and <= 24 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
