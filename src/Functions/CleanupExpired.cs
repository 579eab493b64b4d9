using ServerlessMcp.Records;

namespace ServerlessMcp.Functions;

/// <summary>
/// The timer's function, <c>CleanupExpired/function.json</c>: the Functions host posts it to us on the path with its
/// name, on the port that also serves HTTP
/// (https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers).
/// </summary>
/// <param name="store">What is swept.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where it says what it did.</param>
internal sealed partial class CleanupExpired(IRecordStore store, TimeProvider time, ILoggerFactory loggers)
{
    // Under functionTimeout of host.json, 5 minutes: a sweep that takes longer stops by itself, and the next one goes on.
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(4);

    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp.CleanupExpired");

    /// <summary>
    /// Whether the platform itself asks. The same path can be reached from outside through the HTTP trigger, which
    /// takes every path; but what comes that way has the headers of the trigger and of the front end, and a caller
    /// can't take them off.
    /// </summary>
    public static bool IsAsked(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Equals("/CleanupExpired", StringComparison.Ordinal)
        && !request.Headers.ContainsKey("x-ms-invocation-id") && !request.Headers.ContainsKey("X-Forwarded-For");

    /// <summary>Sweeps, and answers what ends an invocation: 2xx and a JSON object, whatever happened. Anything else
    /// would leave it hanging until its timeout.</summary>
    public async Task RunAsync(HttpContext context)
    {
        using var enough = new CancellationTokenSource(AtMost, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, context.RequestAborted);
        try
        {
            Swept(await store.DeleteExpiredAsync(time.GetUtcNow(), both.Token));
        }
        catch (StoreUnavailableException e)
        {
            Failed(e.Message);
        }
        catch (OperationCanceledException)
        {
            Failed("It was stopped before its end.");
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(
            """{"Outputs":{},"Logs":[],"ReturnValue":null}"""u8.ToArray(), CancellationToken.None);
    }

    [LoggerMessage(30, LogLevel.Information, "Removed {Count} expired records.")]
    private partial void Swept(int count);

    [LoggerMessage(31, LogLevel.Error, "Removing expired records goes on with the next turn. {Reason}")]
    private partial void Failed(string reason);
}
