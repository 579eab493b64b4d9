namespace ServerlessMcp.Http;

/// <summary>A member of a request body that is not acceptable.</summary>
/// <param name="Pointer">Which: a JSON Pointer (RFC 6901), <c>/config/methods/0</c>.</param>
/// <param name="Detail">What came, and what is allowed.</param>
public sealed record FieldError(string Pointer, string Detail);
