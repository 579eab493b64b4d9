using ServerlessMcp.Accounts;

namespace ServerlessMcp.Tests.Support;

/// <summary>A vault with one secret, which can be rotated, missing, or out of reach.</summary>
internal sealed class FixedCredentials : ICredentialSource
{
    public string? Token { get; set; }

    /// <summary>What a cache still holds; null for no cache.</summary>
    public string? Cached { get; set; }

    public bool IsDown { get; set; }

    /// <summary>Runs before each answer: to slow it down, or to have it fail.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }

    public async ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken)
    {
        await (Before?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return IsDown ? throw new CredentialUnavailableException("The vault is told to be down.") : refresh ? Token : Cached ?? Token;
    }
}
