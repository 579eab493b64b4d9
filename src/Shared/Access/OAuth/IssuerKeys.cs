using Microsoft.IdentityModel.Tokens;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access.OAuth;

/// <summary>
/// Issuers' signing keys, remembered. A key id that is not among them may be a new key, so they are asked for again,
/// but once in <see cref="Interval"/> and issuer only, however many tokens name one: everybody can make up key ids.
/// Concurrent callers share one question.
/// </summary>
public sealed class IssuerKeys(IssuerDocuments documents, TimeProvider time)
{
    /// <summary>How long keys are used without asking again. Issuers publish a key days before they sign with it; one
    /// that is withdrawn lives on here for this long.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>How long keys are used while the issuer is down.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromHours(24);

    /// <summary>How long an issuer is left alone after a question, whatever came of it.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // An issuer stands in an account, so there are as many as accounts, and old ones of accounts that were changed.
    private readonly BoundedCache<string, RememberedKeys> issuers = new(1000, StringComparer.Ordinal);

    /// <summary>The keys with this id; all of them where the token names none, as that of an issuer with one key may
    /// do.</summary>
    /// <exception cref="IssuerUnavailableException">There are no keys to be had.</exception>
    public async Task<IReadOnlyList<SecurityKey>> FindAsync(string issuer, string? keyId, CancellationToken cancellationToken)
    {
        var known = issuers.GetOrAdd(issuer, static _ => new RememberedKeys());
        var now = time.GetUtcNow();
        if (known.Of(keyId) is { Count: > 0 } keys && known.IsYoungerThan(Fresh, now))
        {
            return keys;
        }

        await AskAsync(issuer, known, now, cancellationToken);
        return known.Of(keyId);
    }

    /// <summary>What the issuer says of itself.</summary>
    /// <exception cref="IssuerUnavailableException">It can't be had.</exception>
    internal async Task<IssuerMetadata> MetadataAsync(string issuer, CancellationToken cancellationToken)
    {
        var known = issuers.GetOrAdd(issuer, static _ => new RememberedKeys());
        var now = time.GetUtcNow();
        if (!known.IsYoungerThan(Fresh, now))
        {
            await AskAsync(issuer, known, now, cancellationToken);
        }

        return known.Metadata!;
    }

    private async Task AskAsync(string issuer, RememberedKeys known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await known.Question(now, () => ReadAsync(issuer, known, now)).WaitAsync(cancellationToken);
        }
        catch (IssuerUnavailableException) when (known.IsYoungerThan(Stale, now))
        {
            // What it said before holds for a while.
        }
    }

    // Asked for all who wait, so no single caller's cancellation ends it.
    private async Task ReadAsync(string issuer, RememberedKeys known, DateTimeOffset now) =>
        known.Learn(await documents.ReadAsync(issuer), now);
}
