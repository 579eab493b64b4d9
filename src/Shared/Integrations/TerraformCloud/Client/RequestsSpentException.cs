namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>A call has sent as many requests as it may (<see cref="TerraformSession.MaxRequests"/>), so this one was
/// not sent.</summary>
internal sealed class RequestsSpentException : Exception;
