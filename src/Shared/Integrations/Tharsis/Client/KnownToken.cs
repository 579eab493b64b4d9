namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>A token of Tharsis, and what is known of the secret that it was given for.</summary>
internal sealed class KnownToken
{
    /// <summary>Lets one caller ask for a token, while the others wait for it.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>The token; null before the first.</summary>
    public (string Value, DateTimeOffset RenewAt)? Token { get; set; }

    /// <summary>The address that gave it; null before the first.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Whether Tharsis has been asked since the last token when the secret expires.</summary>
    public bool IsExpiryAsked { get; set; }

    /// <summary>When the client secret expires; null where Tharsis does not say.</summary>
    public DateTimeOffset? SecretExpires { get; set; }

    /// <summary>When its end was last told in the log.</summary>
    public DateTimeOffset? ToldAt { get; set; }
}
