using Microsoft.IdentityModel.Tokens;

namespace ServerlessMcp.Access.OAuth;

/// <summary>The keys of one issuer, and the question that is under way.</summary>
internal sealed class RememberedKeys
{
    private readonly Lock gate = new();
    private IReadOnlyList<SecurityKey> keys = [];
    private IssuerMetadata? metadata;
    private DateTimeOffset? readAt;
    private Task? question;
    private DateTimeOffset askedAt;

    public IReadOnlyList<SecurityKey> Of(string? keyId)
    {
        lock (gate)
            return string.IsNullOrEmpty(keyId) ? keys : [.. keys.Where(key => key.KeyId == keyId)];
    }

    public bool IsYoungerThan(TimeSpan age, DateTimeOffset now)
    {
        lock (gate)
            return now - readAt < age;
    }

    /// <summary>The question of the last minute, with its answer or its failure, or else a new one.</summary>
    public Task Question(DateTimeOffset now, Func<Task> ask)
    {
        lock (gate)
        {
            if (question is null || now - askedAt >= IssuerKeys.Interval)
                (question, askedAt) = (Task.Run(ask), now);
            return question;
        }
    }

    public IssuerMetadata? Metadata
    {
        get
        {
            lock (gate)
                return metadata;
        }
    }

    public void Learn((IssuerMetadata Metadata, IReadOnlyList<SecurityKey> Keys) read, DateTimeOffset now)
    {
        lock (gate)
            (metadata, keys, readAt) = (read.Metadata, read.Keys, now);
    }
}
