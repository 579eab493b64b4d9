using System.Text.Json.Serialization;
using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>Who an API token was made for by identity rules, and by which. It stands in audit entries.</summary>
public sealed record TokenIdentity
{
    /// <summary>How long after signing in a person may do what a session that was left open must not.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>Every rule that made it, each as it then was. With one of them it is over.</summary>
    public required IReadOnlyList<RuleUse> Rules { get; init; }

    /// <summary>Who vouched.</summary>
    public required string Issuer { get; init; }

    /// <summary>For whom: the claim <c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Issuer and subject as one word, fit for the id of a record.</summary>
    [JsonIgnore]
    public string Principal => Identifier.OfText("who-", $"{Issuer.Length}:{Issuer}{Subject}");

    /// <summary>The claim <c>jti</c> of the proof, which leads into the issuer's own log.</summary>
    public string? ProofId { get; init; }

    /// <summary>Whether it is a person, who signed in.</summary>
    public bool IsPerson { get; init; }

    /// <summary>When the person signed in at the issuer; null for a machine, and where the issuer does not tell.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Whether it is a machine, or a person who signed in just now.</summary>
    public bool IsFresh(DateTimeOffset now) => !IsPerson || now - SignedInAt <= Fresh;

    /// <summary>The ids of the rules, separated by spaces.</summary>
    public string RuleIds() => string.Join(' ', Rules.Select(rule => rule.Id));
}
