namespace ServerlessMcp.Sandbox.Http;

/// <summary>What a pre-signed URL leads to: something to read (made at the moment of reading, so that logs grow) or a
/// place to write to once.</summary>
internal sealed record Blob(DateTimeOffset Expires, string ContentType, Func<byte[]>? Read, Action<byte[]>? Write);
