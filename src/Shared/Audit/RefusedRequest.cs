using ServerlessMcp.Accounts;

namespace ServerlessMcp.Audit;

/// <summary>What is noted of a request that the gate refused although what it asked for is there: somebody tries a
/// door.</summary>
/// <param name="Outcome">
/// <c>api_token_required</c>, <c>access_token_required</c>, <c>access_token_invalid</c>, <c>scope_insufficient</c>; of
/// the control plane <c>forbidden</c> and <c>unauthorized</c>.
/// </param>
/// <param name="Address">Where it came from, as the host sees it.</param>
/// <param name="Client">What the client calls itself.</param>
public sealed record RefusedRequest(string Outcome, System.Net.IPAddress? Address, string? Client)
{
    /// <summary>The MCP server (<c>mcp-…</c>); null for a request to the control plane.</summary>
    public string? ServerId { get; init; }

    /// <summary>The integrated account, where it is known.</summary>
    public string? Account { get; init; }

    /// <summary>The id that the API token sent has or would have; null if none came, or no well-formed one.</summary>
    public string? ApiTokenId { get; init; }

    /// <summary>Who asked: of a proof that no rule took, what it says; its signature was good.</summary>
    public TokenIdentity? Identity { get; init; }

    /// <summary>The claims of that proof that are not what the rule wants, by name.</summary>
    public IReadOnlyList<string>? Unmatched { get; init; }
}
