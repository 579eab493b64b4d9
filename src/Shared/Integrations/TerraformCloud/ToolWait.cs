using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// Reads a run, a plan or an apply again until it needs something, or time is up: what an agent would do by itself with
/// a call, and a turn of its model, each time. At most one request a second, which <see cref="Pace"/> sees to; a 429
/// ends the wait with what is known. For one call: its time runs from here on.
/// </summary>
/// <param name="clock">What the wait is measured by.</param>
/// <param name="options">For how long the host may still take.</param>
internal sealed class ToolWait(TimeProvider clock, TerraformClientOptions options)
{
    // What one more request and the answer may take of the host's last seconds.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(2);

    private readonly long started = clock.GetTimestamp();
    private long looked = clock.GetTimestamp();

    /// <summary>How long a call asks to wait; zero for not at all.</summary>
    public static TimeSpan Asked(ToolArguments arguments) =>
        arguments.Row.TakesWait && arguments.TryGet(DerivedArguments.WaitSeconds.Name, out var seconds)
        ? TimeSpan.FromSeconds(seconds.GetInt32()) : TimeSpan.Zero;

    /// <summary>What spaces all requests of the call, from the first on.</summary>
    public RequestPace Pace { get; } = new(clock, options);

    /// <summary>The last answer, and how the wait went. If the first answer is no success, it is the last.</summary>
    /// <param name="send">Sends the request.</param>
    /// <param name="call">What was asked, whose limits count, who may watch.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    /// <exception cref="TerraformFailedException">There is no first answer.</exception>
    public async Task<(TerraformResponse Response, WaitResult Wait)> SendAsync(
        Func<CancellationToken, Task<TerraformResponse>> send, TerraformCall call, CancellationToken cancellationToken)
    {
        var (asked, api) = (Asked(call.Arguments), call.Api);
        var response = await send(cancellationToken);
        try
        {
            while (response.IsSuccess)
            {
                var (status, isSettled) = Read(response, call.Wait);
                var waited = clock.GetElapsedTime(started);
                var pause = api.RateLimit is { Remaining: 0, ResetSeconds: { } reset }
                    && reset > RequestPace.Interval.TotalSeconds ? TimeSpan.FromSeconds(reset) : RequestPace.Interval;
                if (isSettled || pause >= Left(asked, waited))
                {
                    return (response, new WaitResult(waited, isSettled));
                }

                if (call.Call.ReportProgress is { } report)
                {
                    await report(new ToolProgress(waited, asked, $"{call.Tool.ResourceType.TrimEnd('s')} is " +
                        $"{status.Replace('_', ' ')}", api.RateLimit), cancellationToken);
                }

                await Task.Delay(pause, clock, cancellationToken);
                var (next, endedBy) = await IsAdmissionKnownAsync(call.Call, cancellationToken)
                    ? await AgainAsync(send, Left(asked, clock.GetElapsedTime(started)), cancellationToken)
                    : (null, "store");
                if (next is null || endedBy is not null)
                {
                    next?.Dispose();
                    return (response, new WaitResult(clock.GetElapsedTime(started), IsSettled: false)
                    {
                        EndedBy = endedBy,
                        RetryAfterSeconds = endedBy == RateLimited ? api.RateLimit?.ResetSeconds ?? 1 : null,
                    });
                }

                response.Dispose();
                response = next;
            }

            return (response, new WaitResult(clock.GetElapsedTime(started), IsSettled: true));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // Another process may have revoked what let the call in; this one's own revocations end it by themselves.
    private async Task<bool> IsAdmissionKnownAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (call.Running is not { } running || clock.GetElapsedTime(looked) < RunningCall.LookAgain)
        {
            return true;
        }

        looked = clock.GetTimestamp();
        try
        {
            await running.LookAgainAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return true;
    }

    private const string RateLimited = "rate_limit";

    private TimeSpan Left(TimeSpan asked, TimeSpan waited)
    {
        var left = asked - waited;
        return options.Remaining?.Invoke() - Reserve is { } host && host < left ? host : left;
    }

    // What was known before is worth more than an error, unless the error says that it has changed: a 404 is a resource
    // that is gone.
    private async Task<(TerraformResponse? Next, string? EndedBy)> AgainAsync(
        Func<CancellationToken, Task<TerraformResponse>> send, TimeSpan left, CancellationToken cancellationToken)
    {
        if (left <= TimeSpan.Zero)
        {
            return (null, null);
        }

        using var timeUp = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            var next = await send(either.Token);
            return (next, next.Status == 429 ? RateLimited : next.Status >= 500 ? "upstream" : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, null);
        }
        catch (TerraformFailedException failure)
        {
            return (null, failure.Failure == TerraformFailure.NoTimeLeft ? null : "upstream");
        }
    }

    private static (string Status, bool IsSettled) Read(TerraformResponse response, WaitFor wait)
    {
        using var document = ApiDocument.Parse(response);

        // What is no run, or has no status, is nothing to wait for; what came instead is told where the answer is written.
        if (document.Data.Select(found => (ApiResource?)found).FirstOrDefault() is not { } resource
            || resource.Text("status") is not { } status)
        {
            return ("", true);
        }

        return (status, wait switch
        {
            WaitFor.RunToSettle => RunStatus.IsSettled(status, resource.Flag("actions.is-confirmable") == true),
            WaitFor.RunToEnd => RunStatus.IsSettled(status, isConfirmable: false),
            _ => RunStatus.IsPhaseFinal(status),
        });
    }
}
