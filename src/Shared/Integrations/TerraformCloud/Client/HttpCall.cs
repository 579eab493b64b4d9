namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>What a request and the reading of its answer have in common: whom it asks, how long it may take, and
/// how its failures are told.</summary>
internal sealed class HttpCall(
    Uri target, HttpMethod verb, CancellationTokenSource timeout, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource either =
        CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
    private CancellationTokenSource? owned;

    /// <summary>The answer, once it has begun.</summary>
    public HttpResponseMessage? Answer { get; set; }

    /// <summary>The caller's.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>A failure of this request.</summary>
    public TerraformFailedException Failed(TerraformFailure failure, string? body = null) =>
        new(failure, target, verb, body)
        { Status = (int?)Answer?.StatusCode, RequestId = Answer is null ? null : AnswerHeaders.RequestId(Answer) };

    /// <summary>Has the time-out disposed of with the call.</summary>
    public void Own() => owned = timeout;

    /// <summary>Does a step of it; however it fails, what comes is a failure with a name.</summary>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step)
    {
        var failure = TerraformFailure.Cut;
        try
        {
            return await step(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Neither the caller nor our clock: the handler's own ConnectTimeout.
            failure = timeout.IsCancellationRequested ? TerraformFailure.TimedOut : TerraformFailure.Unreachable;
        }
        catch (HttpRequestException e)
        {
            failure = ExchangeFailure.Of(e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The body ended early, or its compression is broken.
        }

        // Thrown outside of the catch blocks, so that what has been caught, with its URLs, stays behind.
        throw Failed(failure);
    }

    public void Dispose()
    {
        either.Dispose();
        owned?.Dispose();
    }
}
