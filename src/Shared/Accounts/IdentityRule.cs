namespace ServerlessMcp.Accounts;

/// <summary>
/// Whose proofs of identity become an API token, and what that may do. A machine's proof names the rule; a person's is
/// held against all rules of the issuer and client that the person signed in with.
/// </summary>
public sealed record IdentityRule
{
    /// <summary>The name that its author gave it (<see cref="Records.Identifier"/>): <c>gha-prod</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Who signs the proofs, to the character as they have it in <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>For whom they are signed: this deployment, or the client that people sign in with.</summary>
    public required string Audience { get; init; }

    /// <summary>The client that people sign in with; null for a rule for machines.</summary>
    public IdentityClient? Client { get; init; }

    /// <summary>The algorithms that proofs may be signed with (RFC 7518, 3.1).</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    /// <summary>What claims must be, all of them: by name, or by JSON Pointer where the name begins with a slash.</summary>
    public IReadOnlyDictionary<string, ClaimTest> Match { get; init; } = new Dictionary<string, ClaimTest>();

    /// <summary>What no claim may be.</summary>
    public IReadOnlyDictionary<string, ClaimTest> Deny { get; init; } = new Dictionary<string, ClaimTest>();

    /// <summary>What it gives.</summary>
    public IReadOnlyList<AccessGrant> Grants { get; init; } = [];

    /// <summary>How old a machine's proof may be (<c>iat</c>), and how long ago a person may have signed in
    /// (<c>auth_time</c>); null for ten minutes, and for any time.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How long its API tokens live: an hour at the most.</summary>
    public TimeSpan TokenTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Another one with each change, so that API tokens of the rule as it was are over, and a rule that is made
    /// anew under its name brings none back.</summary>
    public string Epoch { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
