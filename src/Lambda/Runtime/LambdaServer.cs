using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Lambda.Runtime;

/// <summary>
/// ASP.NET Core's server over the Lambda Runtime API: it takes an invocation, serves it, hands over the answer, and
/// takes the next. One at a time, because that is what an execution environment gets. It stands in for
/// Amazon.Lambda.AspNetCoreServer.Hosting.
/// </summary>
internal sealed partial class LambdaServer(
    RuntimeApi api, InvocationDeadline deadline, AfterAnswer after, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILoggerFactory loggers) : IServer
{
    private readonly ILogger log = loggers.CreateLogger<LambdaServer>();
    private readonly CancellationTokenSource stopping = new();
    private Task loop = Task.CompletedTask;

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Whether the Runtime API failed, so that the process must not end as if all were well.</summary>
    public bool Failed { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        var exchange = new InvocationExchange<TContext>(application, deadline, clock);
        loop = Task.Run(() => ServeAsync(exchange), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Stops taking invocations. One that is being served is finished, as long as
    /// <paramref name="cancellationToken"/> lets it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Dispose();
        api.Dispose();
    }

    private async Task ServeAsync<TContext>(InvocationExchange<TContext> exchange)
        where TContext : notnull
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var invocation = await api.NextAsync(stopping.Token);
                // What AWS's X-Ray SDK and its tools read.
                Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
                await AnswerAsync(exchange, invocation);
                await (after.Do?.Invoke() ?? Task.CompletedTask);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while waiting.
        }
        catch (RuntimeApiException failure)
        {
            RuntimeApiFailed(log, failure.Message);
            Failed = true;
            lifetime.StopApplication();
        }
    }

    private async Task AnswerAsync<TContext>(InvocationExchange<TContext> exchange, Invocation invocation)
        where TContext : notnull
    {
        RequestTrace.Begin(invocation.Id);
        ReadOnlyMemory<byte> answer;
        try
        {
            answer = await exchange.ServeAsync(invocation);
        }
        catch (FormatException)
        {
            await api.FailAsync(
                invocation.Id, new RuntimeFault(
                    "Event.Malformed",
                    "The event is not an HTTP request of payload format 2.0."), CancellationToken.None);
            return;
        }
        catch (Exception failure) when (failure is not RuntimeApiException)
        {
            // Type and stack only: a message may quote a URL, and URLs are secrets here.
            InvocationFailed(log, failure.GetType().FullName ?? "?", failure.StackTrace ?? "");
            // An answer, not a failed invocation: of that the gateway makes a 502 or 500 of its own, without the id of
            // what was asked.
            answer = await InvocationExchange<TContext>.FailedAsync(invocation);
        }

        await api.RespondAsync(invocation.Id, answer, CancellationToken.None);
    }

    [LoggerMessage(1, LogLevel.Critical, "{Reason} The process ends.")]
    private static partial void RuntimeApiFailed(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Error, "The request failed: {Type} at {Stack}")]
    private static partial void InvocationFailed(ILogger log, string type, string stack);
}
