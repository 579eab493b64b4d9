using ServerlessMcp.Records;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// The keys of the table's three kinds of row; docs/storage.md explains them. Only <c>a-z 0-9 - . !</c> stand in them,
/// which the service and a URL take as they are.
/// </summary>
internal static class TableKeys
{
    /// <summary>Before the hours of <see cref="Expiry"/>. Sorts apart from every other partition.</summary>
    public const string ExpiryPrefix = "exp-";

    // Sorts before all that may stand in an id, so that rows are in the order of the ids: a!… before a-b!…, as a is before a-b.
    private const char AfterId = '!';

    /// <summary>The record's partition: 256 per kind, so that no partition's limit of 2,000 entities a second is near.</summary>
    public static string Record(RecordKind kind, string id) =>
        $"{Name(kind)}-{SHA256.HashData(Encoding.ASCII.GetBytes(id))[0]:x2}";

    /// <summary>The partition of an owner's index.</summary>
    public static string Owner(RecordKind kind, string owner) => $"owner-{Name(kind)}-{owner}";

    /// <summary>The row of an id in its owner's index.</summary>
    public static string OwnerRow(string id, string mark) => $"{id}{AfterId}{mark}";

    /// <summary>The id and the mark of an owner's row.</summary>
    public static (string Id, string Mark) ReadOwnerRow(string rowKey) =>
        rowKey.Split(AfterId) is [var id, var mark] ? (id, mark) : ("", "");

    /// <summary>The partition of an owner's series, in which its records stand in order, without notes.</summary>
    public static string Series(RecordKind kind, string owner) => $"series-{Name(kind)}-{Valid(owner)}";

    /// <summary>Selects an owner's series from after an id.</summary>
    public static string SeriesFilter(RecordKind kind, string owner, string? afterId) => afterId is null
        ? $"PartitionKey eq '{Series(kind, owner)}'"
        : $"PartitionKey eq '{Series(kind, owner)}' and RowKey gt '{Valid(afterId)}'";

    /// <summary>The row of an owner's series in the hour in which some of it expires.</summary>
    public static string SeriesExpiryRow(RecordKind kind, string owner) => $"{Name(kind)}.{owner}";

    /// <summary>Selects an owner's rows from after an id.</summary>
    public static string OwnerFilter(RecordKind kind, string owner, string? afterId) => afterId is null
        ? $"PartitionKey eq '{Owner(kind, owner)}'"
        : $"PartitionKey eq '{Owner(kind, owner)}' and RowKey ge '{afterId}{(char)(AfterId + 1)}'";

    /// <summary>The partition of what expires in this hour.</summary>
    public static string Expiry(DateTimeOffset at) =>
        ExpiryPrefix + at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);

    /// <summary>The row of a note in its hour.</summary>
    public static string ExpiryRow(RecordKind kind, string id, string mark) => $"{Name(kind)}.{id}.{mark}";

    /// <summary>Selects the notes of the hours up to this one.</summary>
    public static string ExpiryFilter(DateTimeOffset before) =>
        $"PartitionKey ge '{ExpiryPrefix}' and PartitionKey le '{Expiry(before)}'";

    /// <summary>The kind's name in keys.</summary>
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
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of record."),
    };

    /// <summary>The kind with this name, or null.</summary>
    public static RecordKind? Kind(string? name) => Enum.GetValues<RecordKind>().Where(kind => Name(kind) == name)
        .Select(kind => (RecordKind?)kind).FirstOrDefault();

    /// <summary>The id or owner itself.</summary>
    /// <exception cref="ArgumentException">It has another form, and could escape from a key or a filter.</exception>
    public static string Valid(string idOrOwner) =>
        Identifier.IsValid(idOrOwner) ? idOrOwner
        : throw new ArgumentException($"An id is {Identifier.Form}.", nameof(idOrOwner));
}
