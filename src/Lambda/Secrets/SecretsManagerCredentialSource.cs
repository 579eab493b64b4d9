using ServerlessMcp.Accounts;

namespace ServerlessMcp.Lambda.Secrets;

/// <summary>
/// The vault of the AWS host: AWS Secrets Manager. An account's secret is the name or the ARN of a secret whose value
/// is the token, or <c>{"token":"…"}</c>. With the extension, reads go there, and a refresh goes past it to Secrets
/// Manager: what it keeps may be what the upstream has just refused.
/// </summary>
/// <param name="manager">Secrets Manager.</param>
/// <param name="extension">The extension; null where it is not there. It is a cache of five minutes, so no further one
/// belongs before it.</param>
internal sealed class SecretsManagerCredentialSource(SecretsManager manager, SecretsExtension? extension) : ICredentialSource
{
    /// <inheritdoc/>
    public async ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var value = refresh || extension is null ? null : await extension.TryGetSecretValueAsync(secretName, cancellationToken);
        value ??= await manager.GetSecretValueAsync(secretName, cancellationToken);
        return value is null ? null : SecretText.Token(value);
    }
}
