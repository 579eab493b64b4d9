using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>One HTTP request and its one answer, bounded. Every way to fail has a name, and takes nothing along that
/// could hold a URL or a token.</summary>
internal sealed class HttpExchange(TerraformClientOptions options, TimeProvider clock)
{
    /// <summary>
    /// A clock for one call, however many requests it takes: the lesser of the client's own patience and what the host
    /// has left. A host that has nothing left, or less, leaves no time at all; taken as it comes, -1 ms would be a
    /// clock that never ends.
    /// </summary>
    public CancellationTokenSource StartTimeout() => new(
        options.Remaining?.Invoke() is { } remaining && remaining < options.Timeout ? remaining > TimeSpan.Zero
            ? remaining : TimeSpan.Zero : options.Timeout, clock);

    /// <summary>Sends the message. The answer is whatever the other side says, whichever its status; dispose it. Its
    /// body is still to come.</summary>
    /// <param name="sender">Who sends it.</param>
    /// <param name="message">The request.</param>
    /// <param name="maxLength">The most bytes that <see cref="TerraformDownload.ReadAsync"/> reads.</param>
    /// <param name="timeout">From <see cref="StartTimeout"/>; it must outlive the answer.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="TerraformFailedException">There is no answer.</exception>
    public static async Task<TerraformDownload> OpenAsync(
        HttpMessageInvoker sender, HttpRequestMessage message, long maxLength, CancellationTokenSource timeout,
        CancellationToken cancellationToken)
    {
        var call = new Call(message.RequestUri!, message.Method, timeout, cancellationToken);
        try
        {
            // Not every sender looks at its token before it sends.
            if (timeout.IsCancellationRequested)
                throw call.Failed(TerraformFailure.NoTimeLeft);
            return new TerraformDownload(
                call.Answer = await call.GuardAsync(token => sender.SendAsync(message, token)),
                call)
            { MaxLength = maxLength };
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    /// <summary>Sends the message and reads the answer whole; dispose it.</summary>
    /// <exception cref="TerraformFailedException">There is no answer.</exception>
    public static async Task<TerraformResponse> SendAsync(
        HttpMessageInvoker sender, HttpRequestMessage message, int maxLength, bool takesHtml,
        CancellationTokenSource timeout, CancellationToken cancellationToken)
    {
        await using var answer = await OpenAsync(sender, message, maxLength, timeout, cancellationToken);
        return await answer.ReadWholeAsync(maxLength, takesHtml);
    }

    /// <summary>Reads an answer whole.</summary>
    internal static async Task<TerraformResponse> ReadAsync(
        HttpResponseMessage answer, Call call, int maxLength, bool takesHtml, CancellationToken cancellationToken)
    {
        var contentType = answer.Content.Headers.ContentType?.MediaType;
        var body = await BodyReader.ReadAsync(answer.Content, maxLength, cancellationToken)
            ?? throw call.Failed(TerraformFailure.TooLarge);
        var response = new TerraformResponse((int)answer.StatusCode, body.Buffer, body.Start, body.Length)
        {
            ContentType = contentType,
            RateLimit = RateLimit.Read(answer.Headers),
            RequestId = RequestId(answer),
            ProductHeaders = body.Length > 0 ? []
                : [.. answer.Headers.Where(IsOfProduct)
                    .Select(header => KeyValuePair.Create(header.Key, header.Value.First()))],
            Location = Location(answer),
        };
        if (takesHtml || !IsPage(answer))
            return response;
        using (response)
            throw call.Failed(TerraformFailure.NotJson, BodyNote.Of(contentType, response.Body.Span));
    }

    /// <summary>Whether a successful answer is a page for people: a proxy's login, where a log or a resource should be.</summary>
    internal static bool IsPage(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode
        && string.Equals(answer.Content.Headers.ContentType?.MediaType, "text/html",
            StringComparison.OrdinalIgnoreCase);

    internal static string? RequestId(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-request-id", out var ids) ? ids.First() : null;

    internal static Uri? Location(HttpResponseMessage answer) => answer.Headers.Location ?? TerraformGet(answer);

    private static bool IsOfProduct(KeyValuePair<string, IEnumerable<string>> header) =>
        header.Key.StartsWith("TFP-", StringComparison.OrdinalIgnoreCase)
        || header.Key.StartsWith("X-TFE-", StringComparison.OrdinalIgnoreCase);

    // The module registry protocol answers 204 and tells the address by a header of its own
    // (https://developer.hashicorp.com/terraform/internals/module-registry-protocol#download-source-code-for-a-specific-module-version).
    private static Uri? TerraformGet(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-terraform-get", out var links)
        && Uri.TryCreate(links.First(), UriKind.RelativeOrAbsolute, out var link) ? link : null;

    /// <summary>What a request and the reading of its answer have in common: whom it asks, how long it may take, and
    /// how its failures are told.</summary>
    internal sealed class Call(
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
            { Status = (int?)Answer?.StatusCode, RequestId = Answer is null ? null : RequestId(Answer) };

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
                failure = e switch
                {
                    { InnerException: PrivateAddressException } => TerraformFailure.LinkPrivate,
                    {
                        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                        or HttpRequestError.ProxyTunnelError
                    } =>
                        TerraformFailure.Unreachable,
                    { HttpRequestError: HttpRequestError.SecureConnectionError } => TerraformFailure.Untrusted,
                    _ => TerraformFailure.Cut,
                };
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
}
