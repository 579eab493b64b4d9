using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using ServerlessMcp.Http;
using ServerlessMcp.Mcp;

namespace ServerlessMcp.Lambda.Runtime;

/// <summary>Serves one invocation: event in, answer out, always before its deadline and never larger than Lambda takes.</summary>
internal sealed class InvocationExchange<TContext>(
    IHttpApplication<TContext> application, InvocationDeadline deadline, TimeProvider clock)
    where TContext : notnull
{
    private static readonly ProblemDetailsResponse TooLate = new(504, "Gateway Timeout",
        "The time that the platform gives a request ended before the answer was there. A change may have taken " +
            "effect all the same: read before you repeat it.");

    private static readonly ProblemDetailsResponse TooLarge = new(500, "Answer Too Large",
        "The answer is larger than the 6 MB that AWS Lambda hands on. Ask for less: a smaller page_size, or fewer fields.");

    private static readonly ProblemDetailsResponse Failed =
        new(500, "Internal Server Error", "Something failed here that should not have. The log has the place.");

    /// <summary>Serves it.</summary>
    /// <exception cref="FormatException">The event is not of payload format 2.0.</exception>
    public async Task<ReadOnlyMemory<byte>> ServeAsync(Invocation invocation)
    {
        deadline.Begin(invocation.Deadline);
        var features = HttpEvent.Read(invocation.Event);
        var aborted = new CancellationTokenSource(deadline.Left(InvocationDeadline.ForRequest), clock);
        var request = RunAsync(features, aborted);
        try
        {
            var (response, body) = await request.WaitAsync(deadline.Left(InvocationDeadline.ForAnswer), clock);

            // Cut off by the deadline, the product leaves without a word: it takes the caller to be gone.
            if (aborted.IsCancellationRequested && body.Length == 0)
            {
                return await WriteAsync(TooLate, features);
            }

            var answer = HttpEventAnswer.Write(
                response.StatusCode, response.Headers, body.GetBuffer().AsSpan(0, (int)body.Length));
            return answer.Length <= RuntimeApi.MaxAnswer ? answer : await WriteAsync(TooLarge, features);
        }
        catch (TimeoutException)
        {
            return await WriteAsync(TooLate, features); // The request goes on for itself, and cleans up after itself.
        }
    }

    private async Task<(ResponseFeature Response, MemoryStream Body)> RunAsync(
        FeatureCollection features, CancellationTokenSource aborted)
    {
        var response = new ResponseFeature();
        var body = new MemoryStream();
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new ResponseBody(body, response));
        features.Set<IHttpRequestLifetimeFeature>(new RequestLifetime(aborted));
        var context = application.CreateContext(features);
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context);
            await response.StartAsync();
            return (response, body);
        }
        catch (Exception unhandled)
        {
            failure = unhandled;
            throw;
        }
        finally
        {
            await response.CompleteAsync();
            application.DisposeContext(context, failure);
            aborted.Dispose();
        }
    }

    /// <summary>What is answered where serving failed.</summary>
    public static Task<ReadOnlyMemory<byte>> FailedAsync(Invocation invocation) =>
        WriteAsync(Failed, HttpEvent.Read(invocation.Event));

    private static async Task<ReadOnlyMemory<byte>> WriteAsync(ProblemDetailsResponse problem, FeatureCollection features)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        SecurityHeaders.Set(context.Response.Headers);
        await McpFailure.WriteAsync(context, problem, request.Path, HttpEvent.BodyOf(features));
        return HttpEventAnswer.Write(problem.Status, context.Response.Headers, body.ToArray());
    }

    private sealed class RequestLifetime(CancellationTokenSource aborted) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; } = aborted.Token;

        public void Abort() => aborted.Cancel();
    }

    /// <summary>A body in memory; the response has started once something is written or it is said so.</summary>
    private sealed class ResponseBody(MemoryStream body, ResponseFeature response) : StreamResponseBodyFeature(body)
    {
        public override async Task StartAsync(CancellationToken cancellationToken = default)
        {
            await response.StartAsync();
            await base.StartAsync(cancellationToken);
        }

        public override async Task CompleteAsync()
        {
            await response.StartAsync();
            await base.CompleteAsync();
        }
    }
}
