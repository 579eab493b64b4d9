using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServerlessMcp.Access;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>The routes of the control plane, each with the scope it needs.</summary>
public sealed class AdminEndpoints(TokenGate gate, AccountEndpoints accounts, McpServerEndpoints servers, RevocationEndpoints revocations, ApiTokenEndpoints tokens, AuditEndpoints audit)
{
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/integrated-account",
            ("GET", Needs(ApiTokenScope.Mint, accounts.ListAsync)));
        endpoints.MapMethods("/integrated-account/{account}",
            ("GET", Needs(ApiTokenScope.Mint, accounts.GetAsync)),
            ("PUT", Needs(ApiTokenScope.Admin, accounts.PutAsync)),
            ("DELETE", Needs(ApiTokenScope.Admin, accounts.DeleteAsync)));
        endpoints.MapMethods("/integrated-account/{account}/mcp",
            ("GET", Needs(ApiTokenScope.Mint, servers.ListAsync)),
            ("POST", Needs(ApiTokenScope.Mint, servers.MintAsync)),
            ("DELETE", Needs(ApiTokenScope.Mint, revocations.AccountAsync)));
        endpoints.MapMethods("/integrated-account/-/mcp",
            ("DELETE", Needs(ApiTokenScope.Admin, revocations.EverythingAsync)));
        endpoints.MapMethods("/integrated-account/{account}/mcp/{id}",
            ("GET", Needs(ApiTokenScope.Mint, servers.GetAsync)),
            ("PATCH", Needs(ApiTokenScope.Mint, servers.PatchAsync)),
            ("DELETE", Needs(ApiTokenScope.Mint, servers.RevokeAsync)));
        endpoints.MapMethods("/integrated-account/{account}/mcp/{id}/audit",
            ("GET", Needs(ApiTokenScope.Audit, audit.CallsAsync)));
        endpoints.MapMethods("/integrated-account/{account}/audit",
            ("GET", Needs(ApiTokenScope.Audit, audit.ActsAsync)));
        endpoints.MapMethods("/audit",
            ("GET", Needs(ApiTokenScope.Audit, audit.OtherActsAsync)));
        endpoints.MapMethods("/audit-key",
            ("GET", Needs(ApiTokenScope.Audit, audit.KeyAsync)));
        endpoints.MapMethods("/api-token",
            ("GET", Needs(ApiTokenScope.Admin, tokens.ListAsync)),
            ("POST", Needs(ApiTokenScope.Admin, tokens.CreateAsync)));
        endpoints.MapMethods("/api-token/{id}",
            ("GET", Needs(ApiTokenScope.Admin, tokens.GetAsync)),
            ("DELETE", Needs(ApiTokenScope.Admin, tokens.DeleteAsync)));
    }

    private RequestDelegate Needs(ApiTokenScope scope, Func<AdminCall, Task> handler) => async context =>
    {
        var caller = await gate.AuthenticateAsync(BearerToken.Of(context.Request) ?? BearerToken.ApiKeyOf(context.Request), context.RequestAborted);
        if (caller is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await new Problem(401, "Unauthorized", "An API token is needed, as Authorization: Bearer or as X-API-Key.").WriteAsync(context);
            return;
        }

        if (!caller.Has(scope))
        {
            await new Problem(403, "Forbidden", $"This API token lacks the scope {Wire.Name(scope)}.").WriteAsync(context);
            return;
        }

        if (await ReadAsync(context) is var (body, problem) && problem is not null)
        {
            await problem.WriteAsync(context);
            return;
        }

        await handler(new AdminCall(context, caller, body));
    };

    private static async Task<(JsonElement Body, Problem? Problem)> ReadAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) && !HttpMethods.IsPut(context.Request.Method) && !HttpMethods.IsPatch(context.Request.Method))
        {
            return default;
        }

        if (await context.ReadBodyAsync(MaxBodyBytes) is not { } bytes)
        {
            return (default, new Problem(413, "Content Too Large", $"At most {MaxBodyBytes} bytes are taken."));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.IsEmpty ? "{}"u8.ToArray() : bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return (document.RootElement.Clone(), null);
        }
        catch (JsonException fault)
        {
            return (default, new Problem(400, "Malformed JSON",
                $"The body is not valid JSON at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}; or a member stands twice. Send one JSON object."));
        }
    }
}
