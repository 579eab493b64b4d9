using ServerlessMcp.Access;

namespace ServerlessMcp.Tests.Support;

/// <summary>A vault with one secret, which can be rotated, missing, or out of reach.</summary>
internal sealed class FixedCredentials : ICredentialSource
{
    public string? Token { get; set; }

    /// <summary>What a cache still holds; null for no cache.</summary>
    public string? Cached { get; set; }

    public bool IsDown { get; set; }

    public ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken) =>
        IsDown ? throw new CredentialUnavailableException("The vault is told to be down.") : ValueTask.FromResult(refresh ? Token : Cached ?? Token);
}
