using ServerlessMcp.Catalog;

namespace ServerlessMcp.Audit;

/// <summary>What is noted of a tool call: who, what, on what, how it ended. No answer, and no argument that is or may be a secret.</summary>
public sealed record AuditEntry
{
    /// <summary>The MCP server (<c>mcp-…</c>); not its token.</summary>
    public required string ServerId { get; init; }

    /// <summary>The integrated account.</summary>
    public required string AccountId { get; init; }

    /// <summary>The API token given as second factor.</summary>
    public string? ApiTokenId { get; init; }

    /// <summary>The OAuth client that called, as the issuer of its access token names it.</summary>
    public string? OAuthClient { get; init; }

    /// <summary>What the client calls itself, name and version: its own word, not proof.</summary>
    public string? Client { get; init; }

    /// <summary>The address the call came from, as the host sees it.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The canonical name of the tool; of a tool that is not exposed, the name that was asked for.</summary>
    public string? Tool { get; set; }

    /// <summary>What the tool does to the world; null if there is no such tool.</summary>
    public Effect? Effect { get; set; }

    /// <summary>Ids, names and filters: the arguments that stand in the upstream path, query or relationships.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Arguments { get; set; } = [];

    /// <summary>
    /// <c>ok</c>, <c>unknown_tool</c>, <c>bad_arguments</c>, <c>upstream_error</c>, <c>not_ready</c>, <c>unreadable</c>, <c>upload_failed</c>, <c>unreachable</c>,
    /// <c>no_credential</c>, <c>limited</c>, <c>failed</c>.
    /// </summary>
    public string Outcome { get; set; } = "failed";

    /// <summary>The HTTP status of the upstream's answer.</summary>
    public int? UpstreamStatus { get; set; }

    /// <summary>The upstream's id of the request, to find it in Terraform's own logs.</summary>
    public string? UpstreamRequestId { get; set; }

    /// <summary>From the gate to the answer.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>The size of the answer's content.</summary>
    public int Bytes { get; set; }
}
