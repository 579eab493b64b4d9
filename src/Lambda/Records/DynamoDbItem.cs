using Amazon.DynamoDBv2.Model;
using ServerlessMcp.Records;

namespace ServerlessMcp.Lambda.Records;

/// <summary>
/// The form of the table and of its items; infra/terraform makes the same table.
/// <code>
/// kind              S  partition key   mcp-server; of a series with its owner, audit-entry/mcp-0f3c…
/// id                S  sort key        mcp-0f3c…
/// owner_id          S  sort key of the local secondary index by_owner (projection ALL)   sandbox/mcp-0f3c…; none of a series
/// version           S  random, new with each write
/// content           S  the record's JSON, byte for byte
/// expires_at        S  RFC 3339, only for comparing; absent for never
/// expires_at_epoch  N  seconds, rounded up: the table's TTL attribute
/// taken             N  of a counter, what it stands at; its content says nothing
/// </code>
/// </summary>
internal static class DynamoDbItem
{
    public const string Kind = "kind";
    public const string Id = "id";
    public const string OwnerAndId = "owner_id";
    public const string Version = "version";
    public const string Content = "content";
    public const string ExpiresAt = "expires_at";
    public const string ExpiresAtEpoch = "expires_at_epoch";
    public const string Taken = "taken";

    /// <summary>The index that lists by owner.</summary>
    public const string ByOwner = "by_owner";

    private const int MaxContent = 32 * 1024;

    // '/' is in no owner, and '0' is the next character: all that an owner has is between the two.
    private const char Separator = '/';
    private const char AfterSeparator = '0';

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Name(RecordKind kind) => kind switch
    {
        RecordKind.IntegratedAccount => "integrated-account",
        RecordKind.McpServer => "mcp-server",
        RecordKind.ApiToken => "api-token",
        RecordKind.AuditEntry => "audit-entry",
        RecordKind.AuditHead => "audit-head",
        RecordKind.CallCount => "call-count",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of record."),
    };

    public static Dictionary<string, AttributeValue> Key(RecordKind kind, string id) => new()
    {
        [Kind] = new AttributeValue(RecordSeries.IsOne(kind) ? Partition(kind, RecordSeries.Parse(id).Owner) : Name(kind)),
        [Id] = new AttributeValue(Valid(id)),
    };

    /// <summary>
    /// The partition of an owner's series. One for all of them would end at the 10 GB that a table with a local index
    /// takes under one key, and at 1,000 writes a second.
    /// </summary>
    public static string Partition(RecordKind kind, string owner) => $"{Name(kind)}{Separator}{Valid(owner)}";

    public static string OwnedBy(string owner, string id) => $"{Valid(owner)}{Separator}{Valid(id)}";

    /// <summary>The first and the last key that a page may have. '!' stands before every character of an id, so what
    /// follows <paramref name="afterId"/> begins there.</summary>
    public static (string First, string Last) Range(string owner, string? afterId) =>
        (afterId is null ? $"{Valid(owner)}{Separator}" : $"{OwnedBy(owner, afterId)}!", $"{owner}{AfterSeparator}");

    public static Dictionary<string, AttributeValue> Write(StoredRecord record)
    {
        if (record.Content.Length > MaxContent)
        {
            throw new ArgumentException(
                $"The content has {record.Content.Length} bytes; a record takes at most {MaxContent}.", nameof(record));
        }

        var item = Key(record.Kind, record.Id);
        if (RecordSeries.IsOne(record.Kind))
        {
            RecordSeries.Check(record.Id, record.Owner);
        }
        else
        {
            item[OwnerAndId] = new AttributeValue(OwnedBy(record.Owner, record.Id));
        }

        item[Version] = new AttributeValue(RandomNumberGenerator.GetHexString(32, lowercase: true));
        item[Content] = new AttributeValue(Strict.GetString(record.Content.Span));
        if (record.ExpiresAt is { } expiresAt)
        {
            item[ExpiresAt] = new AttributeValue(expiresAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            var epoch = (expiresAt.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks
                + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
            item[ExpiresAtEpoch] = new AttributeValue { N = epoch.ToString(CultureInfo.InvariantCulture) };
        }

        return item;
    }

    /// <exception cref="StoreUnavailableException">The item is not one that <see cref="Write"/> makes.</exception>
    public static StoredRecord Read(RecordKind kind, Dictionary<string, AttributeValue> item)
    {
        var id = Text(item, Id);
        var owner = RecordSeries.IsOne(kind)
            ? Text(item, Kind)?.Split(Separator) is [_, var chain] ? chain : null
            : Text(item, OwnerAndId)?.Split(Separator) is [var first, var second] && second == id ? first : null;
        var expiresAt = Text(item, ExpiresAt);
        var time = default(DateTimeOffset);
        if (!Identifier.IsValid(id) || !Identifier.IsValid(owner) || Text(item, Version) is not { } version
            || Text(item, Content) is not { } content
            || (expiresAt is not null
                && !DateTimeOffset.TryParse(
                    expiresAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)))
        {
            throw new StoreUnavailableException($"The item {Name(kind)} {(Identifier.IsValid(id) ? id : "?")} is not readable.");
        }

        return new StoredRecord(kind, id!, owner!, Strict.GetBytes(content))
        { Version = version, ExpiresAt = expiresAt is null ? null : time };
    }

    private static string? Text(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? value.S : null;

    private static string Valid(string id) =>
        Identifier.IsValid(id) ? id : throw new ArgumentException($"An id or owner is {Identifier.Form}.", nameof(id));
}
