using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Access;

/// <summary>
/// Notes when API tokens were last used, at most once in ten minutes a token, beside the call: nobody waits for it, and
/// where it fails or the platform stops the process after the answer, the next use notes it. On the condition of the
/// record's version, so that it never undoes a change or brings a deleted token back.
/// </summary>
public sealed class LastUse(AccessRecords records, TimeProvider time)
{
    /// <summary>How exact it is.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);

    /// <summary>Notes that the token was used now.</summary>
    public void Note(Versioned<ApiToken> token)
    {
        if (time.GetUtcNow() - token.Value.LastUsedAt < Interval)
        {
            return;
        }

        lock (gate)
        {
            if (!underWay.Add(token.Value.Id))
            {
                return;
            }
        }

        _ = WriteAsync(token);
    }

    private async Task WriteAsync(Versioned<ApiToken> token)
    {
        try
        {
            await records.ApiTokens.ReplaceAsync(
                token with { Value = token.Value with { LastUsedAt = time.GetUtcNow() } },
                StoreDeadline.OfEach(CancellationToken.None));
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            // The next use tries again.
        }
        finally
        {
            lock (gate)
            {
                underWay.Remove(token.Value.Id);
            }
        }
    }
}
