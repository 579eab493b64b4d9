namespace ServerlessMcp.Terraform;

/// <summary>A host that resolves to an address which is not public; the handler wraps it, and <see cref="HttpExchange"/> finds it again.</summary>
internal sealed class PrivateAddressException : IOException;
