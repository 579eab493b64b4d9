namespace ServerlessMcp.Accounts;

/// <summary>What is known of one secret, and the question that is under way.</summary>
internal sealed class RememberedSecret
{
    private readonly Lock gate = new();
    private Task<string?>? question;
    private bool questionRefreshes;
    private (string Token, DateTimeOffset ReadAt)? known;
    private DateTimeOffset learnedAt = DateTimeOffset.MinValue;
    private DateTimeOffset pauseUntil = DateTimeOffset.MinValue;

    /// <summary>The token, if the vault need not be asked: fresh, or not too old while the vault rests.</summary>
    public string? Usable(DateTimeOffset now)
    {
        lock (gate)
        {
            return known is { } it && (now - it.ReadAt < CachedCredentials.Fresh
                || (now < pauseUntil && now - it.ReadAt < CachedCredentials.Stale)) ? it.Token : null;
        }
    }

    /// <summary>What may be used although the vault failed just now.</summary>
    public (string Token, DateTimeOffset ReadAt)? Fallback(DateTimeOffset now)
    {
        lock (gate)
            return known is { } it && now - it.ReadAt < CachedCredentials.Stale ? it : null;
    }

    /// <summary>The question under way, or a new one. A refresh joins only a refresh: the vault may have a cache of
    /// its own, which the other one does not go past.</summary>
    public Task<string?> Question(bool refresh, Func<Task<string?>> ask)
    {
        lock (gate)
        {
            if (question is { IsCompleted: false } && (questionRefreshes || !refresh))
                return question;
            questionRefreshes = refresh;
            return question = Task.Run(ask);
        }
    }

    /// <summary>The vault answered. An answer to an older question than the last one's changes nothing.</summary>
    public void Learn(string? token, DateTimeOffset asked)
    {
        lock (gate)
        {
            if (asked < learnedAt)
                return;
            (learnedAt, pauseUntil) = (asked, DateTimeOffset.MinValue);
            known = token is null ? null : (token, asked);
        }
    }

    /// <summary>The vault failed.</summary>
    public void Miss(DateTimeOffset now)
    {
        lock (gate)
            pauseUntil = now + CachedCredentials.Pause;
    }
}
