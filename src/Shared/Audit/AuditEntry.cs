using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;

namespace ServerlessMcp.Audit;

/// <summary>What is noted of a tool call: who, what, on what, how it ended. No answer, and no argument that is or may
/// be a secret.</summary>
public sealed record AuditEntry
{
    /// <summary>The MCP server (<c>mcp-…</c>); not its token.</summary>
    public required string ServerId { get; init; }

    /// <summary>The integrated account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The URL's own account, whose the trail is, where <see cref="AccountId"/> is a further one; else null.</summary>
    public string? MintedUnder { get; init; }

    /// <summary>The ticket that the URL is for.</summary>
    public string? Ticket { get; init; }

    /// <summary>The API token given as second factor.</summary>
    public string? ApiTokenId { get; init; }

    /// <summary>Whom identity rules made that API token for.</summary>
    public TokenIdentity? Identity { get; init; }

    /// <summary>The OAuth client that called, as the issuer of its access token names it.</summary>
    public string? OAuthClient { get; init; }

    /// <summary>What the client calls itself, name and version: its own word, not proof.</summary>
    public string? Client { get; init; }

    /// <summary>The address the call came from, as the host sees it.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The canonical name of the tool; of a tool that is not exposed, the name that was asked for.</summary>
    public string? Tool { get; set; }

    /// <summary>The tool of another account of the URL that asked it; null where the caller did.</summary>
    public string? AskedBy { get; init; }

    /// <summary>What the call does to the world with the arguments that it was given, as far as they were read; null if
    /// there is no such tool.</summary>
    public Effect? Effect { get; set; }

    /// <summary>What it was given: what of that may be noted, and of the rest the names.</summary>
    public AuditArguments Arguments { get; set; } = AuditArguments.None;

    /// <summary>The id of the resource that was answered: what a create made.</summary>
    public string? Answered { get; set; }

    /// <summary>Ties the outcome of a change to its intent; null where nothing was sent.</summary>
    public string? CallId { get; set; }

    /// <summary>Whether the call's own request was sent to Terraform: of a change, the one that changes something.</summary>
    public bool IsSent { get; set; }

    /// <summary>How it ended.</summary>
    public CallOutcome Outcome { get; set; }

    /// <summary>The HTTP status of the upstream's answer.</summary>
    public int? UpstreamStatus { get; set; }

    /// <summary>The upstream's id of the request, to find it in Terraform's own logs.</summary>
    public string? UpstreamRequestId { get; set; }

    /// <summary>What the upstream said of its rate limit; not noted.</summary>
    public RateLimit? RateLimit { get; internal set; }

    /// <summary>From the gate to the answer.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>The size of the answer's content.</summary>
    public int Bytes { get; set; }
}
