using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Access;
using ServerlessMcp.OAuth;

namespace ServerlessMcp.Http;

/// <summary>Mapping a path to its methods, with the frame every answer of the product has: security headers, 405 with <c>Allow</c>, 503 and 500 that tell nothing.</summary>
public static partial class MethodRoutes
{
    /// <summary>Maps the methods of one path. HEAD goes with GET.</summary>
    public static void MapMethods(this IEndpointRouteBuilder endpoints, string pattern, params (string Method, RequestDelegate Handler)[] methods)
    {
        var log = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("ServerlessMcp");
        var allow = string.Join(", ", methods.Select(entry => entry.Method));
        endpoints.Map(pattern, (RequestDelegate)(async context =>
        {
            SecurityHeaders.Set(context.Response.Headers);
            var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
            var handler = Array.Find(methods, entry => HttpMethods.Equals(entry.Method, method)).Handler;
            if (handler is null)
            {
                context.Response.Headers.Allow = allow;
                await new Problem(405, "Method Not Allowed", $"Allowed here: {allow}.").WriteAsync(context);
                return;
            }

            await RunAsync(handler, context, log);
        }));
    }

    private static async Task RunAsync(RequestDelegate handler, HttpContext context, ILogger log)
    {
        Patience.Begin();
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
            await new Problem(503, "Service Unavailable", failure.Hint ?? "The records can't be read right now, so nothing is allowed. Try again in 5 seconds.").WriteAsync(context);
        }
        catch (IssuerUnavailableException failure)
        {
            IssuerUnavailable(log, failure.Message);
            context.Response.Headers.RetryAfter = "60";
            await new Problem(503, "Service Unavailable", "The keys of the access token's issuer can't be had right now, so nothing is allowed. Try again in a minute.").WriteAsync(context);
        }
        catch (BadHttpRequestException failure)
        {
            await new Problem(failure.StatusCode, "Bad Request", "The request could not be read.").WriteAsync(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            // Type and stack only: a message may quote a URL, and URLs are secrets here.
            Unexpected(log, failure.GetType().FullName ?? "?", failure.StackTrace ?? "");
            await new Problem(500, "Internal Server Error", "Something failed here that should not have. The log has the place.").WriteAsync(context);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The store is unavailable: {Reason}")]
    private static partial void StoreUnavailable(ILogger log, string reason);

    [LoggerMessage(3, LogLevel.Error, "An OAuth issuer is unavailable: {Reason}")]
    private static partial void IssuerUnavailable(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Error, "Unexpected {Type} at {Stack}")]
    private static partial void Unexpected(ILogger log, string type, string stack);
}
