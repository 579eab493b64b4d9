using Microsoft.AspNetCore.Http;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.Identity;

/// <summary><c>POST /oauth/revoke</c> (RFC 7009): whoever holds an API token of a sign-in may end it. One that an admin
/// made is ended by an admin.</summary>
internal sealed class RevocationEndpoint(
    AccessRecords records, OriginPolicy origins, ClientAddress addresses, FailedAttemptLimiter guesses, AuditLog audit)
{
    /// <summary>Answers it.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var address = addresses.Of(context);
        if (!origins.Allows(context.Request.Headers.Origin))
        {
            await OAuthError.WriteAsync(context, 403, "invalid_request", "Pages of this Origin may not call. An operator can allow it.");
            return;
        }

        var (request, complaint) = await TokenRequest.ReadAsync(context);
        if (request?.Of("token") is not { } text)
        {
            await OAuthError.WriteAsync(context, 400, "invalid_request", complaint ?? "token is needed: the API token that ends.");
            return;
        }

        var hash = SecretToken.Hash(text);
        if (guesses.AreTooMany(address, hash))
        {
            context.Response.Headers.RetryAfter = guesses.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await OAuthError.WriteAsync(context, 429, "invalid_client", "Too many wrong tokens came from this address.");
            return;
        }

        if (SecretToken.IsWellFormed(SecretToken.UrlPrefix, text))
        {
            await OAuthError.WriteAsync(context, 400, "unsupported_token_type",
                "This is the token of an MCP URL: POST /integrated-account/{account}/mcp/revoke ends it.");
            return;
        }

        // A token that is none is as good as ended (2.2).
        context.LeaveToStore();
        var found = SecretToken.IsWellFormed(SecretToken.ApiPrefix, text)
            ? (await records.ApiTokens.GetAsync(SecretToken.RecordId(SecretToken.ApiPrefix, hash), context.StoreDeadline()))?.Value : null;
        if (found is null || !SecretToken.AreSame(hash, found.TokenHash))
        {
            guesses.Wrong(address, text);
            return;
        }

        if (found.Identity is null)
        {
            await OAuthError.WriteAsync(context, 400, "unsupported_token_type",
                "An admin made this API token, and an admin ends it: DELETE /api-token/{id}. Only those of a sign-in end here.");
            return;
        }

        var act = new AdminAct(found.Id, "sign_out", null, found.Id)
        {
            Identity = found.Identity,
            RemoteAddress = address?.ToString(),
            Client = context.Request.Headers.UserAgent.ToString(),
        };
        await audit.RevocationAsync(act, () => records.ApiTokens.DeleteAsync(found.Id, context.StoreDeadline().WithoutCaller));
    }
}
