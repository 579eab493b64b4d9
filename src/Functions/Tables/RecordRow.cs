using Azure.Data.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// A record as its row has it, with the marks of the notes that lead to it. A mark is random and never used again, so a
/// note belongs to one record of an id, not to one that is made under the same id later, and a note can be removed
/// without a look at what happened meanwhile.
/// </summary>
/// <param name="Record">The record, its ETag as its version.</param>
/// <param name="Mark">The mark of its note in the owner's index; it stays as long as the record does.</param>
/// <param name="ExpiryMark">The mark of its note in the expiry index; another one whenever the expiry moves.</param>
internal sealed record RecordRow(StoredRecord Record, string Mark, string ExpiryMark)
{
    /// <summary>The limit of <see cref="StoredRecord.Content"/>.</summary>
    public const int MaxContent = 32 * 1024;

    public static string NewMark() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>The row of a new record.</summary>
    public static RecordRow New(StoredRecord record) => new(record, NewMark(), NewMark());

    /// <summary>The record's own row.</summary>
    public TableEntity ToEntity()
    {
        var entity = new TableEntity(TableKeys.Record(Record.Kind, Record.Id), Record.Id)
        {
            ["Owner"] = Record.Owner,
            ["Mark"] = Mark,
            ["ExpiryMark"] = ExpiryMark,
            ["Content"] = Record.Content.ToArray(),
        };
        return entity.Expiring(Record.ExpiresAt);
    }

    /// <summary>The note in the owner's index.</summary>
    public TableEntity ToOwnerNote() => new(TableKeys.Owner(Record.Kind, Record.Owner), TableKeys.OwnerRow(Record.Id, Mark));

    /// <summary>The note in the expiry index; null if it never expires.</summary>
    public TableEntity? ToExpiryNote() => Record.ExpiresAt is not { } at ? null
        : new TableEntity(TableKeys.Expiry(at), TableKeys.ExpiryRow(Record.Kind, Record.Id, ExpiryMark))
        {
            ["Kind"] = TableKeys.Name(Record.Kind),
            ["Id"] = Record.Id,
            ["Owner"] = Record.Owner,
            ["Mark"] = Mark,
            ["ExpiryMark"] = ExpiryMark,
        }.Expiring(at);

    /// <summary>Reads a record's own row.</summary>
    /// <exception cref="StoreUnavailableException">It is not what we write.</exception>
    public static RecordRow Read(RecordKind kind, string id, TableEntity entity) =>
        entity.Text("Owner") is { } owner && Identifier.IsValid(owner) && entity.Text("Mark") is { } mark
        && entity.Text("ExpiryMark") is { } expiryMark
        && entity.Bytes("Content") is { Length: <= MaxContent } content && entity.StoredETag() is { } etag
        && TryReadTime(entity.Text("ExpiresAt"), out var expiresAt)
            ? new RecordRow(new StoredRecord(kind, id, owner, content) { ExpiresAt = expiresAt, Version = etag }, mark,
                expiryMark)
            : throw new StoreUnavailableException($"The row of {TableKeys.Name(kind)} {id} is not readable.");

    /// <summary>Reads a time as we write it: UTC, to 100 ns. Null is never.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        time = DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var read) ? read : null;
        return text is null || time is not null;
    }

    /// <summary>Refuses what no store takes.</summary>
    public static StoredRecord Valid(StoredRecord record)
    {
        TableKeys.Valid(record.Id);
        TableKeys.Valid(record.Owner);
        if (RecordSeries.IsOne(record.Kind))
            RecordSeries.Check(record.Id, record.Owner);
        return record.Content.Length <= MaxContent
            ? record
            : throw new ArgumentException(
                $"The content has {record.Content.Length} bytes; a record takes at most {MaxContent}.", nameof(record));
    }
}
