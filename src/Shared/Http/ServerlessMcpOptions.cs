namespace ServerlessMcp.Http;

/// <summary>What a host decides about the product.</summary>
public sealed class ServerlessMcpOptions
{
    /// <summary>
    /// The origin that minted URLs start with (<c>https://mcp.example.com</c>). It comes from configuration, never from
    /// a request's Host header, because a forged one would send a fresh token to somebody else's server.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The absolute address of a path of the product.</summary>
    /// <exception cref="InvalidOperationException"><see cref="PublicUrl"/> is not configured.</exception>
    internal string Absolute(string path) =>
        new Uri(PublicUrl ?? throw new InvalidOperationException("PublicUrl is not configured."), path).AbsoluteUri;

    /// <summary>The bootstrap API token with scope <c>admin</c>; null for none. At least 20 characters.</summary>
    public string? AdminToken { get; set; }

    /// <summary>
    /// Whether <see cref="AdminToken"/> goes on working once there is an API token with scope <c>admin</c>. It is meant
    /// for making that one; after it, it is a second key to everything that nobody rotates.
    /// </summary>
    public bool AdminTokenStays { get; set; }

    /// <summary>The header that API tokens may come in, where <c>Authorization</c> carries the URL's token or can't be
    /// set.</summary>
    public string ApiKeyHeader { get; set; } = BearerToken.DefaultApiKeyHeader;

    /// <summary>How many proxies before us write <c>X-Forwarded-For</c>; 0 where the connection's own address is the
    /// caller's.</summary>
    public int TrustedProxies { get; set; }

    /// <summary>How many wrong tokens an address may send in a minute, to each process, before it is not heard any
    /// more.</summary>
    public int GuessesPerMinute { get; set; } = 60;

    /// <summary>How many calls to the control plane an API token may make in a minute, to each process.</summary>
    public int AdminCallsPerMinute { get; set; } = 600;

    /// <summary>How long an OAuth access token lives.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Hosts of OAuth issuers that may have a private address; all others are reached at public ones only.</summary>
    public IReadOnlyList<string> PrivateIssuerHosts { get; set; } = [];

    /// <summary>Issuers, besides the tenants that are known as such, that vouch for this organization's people and
    /// machines alone: a Keycloak, a GitHub Enterprise Server. Identity rules for others need a subject or an id.</summary>
    public IReadOnlyList<string> OwnIssuers { get; set; } = [];

    /// <summary>Audiences of machines' tokens that are this deployment's own, besides <see cref="PublicUrl"/>.</summary>
    public IReadOnlyList<string> TokenAudiences { get; set; } = [];

    /// <summary>Whether identity rules may grant <c>admin</c>: whoever controls the group or repository that such a rule
    /// matches then owns everything.</summary>
    public bool RulesMayGrantAdmin { get; set; }

    /// <summary>Origins of browser pages that may call, besides that of <see cref="PublicUrl"/>. A request without
    /// <c>Origin</c> is no browser's.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>The largest body of a request, in bytes.</summary>
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long the audit trail is kept in the store; zero for not at all, and then it is in the log alone. An
    /// account's policy may say otherwise for calls; acts of the control plane are kept as long as this says.
    /// </summary>
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Whether calls that only read are in the store too, at the price of a write each; in the log they always
    /// are. Changes are always in both.</summary>
    public bool AuditReads { get; set; } = true;

    /// <summary>The name in the vault of the key that signs exports of the audit trail: ECDSA P-256, PKCS #8, PEM. Null
    /// for none.</summary>
    public string? AuditKeySecret { get; set; }

    /// <summary>The name in the vault of the headers that a telemetry collector wants to see. Null for none.</summary>
    public string? TelemetryHeadersSecret { get; set; }

    /// <summary>What a secret of this name is the host's own for, so that nobody else may use it; null for nothing.</summary>
    internal string? OwnUseOf(string secret) =>
        IsSame(secret, AuditKeySecret) ? "the key of the audit trail"
        : IsSame(secret, TelemetryHeadersSecret) ? "what the telemetry collector is shown"
        : null;

    private static bool IsSame(string secret, string? own) =>
        own is not null && NamesOf(secret).Intersect(NamesOf(own), StringComparer.OrdinalIgnoreCase).Any();

    // AWS Secrets Manager takes arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-AbCdEf for NAME, with or without the
    // six characters that it adds itself.
    private static string[] NamesOf(string secret) => !secret.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)
        || secret.Split(':', 7) is not [_, _, _, _, _, _, var name] ? [secret]
        : name is { Length: > 7 } && name[^7] == '-' ? [name, name[..^7]]
        : [name];

    /// <summary>The same key itself, from a host that keeps it elsewhere; it goes before <see cref="AuditKeySecret"/>.</summary>
    public Func<string>? AuditKey { get; set; }

    /// <summary>
    /// Whether what is written to an answer goes out at once, so that a call can tell its progress as an event stream
    /// while it waits. False for hosts that buffer: there the same call answers one JSON body at its end.
    /// </summary>
    public bool StreamsProgress { get; set; }

    /// <summary>How long minting may ask Terraform what a scope matches; zero asks nothing.</summary>
    public TimeSpan ScopeMatchPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The bounds of every request to Terraform.</summary>
    public TerraformClientOptions Upstream { get; set; } = new();
}
