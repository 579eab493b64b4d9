using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Audit;

/// <summary>What is noted of an act of the control plane: who, what, on what. Which account and record, and what the
/// record is made to be; no token and no secret.</summary>
/// <param name="Actor">The id of the API token that acts.</param>
/// <param name="Name">What it does: <c>mint</c>, <c>change</c>, …</param>
/// <param name="Account">The integrated account concerned; null for none, or for all.</param>
/// <param name="Target">The id of the record concerned.</param>
public sealed record AdminAct(string Actor, string Name, string? Account, string? Target)
{
    /// <summary>The address the request came from, as the host sees it; null for an act of the host itself.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>Who acts, where identity rules made the API token.</summary>
    public TokenIdentity? Identity { get; init; }

    /// <summary>What the client calls itself: its own word, not proof.</summary>
    public string? Client { get; init; }

    /// <summary>For how long the store may be asked to take its notes.</summary>
    public StoreDeadline Deadline { get; init; } = StoreDeadline.OfEach(CancellationToken.None);

    /// <summary>Writes what the record is made to be.</summary>
    public Action<Utf8JsonWriter>? Details { get; init; }
}
