namespace ServerlessMcp.Records;

/// <summary>A record as a store sees it: addressed by kind and id, owned by one other record, its content opaque JSON.</summary>
/// <param name="Kind">The kind of record.</param>
/// <param name="Id">Unique within the kind; matches <see cref="Identifier.IsValid"/>.</param>
/// <param name="Owner">What <see cref="IRecordStore.ListAsync"/> lists by.</param>
/// <param name="Content">UTF-8 JSON, at most 32 KiB.</param>
public sealed record StoredRecord(RecordKind Kind, string Id, string Owner, ReadOnlyMemory<byte> Content)
{
    /// <summary>The owner of records that belong to no other.</summary>
    public const string Root = "root";

    /// <summary>When the store may delete it by itself; null for never. Never trusted for access: the gate compares
    /// times on every call.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The store's own mark of this state (an ETag, a counter, a hash); null before it is stored.</summary>
    public string? Version { get; init; }
}
