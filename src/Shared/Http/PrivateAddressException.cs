namespace ServerlessMcp.Http;

/// <summary>A host that resolves to an address which is not public; the handler wraps it, and <c>HttpExchange</c> finds
/// it again.</summary>
internal sealed class PrivateAddressException : IOException;
