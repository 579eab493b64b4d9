namespace ServerlessMcp.Records;

/// <summary>
/// Kinds of which an owner has very many records, written once, read in order, and removed from the front: the audit
/// trail. Their ids begin with their owner, so that a store finds one without an index, and keeps them apart from the
/// few records that every call reads.
/// </summary>
public static class RecordSeries
{
    private const int Digits = 12;

    /// <summary>Whether records of this kind are such a series. They are never replaced.</summary>
    public static bool IsOne(RecordKind kind) => kind == RecordKind.AuditEntry;

    /// <summary>The id of an owner's record of this number: <c>mcp-0f3c…-000000000042</c>. An owner of a series has at
    /// most 51 characters.</summary>
    public static string Id(string owner, long number) => string.Create(CultureInfo.InvariantCulture, $"{owner}-{number:d12}");

    /// <summary>The owner that an id of a series begins with, and its number.</summary>
    /// <exception cref="ArgumentException">It has another form.</exception>
    public static (string Owner, long Number) Parse(string id)
    {
        var at = id.Length - Digits - 1;
        return at > 0 && id[at] == '-' && Identifier.IsValid(id)
            && long.TryParse(id.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (id[..at], number)
            : throw new ArgumentException($"An id of a series is its owner, - and {Digits} digits.", nameof(id));
    }

    /// <summary>The owner that an id of a series begins with, which has to be this one.</summary>
    /// <exception cref="ArgumentException">It is another, or the id has another form.</exception>
    public static void Check(string id, string owner)
    {
        if (Parse(id).Owner != owner)
        {
            throw new ArgumentException("An id of a series begins with its owner.", nameof(owner));
        }
    }
}
