namespace ServerlessMcp.Audit;

/// <summary>
/// Where a chain ends, or ended up to <see cref="AuditTrail.HeadEvery"/> entries ago: an instance that meets the chain
/// for the first time reads on from here. It also tells of a tail that somebody cut off in the store.
/// </summary>
public sealed record AuditHead
{
    /// <summary>The chain; see <see cref="AuditChain"/>.</summary>
    public required string Chain { get; init; }

    /// <summary>Whose it is: an integrated account, or the root.</summary>
    public required string Owner { get; init; }

    /// <summary>The number of an entry at or shortly before the end.</summary>
    public required long Sequence { get; init; }

    /// <summary>That entry's hash.</summary>
    public required string Hash { get; init; }

    /// <summary>When that entry may be removed.</summary>
    public DateTimeOffset EntryExpiresAt { get; init; }

    /// <summary>When the head itself may be removed: when nothing can be appended any more, and all entries are gone.
    /// Null while that is not known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
