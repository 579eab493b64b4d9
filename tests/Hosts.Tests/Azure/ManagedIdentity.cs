using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Hosts.Tests.Azure;

/// <summary>The endpoint that gives a function app its identity's tokens: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.</summary>
internal static class ManagedIdentity
{
    /// <summary>AZURE_CLIENT_ID.</summary>
    public const string ClientId = "6d1f2c6e-1111-4a2b-9c3d-0123456789ab";

    /// <summary>IDENTITY_HEADER, which only the app knows.</summary>
    public const string Header = "identity-header-of-the-host-tests";

    public static Task<LoopbackServer> StartAsync() => LoopbackServer.StartAsync(AnswerAsync);

    private static Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (context.Request.Headers["X-IDENTITY-HEADER"] != Header || query["client_id"] != ClientId || query["api-version"] != "2019-08-01")
        {
            context.Response.StatusCode = 400;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json";
        var until = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        return context.Response.WriteAsync(
            $$"""{"access_token":"{{UnsignedToken.For(query["resource"]!)}}","expires_on":"{{until}}","resource":"{{query["resource"]}}","token_type":"Bearer","client_id":"{{ClientId}}"}""");
    }
}
