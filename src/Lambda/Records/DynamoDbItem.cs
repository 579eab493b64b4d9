using Amazon.DynamoDBv2.Model;
using ServerlessMcp.Records;

namespace ServerlessMcp.Lambda.Records;

/// <summary>
/// The form of the table and of its items; infra/terraform makes the same table, docs/storage.md has what a request costs.
/// <code>
/// kind              S  partition key   mcp-server/mcp-0f3c…: each record has a partition of its own
///                                      mcp-server-of/prod-tfe: copies of an owner's records, which lists are made of
///                                      audit-entry/mcp-0f3c…: an owner's series, without copies
/// id                S  sort key        mcp-0f3c…
/// owner             S  prod-tfe; none of a series, whose partition says it
/// version           S  random, new with each write
/// content           S  the record's JSON, byte for byte
/// expires_at        S  RFC 3339, only for comparing; absent for never
/// expires_at_epoch  N  seconds, rounded up: the table's TTL attribute
/// taken             N  of a counter, what it stands at; its content says nothing
/// </code>
/// There is no index. A local one holds all items of a partition key together for good: 1,000 writes a second and 10 GB.
/// A global one is never read consistently, and revoking everything begins with a list.
/// </summary>
internal static class DynamoDbItem
{
    public const string Kind = "kind";
    public const string Id = "id";
    public const string Owner = "owner";
    public const string Version = "version";
    public const string Content = "content";
    public const string ExpiresAt = "expires_at";
    public const string ExpiresAtEpoch = "expires_at_epoch";
    public const string Taken = "taken";

    private const int MaxContent = 32 * 1024;

    // '/' is in no id and no owner.
    private const char Separator = '/';

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Name(RecordKind kind) => kind switch
    {
        RecordKind.IntegratedAccount => "integrated-account",
        RecordKind.McpServer => "mcp-server",
        RecordKind.ApiToken => "api-token",
        RecordKind.AuditEntry => "audit-entry",
        RecordKind.AuditHead => "audit-head",
        RecordKind.CallCount => "call-count",
        RecordKind.McpRequest => "mcp-request",
        RecordKind.ToolApproval => "tool-approval",
        RecordKind.IdentityRule => "identity-rule",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of record."),
    };

    /// <summary>Whether an owner's records of this kind are listed: they then have a copy beside those of the same
    /// owner.</summary>
    public static bool IsListed(RecordKind kind) =>
        kind is RecordKind.IntegratedAccount or RecordKind.McpServer or RecordKind.ApiToken or RecordKind.AuditHead
            or RecordKind.McpRequest or RecordKind.IdentityRule;

    /// <summary>Where a record is.</summary>
    public static Dictionary<string, AttributeValue> Key(RecordKind kind, string id) =>
        Key($"{Name(kind)}{Separator}{(RecordSeries.IsOne(kind) ? RecordSeries.Parse(id).Owner : id)}", id);

    /// <summary>Where its copy is.</summary>
    public static Dictionary<string, AttributeValue> CopyKey(RecordKind kind, string owner, string id) =>
        Key(Partition(kind, owner), id);

    /// <summary>The partition that holds what an owner's list has: its copies, or its series.</summary>
    public static string Partition(RecordKind kind, string owner) =>
        $"{Name(kind)}{(RecordSeries.IsOne(kind) ? "" : "-of")}{Separator}{Valid(owner)}";

    private static Dictionary<string, AttributeValue> Key(string partition, string id) =>
        new() { [Id] = new AttributeValue(Valid(id)), [Kind] = new AttributeValue(partition) };

    /// <summary>The copy of an item.</summary>
    public static Dictionary<string, AttributeValue> Copy(RecordKind kind, string owner, Dictionary<string, AttributeValue> item) =>
        new(item) { [Kind] = new AttributeValue(Partition(kind, owner)) };

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
            item[Owner] = new AttributeValue(Valid(record.Owner));
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
            : Text(item, Owner);
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

    /// <summary>A text; null for none, and for another type.</summary>
    public static string? Text(Dictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? value.S : null;

    private static string Valid(string id) =>
        Identifier.IsValid(id) ? id : throw new ArgumentException($"An id or owner is {Identifier.Form}.", nameof(id));
}
