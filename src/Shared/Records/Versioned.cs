namespace ServerlessMcp.Records;

/// <summary>A record as it was read, with the store's mark of that state.</summary>
/// <param name="Value">The record.</param>
/// <param name="Version">What <see cref="RecordSet{T}.ReplaceAsync"/> must still find.</param>
public sealed record Versioned<T>(T Value, string? Version);
