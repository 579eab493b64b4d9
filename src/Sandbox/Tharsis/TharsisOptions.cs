namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>How a <see cref="TharsisSandbox"/> behaves. May be changed while it runs.</summary>
public sealed class TharsisOptions
{
    /// <summary>Whether it is of before v0.99: plans and applies are things of their own.</summary>
    public bool IsOldGeneration { get; set; }

    /// <summary>Where it gives tokens: as its sources have it, or as its documentation does.</summary>
    public string TokenPath { get; set; } = "/v1/serviceaccounts/token";

    /// <summary>What its token endpoint answers instead of tokens; null for tokens.</summary>
    public int? TokenEndpointStatus { get; set; }

    /// <summary>Whether it is in maintenance mode.</summary>
    public bool IsInMaintenance { get; set; }

    /// <summary>Whether a proxy's page stands before it.</summary>
    public bool ProxyPage { get; set; }

    /// <summary>How many requests it takes in a second.</summary>
    public int RequestsPerSecond { get; set; } = 60;

    /// <summary>What a token of the issuer that it trusts begins with; the service account's path follows.</summary>
    public string TrustedIdentity { get; set; } = "identity-of-";
}
