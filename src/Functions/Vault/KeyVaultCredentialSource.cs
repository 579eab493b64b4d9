using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using ServerlessMcp.Accounts;
using CredentialUnavailableException = ServerlessMcp.Accounts.CredentialUnavailableException;

namespace ServerlessMcp.Functions.Vault;

/// <summary>
/// Terraform tokens from Azure Key Vault: the newest version of the secret with the account's secret name
/// (https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret). Asks the vault each time;
/// <see cref="CachedCredentials"/> stands before it.
/// </summary>
/// <param name="vault">The vault: <c>https://NAME.vault.azure.net</c>.</param>
/// <param name="credential">Who we are to it: the function's managed identity, with the role Key Vault Secrets User.</param>
/// <param name="reserved">A secret that no account may name, because it is the host's own; null for none.</param>
/// <param name="transport">The transport, for tests; null for Azure.Core's.</param>
internal sealed class KeyVaultCredentialSource(
    Uri vault, TokenCredential credential, string? reserved = null,
    HttpPipelineTransport? transport = null) : ICredentialSource
{
    private readonly Lazy<SecretClient> secrets = new(() => Connect(vault, credential, transport));

    /// <inheritdoc/>
    /// <remarks>A name that no secret can have is no such secret.</remarks>
    public async ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken) =>
        string.Equals(secretName, reserved, StringComparison.OrdinalIgnoreCase) ? null
        : await ReadAsync(secretName, cancellationToken);

    /// <summary>Reads any secret, the host's own included.</summary>
    /// <exception cref="CredentialUnavailableException">The vault can't answer; its cause is an
    /// <see cref="UnauthorizedAccessException"/> where the vault says no.</exception>
    internal async Task<string?> ReadAsync(string secretName, CancellationToken cancellationToken)
    {
        if (!IsName(secretName))
            return null;
        try
        {
            // Null, whatever its type says, where the answer is.
            var secret = (await secrets.Value.GetSecretAsync(secretName, cancellationToken: cancellationToken)).Value
                ?? throw new FormatException();
            return string.IsNullOrWhiteSpace(secret.Value) ? null : secret.Value.Trim();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }

        // Without their causes, whose messages have the secret's URL and may have the vault's whole answer.
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            throw new CredentialUnavailableException(
                $"Key Vault refuses, {e.Status} {e.ErrorCode}.", new UnauthorizedAccessException());
        }
        catch (RequestFailedException e)
        {
            throw new CredentialUnavailableException(
                e.Status == 0 ? "Key Vault can't be reached." : $"Key Vault answered {e.Status} {e.ErrorCode}.");
        }
        catch (AuthenticationFailedException)
        {
            throw new CredentialUnavailableException("The managed identity has no token for Key Vault.");
        }
        catch (Exception e)
            when (e is AggregateException or IOException or HttpRequestException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CredentialUnavailableException("Key Vault can't be reached, or did not answer in time.");
        }

        // A success that is not a secret, as from a proxy in between.
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new CredentialUnavailableException("Key Vault's answer is not a secret.");
        }
    }

    // https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates: 1 to 127 of 0-9, a-z, A-Z and -.
    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static SecretClient Connect(Uri vault, TokenCredential credential, HttpPipelineTransport? transport)
    {
        var options = new SecretClientOptions
        {
            RetryPolicy = new RetryPolicy(
                maxRetries: 1, DelayStrategy.CreateFixedDelayStrategy(TimeSpan.FromMilliseconds(100)))
        };
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(3);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        if (transport is not null)
            options.Transport = transport;
        return new SecretClient(vault, credential, options);
    }
}
