using ServerlessMcp.Hosting;
using ServerlessMcp.Http;

namespace ServerlessMcp.Local;

/// <summary>What the command line and the environment say.</summary>
internal sealed record LocalSettings
{
    /// <summary>What <c>--help</c> shows.</summary>
    public const string Usage = $"""
        serverless-mcp: short-lived MCP URLs for HCP Terraform, on one machine

          --urls URL          where to listen; http://127.0.0.1:8765 if not given, port 0 for a free one
          --data DIR          where records are kept; serverless-mcp in the user's data folder if not given
          --sandbox           an HCP Terraform in memory, even where a token is at hand
          --public-url URL    the origin of minted URLs, if a proxy or a tunnel stands before this
          --new-admin-token   make a further admin token, and show it
          --log LEVEL         Trace, Debug, Information (if not given; in a terminal without the audit lines), Warning, Error or None
          --help              this

        serverless-mcp COMMAND   talks to a deployment, on this machine or elsewhere: login, mint, list, revoke and
                                 others; serverless-mcp help lists them

        Environment
          TFE_TOKEN           a Terraform token: connects the real thing; else the one of `terraform login`; else the sandbox
          TFE_ADDRESS         https://tfe.example.com; https://app.terraform.io if not given
          TFE_ORGANIZATION    the organization to take where a call names none
          SERVERLESSMCP_ADMIN_TOKEN   the admin token, at least 20 characters; one is made and shown at the first start if not given
          SERVERLESSMCP_AUDIT_ENTRIES        the most entries of the audit trail, 4 KiB of disk each; 250000
                                             if not given. Then calls that have to be noted are refused
        {EnvironmentSettings.Usage}

        """;

    /// <summary>Where to listen.</summary>
    public string Url { get; init; } = "http://127.0.0.1:8765";

    /// <summary>Where records are kept.</summary>
    public string DataDirectory { get; init; } =
        Path.Combine(Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify), "serverless-mcp");

    /// <summary>Whether the sandbox is wanted where a token is at hand.</summary>
    public bool Sandbox { get; init; }

    /// <summary>What minted URLs start with; null for the address listened on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether a further admin token is wanted.</summary>
    public bool NewAdminToken { get; init; }

    /// <summary>The least level that is logged; null where nobody said, which is Information.</summary>
    public LogLevel? LogLevel { get; init; }

    /// <summary>The admin token of the environment.</summary>
    public string? AdminToken { get; init; }

    /// <summary>The settings that all hosts have. Who sets the admin token here owns the machine, so it stays unless
    /// told otherwise.</summary>
    public Action<ServerlessMcpOptions> Common { get; init; } = _ => { };

    /// <summary>SERVERLESSMCP_AUDIT_ENTRIES: the most entries of the audit trail.</summary>
    public long MostAuditEntries { get; init; } = FileRecordStore.MostAuditEntries;

    /// <summary>TFE_ADDRESS.</summary>
    public Uri? TerraformAddress { get; init; }

    /// <summary>TFE_ORGANIZATION.</summary>
    public string? Organization { get; init; }

    /// <summary>Whether TFE_TOKEN is set.</summary>
    public bool HasTerraformToken { get; init; }

    /// <summary>Reads them: the settings, or a complaint; neither where help is wanted.</summary>
    public static (LocalSettings? Settings, string? Complaint) Parse(
        IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var read = new SettingsReader(environment);
        var settings = ReadEnvironment(read, environment);
        var complaint = read.Complaints.Count == 0 ? null : string.Join('\n', read.Complaints);
        for (var i = 0; i < args.Count && complaint is null; i++)
        {
            // Both --data DIR and --data=DIR.
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (name is "--help" or "-h")
            {
                return (null, null);
            }

            if (name is "--urls" or "--data" or "--public-url" or "--log")
            {
                value ??= i + 1 < args.Count ? args[++i] : null;
            }

            (settings, complaint) = Apply(settings, name, value);
        }

        return complaint is null ? (settings, null) : (null, $"{complaint}\n\n{Usage}");
    }

    private static (LocalSettings Settings, string? Complaint) Apply(
        LocalSettings settings, string name, string? value) => (name, value) switch
        {
            ("--sandbox", null) => (settings with { Sandbox = true }, null),
            ("--new-admin-token", null) => (settings with { NewAdminToken = true }, null),
            ("--data", { Length: > 0 }) => (settings with { DataDirectory = Path.GetFullPath(value) }, null),
            // Kestrel takes any other name for "all interfaces"; whoever wants that says 0.0.0.0.
            ("--urls", { Length: > 0 })
                when Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "http", PathAndQuery: "/" }
                && (url.Host == "localhost" || url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6) =>
                (settings with { Url = value }, null),
            ("--urls", _) => (settings, "--urls takes one http URL of localhost or an IP address, without a path, such " +
                "as http://127.0.0.1:8765; for https put a proxy before it and name it with --public-url."),
            ("--public-url", { Length: > 0 })
                when SettingsReader.AsUrl(value) is { } url && SettingsReader.IsOrigin(url) =>
                (settings with { PublicUrl = url }, null),
            ("--log", { Length: > 0 })
                when SettingsReader.AsLevel(value) is { } level =>
                (settings with { LogLevel = level }, null),
            ("--data" or "--public-url" or "--log", _) => (settings, $"{name} needs a value that fits; '{value}' came."),
            _ => (settings, $"'{name}' is not known here."),
        };

    private static LocalSettings ReadEnvironment(SettingsReader read, Func<string, string?> environment)
    {
        var settings = new LocalSettings
        {
            Common = options =>
            {
                options.AdminTokenStays = true;
                EnvironmentSettings.Read(new SettingsReader(environment), options);
            },
            MostAuditEntries = read.Whole("SERVERLESSMCP_AUDIT_ENTRIES", 1000, 1_000_000_000)
                ?? FileRecordStore.MostAuditEntries,
            AdminToken = read.AdminToken(),
            TerraformAddress = read.Text("TFE_ADDRESS", value => AddressOf(value) is not null,
                "an https URL, such as https://tfe.example.com") is { } address ? AddressOf(address) : null,
            Organization = read.Text("TFE_ORGANIZATION"),
            HasTerraformToken = read.Text("TFE_TOKEN") is not null,
        };
        EnvironmentSettings.Read(read, new ServerlessMcpOptions());
        return settings;
    }

    // TFE_ADDRESS may lack the scheme, as for the Terraform provider of the same name.
    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(
            text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}", UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) ? address : null;
}
