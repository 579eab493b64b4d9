using Azure.Data.Tables;

namespace ServerlessMcp.Functions.Tables;

/// <summary>The properties of our rows: texts and bytes. Another type than we write is none, where the library throws.</summary>
internal static class EntityValues
{
    /// <summary>A text; null for none.</summary>
    public static string? Text(this TableEntity entity, string name) =>
        entity.TryGetValue(name, out var value) ? value as string : null;

    /// <summary>Bytes; null for none.</summary>
    public static byte[]? Bytes(this TableEntity entity, string name) =>
        entity.TryGetValue(name, out var value) ? value as byte[] : null;

    /// <summary>Itself, with when it expires, to 100 ns: never has no such property.</summary>
    public static TableEntity Expiring(this TableEntity entity, DateTimeOffset? at)
    {
        if (at is { } time)
            entity["ExpiresAt"] = time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return entity;
    }

    /// <summary>The service's mark of this state; null before it is stored.</summary>
    public static string? StoredETag(this TableEntity entity) =>
        entity.ETag == default ? null : entity.ETag.ToString();
}
