namespace ServerlessMcp.Accounts;

/// <summary>What the URLs of an account may be at most. Checked when a URL is minted or changed, and again on every
/// call, so that a tightened policy bites at once.</summary>
public sealed record AccountPolicy
{
    /// <summary>The longest time between minting and expiry.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The lifetime of a URL that names no <c>expires_at</c>.</summary>
    public TimeSpan DefaultTtl { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Whether <c>expires_at: null</c> (never) is allowed.</summary>
    public bool AllowPermanent { get; init; }

    /// <summary>The method groups and names that URLs may have; <c>*</c> is all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["*"];

    /// <summary>The tags that URLs may have; <c>*</c> is all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = ["*"];

    /// <summary>
    /// Whether every URL must ask for an API token as well. An access token that this product issued stands for the API
    /// token it was issued to; one of <see cref="OAuth"/>'s issuer stands for none, so that such servers are neither
    /// minted nor opened.
    /// </summary>
    public bool RequireApiTokenAuth { get; init; }

    /// <summary>What has to be said where a URL is minted or changed: <see cref="ReasonMember"/>,
    /// <see cref="TicketMember"/>; null for neither.</summary>
    public IReadOnlyList<string>? Require { get; init; }

    /// <summary>The name of <see cref="McpServer.Reason"/> on the wire.</summary>
    public const string ReasonMember = "reason";

    /// <summary>The name of <see cref="McpServer.Ticket"/> on the wire.</summary>
    public const string TicketMember = "ticket";

    /// <summary>What URLs reach at most, whatever their own scope says; null for all that the token reaches.</summary>
    public AccessScope? Scope { get; init; }

    /// <summary>How long the audit trail of calls is kept in the store; zero for not at all, null for the host's own
    /// <c>AuditRetention</c>.</summary>
    public TimeSpan? AuditRetention { get; init; }

    /// <summary>Whether calls that only read are in the store as well as in the log; null for the host's own
    /// <c>AuditReads</c>.</summary>
    public bool? AuditReads { get; init; }

    /// <summary>Who issues the access tokens of servers with <see cref="ServerAuth.OAuth"/>; null for this product
    /// itself, to API tokens.</summary>
    public OAuthIssuer? OAuth { get; init; }

    /// <summary>How many calls all its URLs may make together; null for no limit.</summary>
    public CallLimits? Limits { get; init; }

    /// <summary>This policy with what another one demands of a URL as a whole, where that is stricter: how long it lives,
    /// what has to be said for it, whether it needs a second factor. The rest is about the tools of one account.</summary>
    public AccountPolicy With(AccountPolicy other)
    {
        var max = MaxTtl < other.MaxTtl ? MaxTtl : other.MaxTtl;
        var usual = DefaultTtl < other.DefaultTtl ? DefaultTtl : other.DefaultTtl;
        return this with
        {
            MaxTtl = max,
            DefaultTtl = usual < max ? usual : max,
            AllowPermanent = AllowPermanent && other.AllowPermanent,
            RequireApiTokenAuth = RequireApiTokenAuth || other.RequireApiTokenAuth,
            Require = Require is null ? other.Require : other.Require is null ? Require : [.. Require.Union(other.Require)],
        };
    }
}
