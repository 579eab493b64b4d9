using Microsoft.AspNetCore.Http;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>What a session that a person left open must not do: approve, and change who may come in. The person signs in
/// again first (RFC 9470).</summary>
internal static class StaleSignIn
{
    private static readonly ApiTokenScope[] Grave = [ApiTokenScope.Approve, ApiTokenScope.Admin];

    /// <summary>Whether the age of a sign-in matters to a call that needs one of these scopes. To a revocation it never
    /// does.</summary>
    public static bool Matters(ApiTokenScope[] scopes, string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsDelete(method) && scopes.All(Grave.Contains);

    /// <summary>The refusal, with the header that tells a client how fresh it has to be.</summary>
    public static ProblemDetailsResponse Refusal(HttpContext context)
    {
        var seconds = (int)TokenIdentity.Fresh.TotalSeconds;
        context.Response.Headers.WWWAuthenticate = string.Create(
            CultureInfo.InvariantCulture, $"Bearer error=\"insufficient_user_authentication\", max_age={seconds}");
        return new ProblemDetailsResponse(
            401, "Unauthorized",
            $"For this a person has to have signed in within the last {seconds / 60} minutes. Sign in again; the issuer has to " +
                "tell when that was (auth_time).");
    }
}
