using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Access;

/// <summary>A path and its methods, with the frame every answer of the product has: security headers, 405 with
/// <c>Allow</c>, 503 and 500 that tell nothing.</summary>
internal static partial class MethodRoutes
{
    /// <summary>Maps the methods of one path. HEAD goes with GET.</summary>
    public static void MapMethods(
        this IEndpointRouteBuilder endpoints, string pattern, params (string Method, RequestDelegate Handler)[] methods) =>
        endpoints.Map(pattern, Framed(endpoints.ServiceProvider, pattern, methods));

    /// <summary>What answers the methods of one path, in the frame.</summary>
    public static RequestDelegate Framed(
        IServiceProvider services, string pattern, params (string Method, RequestDelegate Handler)[] methods)
    {
        var allow = string.Join(", ", methods.Select(entry => entry.Method));
        return Framed(services, pattern, allow, async context =>
        {
            var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
            var handler = Array.Find(methods, entry => HttpMethods.Equals(entry.Method, method)).Handler;
            if (handler is null)
            {
                context.Response.Headers.Allow = allow;
                await new ProblemDetailsResponse(405, "Method Not Allowed", $"Allowed here: {allow}.").WriteAsync(context);
                return;
            }

            await handler(context);
        }, (context, problem) => problem.WriteAsync(context));
    }

    /// <summary>One handler for all methods of a path, in the frame.</summary>
    /// <param name="services">Where the log is, and the settings.</param>
    /// <param name="pattern">The path.</param>
    /// <param name="allow">The methods that a page may be told of.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="fail">What writes the frame's own answers.</param>
    public static RequestDelegate Framed(
        IServiceProvider services, string pattern, string allow, RequestDelegate handler,
        Func<HttpContext, ProblemDetailsResponse, Task> fail)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("ServerlessMcp");
        var options = services.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value;
        var isOfClients = Array.Exists(OfClients, prefix => pattern.StartsWith(prefix, StringComparison.Ordinal));
        return async context =>
        {
            SecurityHeaders.Set(context.Response.Headers);
            RequestTrace.OfHeaders(context.Request.Headers.TraceParent);
            if (!isOfClients || !CrossOrigin.Answer(context, options.AllowedOrigins, allow))
            {
                await RunAsync(handler, context, log, fail);
            }
        };
    }

    // What MCP clients in a browser ask; the control plane is none of theirs.
    private static readonly string[] OfClients = ["/mcp", OAuthUrls.TokenPath, "/.well-known/"];

    private static async Task RunAsync(
        RequestDelegate handler, HttpContext context, ILogger log, Func<HttpContext, ProblemDetailsResponse, Task> fail)
    {
        try
        {
            await handler(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
        catch (StoreUnavailableException failure)
        {
            StoreUnavailable(log, failure.Message);
            context.Response.Headers.RetryAfter = "5";
            await fail(context, new ProblemDetailsResponse(503, "Service Unavailable", failure.Hint ?? "The records " +
                "can't be read right now, so nothing is allowed. Try again in 5 seconds."));
        }
        catch (IssuerUnavailableException failure)
        {
            IssuerUnavailable(log, failure.Message);
            context.Response.Headers.RetryAfter = "60";
            await fail(context, new ProblemDetailsResponse(503, "Service Unavailable", "The keys of the access " +
                "token's issuer can't be had right now, so nothing is allowed. Try again in a minute."));
        }
        catch (BadHttpRequestException failure)
        {
            await fail(context, new ProblemDetailsResponse(failure.StatusCode, "Bad Request", "The request could not be read."));
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            // Type and stack only: a message may quote a URL, and URLs are secrets here.
            Unexpected(log, failure.GetType().FullName ?? "?", failure.StackTrace ?? "");
            await fail(context, new ProblemDetailsResponse(500, "Internal Server Error", "Something failed here that " +
                "should not have. The log has the place."));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The store is unavailable: {Reason}")]
    private static partial void StoreUnavailable(ILogger log, string reason);

    [LoggerMessage(3, LogLevel.Error, "An OAuth issuer is unavailable: {Reason}")]
    private static partial void IssuerUnavailable(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Error, "Unexpected {Type} at {Stack}")]
    private static partial void Unexpected(ILogger log, string type, string stack);
}
