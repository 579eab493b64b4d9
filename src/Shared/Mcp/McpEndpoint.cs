using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using ServerlessMcp.Access;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Telemetry;
using McpSession = ModelContextProtocol.Server.McpServer;

namespace ServerlessMcp.Mcp;

/// <summary>
/// The MCP endpoint: <c>POST /mcp/{token}</c>, <c>POST /mcp</c> with the token as <c>Authorization: Bearer</c>, and
/// <c>POST /mcp/s/{server}</c> with an OAuth access token there. One message in, one JSON answer out. Every answer is
/// one of JSON-RPC with the request's id, but for the page that a browser gets.
/// </summary>
internal sealed class McpEndpoint(
    TokenGate gate, FailedAttemptLimiter guesses, OriginPolicy origins, ClientAddress addresses, OAuthUrls urls,
    ToolListings listings, PromptListings prompts, ToolCallMethod toolCall,
    AuditLog audit, NeededAccounts accounts, IOptions<ServerlessMcpOptions> options, TimeProvider time)
{
    /// <summary>Serves one request, whatever its method.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (!origins.Allows(request.Headers.Origin))
        {
            await FaultAsync(context, new JsonRpcRefusal(403, McpErrorCode.InvalidRequest, "Pages of this Origin may " +
                "not call. An operator can allow it."));
            return;
        }

        var address = addresses.Of(context);
        var (outcome, admission) = await AdmitAsync(context, address);
        if (outcome != GateOutcome.Admitted)
        {
            await RefuseAsync(context, outcome, address);
            return;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            await (BrowserRequest.IsFor(request)
                ? BrowserPage.WriteLivingAsync(context, admission!.Server.EndsAt(admission.Account.Policy), time.GetUtcNow())
                : RefuseMethodAsync(context));
            return;
        }

        var (message, fault) = await McpMessageReader.ReadAsync(context, options.Value.MaxRequestBytes);
        if (fault is not null)
        {
            await FaultAsync(context, fault);
            return;
        }

        await WatchedAsync(context, message!, admission!, address);
    }

    /// <summary>Answers a failure of the frame around this (500, 503) in the words of JSON-RPC.</summary>
    public Task FailAsync(HttpContext context, ProblemDetailsResponse problem) =>
        FaultAsync(context,
            new JsonRpcRefusal(
                problem.Status, problem.Status < 500 ? McpErrorCode.InvalidRequest : McpErrorCode.InternalError,
                problem.Detail));

    // Whatever is refused is refused to somebody who asked something: the id is looked for once it is decided, so that
    // it decides nothing.
    private async Task FaultAsync(HttpContext context, JsonRpcRefusal fault) =>
        await context.WriteFaultAsync(fault with { Id = fault.Id ?? await AskedId.OfAsync(context, time) });

    // The URL's token stands in the path, or as the bearer; then a second factor has to come in the header for API
    // tokens. A server's id opens nothing: there the bearer does. A path below /mcp of any other form is as dead as a
    // token that was never given.
    private Task<(GateOutcome Outcome, Admission? Admission)> AdmitAsync(HttpContext context, IPAddress? address)
    {
        var request = context.Request;
        if (request.RouteValues["server"] is string server)
        {
            return gate.AdmitOAuthAsync(server, BearerToken.Of(request), address, context.StoreDeadline());
        }

        var (urlToken, apiToken) = Tokens(request);
        return urlToken is null
            ? Task.FromResult<(GateOutcome, Admission?)>((GateOutcome.NoToken, null))
            : gate.AdmitAsync(urlToken, apiToken, address, context.StoreDeadline());
    }

    private (string? UrlToken, string? ApiToken) Tokens(HttpRequest request)
    {
        var (pathToken, bearer) =
            (request.RouteValues["token"] as string ?? request.RouteValues["rest"] as string, BearerToken.Of(request));
        return (pathToken ?? bearer, BearerToken.ApiKeyOf(request, options.Value.ApiKeyHeader)
            ?? (pathToken is null ? null : bearer));
    }

    private Task RefuseMethodAsync(HttpContext context)
    {
        context.Response.Headers.Allow = "POST";
        return FaultAsync(context, JsonRpcRefusal.MethodNotAllowed);
    }

    private Task RefuseAsync(HttpContext context, GateOutcome outcome, IPAddress? address)
    {
        Note(context, outcome, address);
        ServerTelemetry.Refused(outcome);
        switch (outcome)
        {
            case GateOutcome.NoToken:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return FaultAsync(context, JsonRpcRefusal.NoToken);
            case GateOutcome.ApiTokenMissing or GateOutcome.ApiTokenUnknown or GateOutcome.ApiTokenScope
                or GateOutcome.ApiTokenAccount:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return FaultAsync(context, JsonRpcRefusal.ApiTokenRequired(outcome, options.Value.ApiKeyHeader));
            case GateOutcome.TooManyGuesses:
                context.Response.Headers.RetryAfter = guesses.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return FaultAsync(context, JsonRpcRefusal.TooManyGuesses);
            case GateOutcome.AccessTokenRequired or GateOutcome.AccessTokenInvalid or GateOutcome.ScopeInsufficient:
                OAuthChallenge.Set(
                    context.Response, outcome, urls.ResourceMetadata((string)context.Request.RouteValues["server"]!));
                return FaultAsync(
                    context, outcome == GateOutcome.ScopeInsufficient ? JsonRpcRefusal.ScopeInsufficient
                        : JsonRpcRefusal.AccessTokenRequired);
            case GateOutcome.SecondFactorMissing:
                return FaultAsync(context, JsonRpcRefusal.SecondFactorMissing);
            default:
                return BrowserRequest.IsFor(context.Request) ? BrowserPage.WriteDeadAsync(context)
                    : FaultAsync(context, JsonRpcRefusal.Gone);
        }
    }

    // Of what is there, and was tried with the wrong second token. What is not there names nobody, and is counted as a guess.
    private void Note(HttpContext context, GateOutcome outcome, IPAddress? address)
    {
        var name = outcome switch
        {
            GateOutcome.ApiTokenMissing or GateOutcome.ApiTokenUnknown or GateOutcome.ApiTokenScope
                or GateOutcome.ApiTokenAccount => "api_token_required",
            GateOutcome.AccessTokenRequired => "access_token_required",
            GateOutcome.AccessTokenInvalid => "access_token_invalid",
            GateOutcome.ScopeInsufficient => "scope_insufficient",
            _ => null,
        };
        if (name is null)
        {
            return;
        }

        var (urlToken, apiToken) = Tokens(context.Request);
        audit.Refused(new RefusedRequest(name, address, context.Request.Headers.UserAgent.ToString())
        {
            ServerId = context.Request.RouteValues["server"] as string
                ?? SecretToken.RecordId(SecretToken.UrlPrefix, SecretToken.Hash(urlToken!)),
            ApiTokenId = SecretToken.IsWellFormed(SecretToken.ApiPrefix, apiToken)
                ? SecretToken.RecordId(SecretToken.ApiPrefix, SecretToken.Hash(apiToken!)) : null,
        });
    }

    private async Task WatchedAsync(
        HttpContext context, JsonRpcMessage message, Admission admission, IPAddress? address)
    {
        using var operation = McpOperation.Begin(context, message, admission);
        try
        {
            await DispatchAsync(context, message, admission, address);
        }
        catch (Exception failure)
        {
            operation?.Failed(failure);
            throw;
        }
    }

    private async Task DispatchAsync(
        HttpContext context, JsonRpcMessage message, Admission admission, IPAddress? address)
    {
        var stateless = McpRevision.IsStateless(message.Context?.ProtocolVersion);
        if (message is JsonRpcRequest given && McpParams.Complaint(given) is { } complaint)
        {
            await context.WriteFaultAsync(new JsonRpcRefusal(200, McpErrorCode.InvalidParams, complaint) { Id = given.Id });
            return;
        }

        var (tools, refused) = await accounts.OpenAsync(context, message, admission, Tokens(context.Request).ApiToken, address);
        if (tools is null)
        {
            await RefuseAsync(context, refused, address);
            return;
        }

        if (message is JsonRpcRequest
            {
                Method: RequestMethods.ToolsList or RequestMethods.PromptsList
            or RequestMethods.PromptsGet
            } asked)
        {
            if (tools.Approved(out var refusal) is not { } approved)
            {
                await context.WriteFaultAsync(new JsonRpcRefusal(200, McpErrorCode.InvalidRequest, refusal!) { Id = asked.Id });
                return;
            }

            tools = approved;
        }

        if (message is JsonRpcRequest { Method: RequestMethods.ToolsList } list)
        {
            await (McpParams.IsFirstPage(list)
                ? context.WriteResultAsync(
                    list.Id, listings.Get(tools, stateless).Result)
                : context.WriteFaultAsync(
                    new JsonRpcRefusal(
                        200, McpErrorCode.InvalidParams,
                        "tools/list has one page, so there is no cursor of it. Ask again without one.")
                    {
                        Id =
                            list.Id
                    }));
            return;
        }

        if (message is JsonRpcRequest request && await QuietMethods.AnswerAsync(context, request, stateless))
        {
            return;
        }

        if (message is JsonRpcRequest { Method: RequestMethods.PromptsList } listPrompts)
        {
            await (McpParams.IsFirstPage(listPrompts)
                ? context.WriteResultAsync(listPrompts.Id, prompts.List(tools, stateless))
                : context.WriteFaultAsync(
                    new JsonRpcRefusal(
                        200, McpErrorCode.InvalidParams,
                        "prompts/list has one page, so there is no cursor of it.")
                    { Id = listPrompts.Id }));
            return;
        }

        if (message is JsonRpcRequest { Method: RequestMethods.ToolsCall } call && ToolCallMethod.Takes(call, stateless))
        {
            await toolCall.AnswerAsync(context, call, tools, address, stateless);
            return;
        }

        await NegotiateAsync(context, message, tools, stateless);
    }

    // What is left is the SDK's: the handshake, discovery, prompts, notifications, methods that there are not.
    private async Task NegotiateAsync(
        HttpContext context, JsonRpcMessage message, UrlTools tools, bool stateless)
    {
        var transport = new OneShotTransport(message);
        await using (var session = McpSession.Create(
            transport, Describe(message, tools), loggerFactory: null, context.RequestServices))
        {
            await session.RunAsync(context.RequestAborted);
        }

        if (transport.Reply is JsonRpcResponse { Result: JsonObject result })
        {
            // The SDK declares it by itself; nothing is ever logged to a client.
            (result["capabilities"] as JsonObject)?.Remove("logging");
        }

        await context.WriteReplyAsync(transport.Reply, stateless);
    }

    private McpServerOptions Describe(JsonRpcMessage message, UrlTools tools) => new()
    {
        ServerInfo = new Implementation { Name = Product.Name, Title = Product.Title, Version = Product.Version },
        ServerInstructions = message
            is JsonRpcRequest { Method: RequestMethods.Initialize or RequestMethods.ServerDiscover }
            ? Instructions(tools) : null,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability(), Prompts = new PromptsCapability() },
        Handlers = new McpServerHandlers
        {
            // Listed and called above; the SDK offers the tools capability only where it knows both handlers. It
            // refuses the calls that are left to it before it comes here.
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult()),
            CallToolHandler = (_, _) =>
                throw new McpProtocolException(
                    "The request's _meta is not of its revision.", McpErrorCode.InvalidRequest),
            ListPromptsHandler = (_, _) => ValueTask.FromResult(new ListPromptsResult()),
            GetPromptHandler = (asked, _) => ValueTask.FromResult(
                prompts.Render(asked.Params!, tools, McpRevision.IsStateless(message.Context?.ProtocolVersion))),
        },
    };

    private static string Instructions(UrlTools tools)
    {
        var exposed = tools.Select();
        return McpInstructions.Of(
            tools, [.. exposed.Select(one => one.Tool)], ToolListings.HasFinder(tools.Home.Config.Listing, exposed.Count));
    }
}
