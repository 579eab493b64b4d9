using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>How a refused caller learns what to come back with: <c>WWW-Authenticate</c> with the way to the metadata
/// (RFC 9728, 5.1) and the kind of error (RFC 6750, 3.1).</summary>
internal static class OAuthChallenge
{
    /// <summary>Sets it.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="outcome">Why it is one.</param>
    /// <param name="metadata">The URL of the protected-resource metadata.</param>
    public static void Set(HttpResponse response, GateOutcome outcome, string metadata)
    {
        var error = outcome switch
        {
            GateOutcome.AccessTokenInvalid => "error=\"invalid_token\", ",
            GateOutcome.ScopeInsufficient => "error=\"insufficient_scope\", ",
            _ => "",
        };
        response.Headers.WWWAuthenticate = $"Bearer {error}resource_metadata=\"{metadata}\"";
    }
}
