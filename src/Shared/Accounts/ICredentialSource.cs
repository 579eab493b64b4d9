namespace ServerlessMcp.Accounts;

/// <summary>Where Terraform tokens come from: a vault. An account holds the secret's name, never its value.</summary>
public interface ICredentialSource
{
    /// <summary>The token under this name, or null if the vault has no such secret. Implementations may cache for at
    /// most five minutes.</summary>
    /// <param name="secretName">The name in the vault, as <see cref="IntegratedAccount.SecretName"/> has it.</param>
    /// <param name="refresh">Past the cache: asked once after the upstream said 401, because the token may have been
    /// rotated.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CredentialUnavailableException">The vault can't answer.</exception>
    ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken);
}
