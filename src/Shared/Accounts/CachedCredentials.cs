using Microsoft.Extensions.Logging;
using ServerlessMcp.Records;

namespace ServerlessMcp.Accounts;

/// <summary>
/// A vault's tokens, remembered, so that a vault is asked about once in five minutes and secret, not once per call, and
/// so that its outage is not ours. Concurrent callers of one secret share one question. "No such secret" is never
/// remembered: a secret that was just made works at once.
/// </summary>
/// <remarks>
/// While the vault is down, a token that it gave within <see cref="Stale"/> goes on being used. That opens nothing: who
/// may call is decided by the record store, which is read on each call, and Terraform itself refuses a token that was
/// revoked; then a refresh is asked, and that is never answered from the cache. A vault that answers "no" is obeyed: no
/// such secret, and <see cref="CredentialUnavailableException"/> with an <see cref="UnauthorizedAccessException"/> as
/// its cause (the host may not read the secret any more), both end the use of what was remembered.
/// </remarks>
/// <param name="vault">The vault, without a cache.</param>
/// <param name="time">Says how old a token is: by the wall clock, because a function's monotonic clock may stand still
/// between two calls.</param>
/// <param name="log">Is told when the vault fails.</param>
public sealed partial class CachedCredentials(
    ICredentialSource vault, TimeProvider time, ILogger<CachedCredentials> log) : ICredentialSource
{
    /// <summary>How long a token is used without asking again: the most that <see cref="ICredentialSource"/> allows.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>How long a token is used while the vault is down: longer than most outages, shorter than anybody's wish
    /// to see a rotation done.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    /// <summary>How long the vault is left alone after it failed while an older token does: otherwise each call of an
    /// outage would wait for it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>How long the vault may take. A call has to be answered within 30 s, and 25 of them are the upstream's.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    // A name stands in an account, so there are as many as accounts, and old ones of accounts that were changed.
    private readonly BoundedCache<string, RememberedSecret> secrets = new(1000, StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var secret = secrets.GetOrAdd(secretName, static _ => new RememberedSecret());
        return !refresh && secret.Usable(time.GetUtcNow()) is { } token
            ? ValueTask.FromResult<string?>(token)
            : new ValueTask<string?>(AskAsync(secretName, secret, refresh, cancellationToken));
    }

    private async Task<string?> AskAsync(string name, RememberedSecret secret, bool refresh, CancellationToken cancellationToken)
    {
        try
        {
            return await secret.Question(refresh, () => ReadAsync(name, secret, refresh)).WaitAsync(cancellationToken);
        }
        catch (CredentialUnavailableException e) when (!refresh && secret.Fallback(time.GetUtcNow()) is { } known)
        {
            UsesOlderToken(name, known.ReadAt, e.Message);
            return known.Token;
        }
        catch (CredentialUnavailableException e)
        {
            HasNoToken(name, e.Message);
            throw;
        }
    }

    // Asked for all who wait, so no single caller's cancellation ends it.
    private async Task<string?> ReadAsync(string name, RememberedSecret secret, bool refresh)
    {
        var asked = time.GetUtcNow();
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var token = await vault.GetTokenAsync(name, refresh, patience.Token).AsTask().WaitAsync(patience.Token);
            secret.Learn(token, asked);
            return token;
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            secret.Miss(time.GetUtcNow());
            throw new CredentialUnavailableException($"The vault did not answer within {Patience.TotalSeconds:0} s.", e);
        }
        catch (CredentialUnavailableException e) when (e.InnerException is UnauthorizedAccessException)
        {
            secret.Learn(null, asked);
            throw;
        }
        catch (CredentialUnavailableException)
        {
            secret.Miss(time.GetUtcNow());
            throw;
        }
    }

    [LoggerMessage(20, LogLevel.Warning,
        "The vault can't give the secret {Name}: {Reason} What it gave at {ReadAt:O} is used on.")]
    private partial void UsesOlderToken(string name, DateTimeOffset readAt, string reason);

    [LoggerMessage(21, LogLevel.Error, "The vault can't give the secret {Name}: {Reason}")]
    private partial void HasNoToken(string name, string reason);
}
