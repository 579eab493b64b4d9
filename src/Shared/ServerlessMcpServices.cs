using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMcp.Access;
using ServerlessMcp.Access.Identity;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Admin;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Mcp;
using ServerlessMcp.Records;
using ServerlessMcp.WebConsole;

namespace ServerlessMcp;

/// <summary>
/// The composition root, the same for every host. A call to an MCP URL goes one way:
/// <list type="number">
/// <item><see cref="MethodRoutes"/>: security headers, 405, and the frame that turns a dead store into 503.</item>
/// <item><see cref="OriginPolicy"/>: pages of other sites are refused.</item>
/// <item><see cref="FailedAttemptLimiter"/>: an address that guesses is not heard.</item>
/// <item><see cref="TokenGate"/>: the token becomes an <see cref="Admission"/>, or one and the same 410.</item>
/// <item><see cref="McpEndpoint"/>: one JSON-RPC message, held against the HTTP rules of its revision; what is no list
/// and no call is the SDK's.</item>
/// <item><see cref="ToolCallMethod"/>: one call in, one reply out, as bytes.</item>
/// <item><see cref="CallLimiter"/>: a tool call is counted, where a limit is set.</item>
/// <item><see cref="ToolFilter"/>: what the URL exposes, the same for listing and for calling.</item>
/// <item><see cref="ToolCalls"/>: one call, noted whatever happens, carried out by its account's
/// <see cref="IIntegration"/>.</item>
/// <item>The integration: arguments checked, request built, sent with the token from <see cref="ICredentialSource"/>.</item>
/// <item>Where the URL has a scope: everything the arguments name is traced to a workspace or project in it, and what
/// comes back is cut to it.</item>
/// <item>Where the answer leads on, to a log, a plan, a state, what it leads to is read.</item>
/// <item>The answer: flattened, its fields selected, secrets out; upstream errors told so that an agent can go on.</item>
/// <item><see cref="AuditLog"/>: one line, in the log and in the store; of a change another one before it is sent.</item>
/// </list>
/// A host adds an <see cref="IRecordStore"/>, an <see cref="ICredentialSource"/> and a line for each integration
/// (<c>AddTerraformCloud</c>), and decides nothing else.
/// </summary>
public static class ServerlessMcpServices
{
    /// <summary>Adds the product's services.</summary>
    public static IServiceCollection AddServerlessMcp(this IServiceCollection services, Action<ServerlessMcpOptions> configure)
    {
        // Made here rather than by services.Configure: what builds generic services at run time costs a cold start 0.3
        // ms for each type, and options take six.
        services.AddSingleton(_ =>
        {
            var options = new ServerlessMcpOptions();
            configure(options);
            return Options.Create(options);
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, PathsOutOfLogs>();
        services.AddSingleton<AccessRecords>();
        services.AddSingleton<Bootstrap>();
        services.AddSingleton<FailedAttemptLimiter>();
        services.AddSingleton<LastUse>();
        services.AddSingleton<CallLimiter>();
        services.AddSingleton<TokenGate>();
        services.AddSingleton<RunningCalls>();
        services.AddSingleton<ClientAddress>();
        services.AddSingleton<OAuthUrls>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IssuerTokens>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<OAuthEndpoints>();
        services.AddSingleton<SignInUrls>();
        services.AddSingleton<SignInProviders>();
        services.AddSingleton<SignInEndpoints>();
        services.AddSingleton<CodeExchange>();
        services.AddSingleton<TokenExchange>();
        services.AddSingleton<ExchangeEndpoint>();
        services.AddSingleton<RevocationEndpoint>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditKey>();
        services.AddSingleton<OriginPolicy>();
        services.AddSingleton<ToolListings>();
        services.AddSingleton<PromptListings>();
        services.AddSingleton<IntegrationRegistry>();
        services.AddSingleton<ToolCalls>();
        services.AddSingleton<NeededAccounts>();
        services.AddSingleton<ToolCallMethod>();
        services.AddSingleton<McpEndpoint>();
        services.AddSingleton<ConsoleFiles>();
        services.AddSingleton<AdminEndpoints>();
        services.AddSingleton<AccountEndpoints>();
        services.AddSingleton<McpServerEndpoints>();
        services.AddSingleton<McpRequestEndpoints>();
        services.AddSingleton<ToolApprovals>();
        services.AddSingleton<UrlAccountsFinder>();
        services.AddSingleton<ApiTokenEndpoints>();
        services.AddSingleton<IdentityRuleEndpoints>();
        services.AddSingleton<AuditEndpoints>();
        services.AddSingleton<MarkedUrls>();
        services.AddSingleton<MintingPreview>();
        services.AddSingleton<RevocationEndpoints>();
        services.TryAddSingleton<HttpMessageHandler>(_ => OutboundHandler.Create());
        services.AddSingleton(provider => new IssuerDocuments(
            new HttpMessageInvoker(provider.GetRequiredService<HttpMessageHandler>()),
            new HttpMessageInvoker(PublicAddressHandler.CreateHandler()),
            provider.GetRequiredService<IOptions<ServerlessMcpOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Maps the endpoints that docs/http.md describes: the MCP endpoint, the control plane, the console,
    /// liveness. Nothing that is added behind them is asked.</summary>
    public static void MapServerlessMcp(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var mcp = services.GetRequiredService<McpEndpoint>();
        var mcpCalls = MethodRoutes.Framed(services, "/mcp", "POST", mcp.HandleAsync, mcp.FailAsync);
        var welcome = MethodRoutes.Framed(services, "/", ("GET", WelcomeAsync));
        var alive = MethodRoutes.Framed(services, "/healthz", ("GET", AliveAsync));
        var others = new LateRoutes(services, MapOthers);
        app.Run(context => context.Request.Path.Value switch
        {
            "/" or "" or null => welcome(context),
            "/healthz" => alive(context),
            _ when McpPath.IsIn(context.Request) => mcpCalls(context),
            _ => others.AnswerAsync(context),
        });
    }

    // What a cold start of an MCP URL does without.
    private static void MapOthers(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/healthz", ("GET", AliveAsync)); // In another case, or with a slash at its end.
        endpoints.ServiceProvider.GetRequiredService<OAuthEndpoints>().Map(endpoints, NothingHereAsync);
        endpoints.ServiceProvider.GetRequiredService<SignInEndpoints>().Map(endpoints);
        endpoints.MapMethods(
            SignInUrls.RevokePath, ("POST", endpoints.ServiceProvider.GetRequiredService<RevocationEndpoint>().AnswerAsync));
        endpoints.ServiceProvider.GetRequiredService<AdminEndpoints>().Map(endpoints);
        ConsoleEndpoints.Map(endpoints, NothingHereAsync);
        ApiDescription.Map(endpoints);
        endpoints.MapMethods(
            "{**path}", ("GET", NothingHereAsync), ("POST", NothingHereAsync), ("PUT", NothingHereAsync),
            ("PATCH", NothingHereAsync),
            ("DELETE", NothingHereAsync), ("OPTIONS", NothingHereAsync));
    }

    private static Task AliveAsync(HttpContext context) =>
        context.WriteBytesAsync(200, "application/json", "{\"status\":\"ok\"}"u8.ToArray());

    // A person gets the console, a program a sentence.
    private static Task WelcomeAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept";
        return BrowserRequest.IsFor(context.Request) ? ConsoleEndpoints.RedirectAsync(context)
            : context.WriteBytesAsync(200, "text/plain; charset=utf-8", Welcome);
    }

    // The Functions host asks for / every 25 ms until something answers, so it costs nothing.
    private static readonly byte[] Welcome =
        [.. "ServerlessMcp: short-lived MCP URLs for HCP Terraform. Mint one with POST /integrated-account/{account}/mcp.\n"u8];

    private static Task NothingHereAsync(HttpContext context) =>
        new ProblemDetailsResponse(
            404, "Not Found", "There is nothing here. MCP URLs are /mcp/{token}; the control plane is " +
                "/integrated-account and /api-token.").WriteAsync(context);
}
