namespace ServerlessMcp.Functions.Handler;

/// <summary>
/// The timer's function, <c>CleanupExpired/function.json</c>: the Functions host posts it to us on the path with its
/// name, on the port that also serves HTTP
/// (https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers).
/// </summary>
internal static class CleanupExpired
{
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
    public static async Task RunAsync(HttpContext context)
    {
        await context.RequestServices.GetRequiredService<ExpiredRecordSweep>().RunAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(
            """{"Outputs":{},"Logs":[],"ReturnValue":null}"""u8.ToArray(), CancellationToken.None);
    }
}
