using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>The names of the ways in which a request fails.</summary>
internal static class ExchangeFailure
{
    /// <summary>What a handler's exception means.</summary>
    public static TerraformFailure Of(HttpRequestException failure) => failure switch
    {
        { InnerException: PrivateAddressException } => TerraformFailure.LinkPrivate,
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.ProxyTunnelError
        } =>
            TerraformFailure.Unreachable,
        { HttpRequestError: HttpRequestError.SecureConnectionError } => TerraformFailure.Untrusted,
        _ => TerraformFailure.Cut,
    };
}
