namespace ServerlessMcp.Terraform;

/// <summary>One HTTP request and its one answer, read whole and bounded. Every way to fail has a name, and takes nothing along that could hold a URL or a token.</summary>
internal sealed class HttpExchange(TerraformClientOptions options, TimeProvider clock)
{
    /// <summary>A clock for one call, however many requests it takes: the lesser of the client's own patience and what the host has left.</summary>
    public CancellationTokenSource StartTimeout() =>
        new(options.Remaining?.Invoke() is { } remaining && remaining < options.Timeout ? remaining : options.Timeout, clock);

    /// <summary>Sends the message. The answer is whatever the other side says, whichever its status; dispose it.</summary>
    /// <param name="sender">Who sends it.</param>
    /// <param name="message">The request.</param>
    /// <param name="maxLength">The longest body read, in bytes.</param>
    /// <param name="takesHtml">Whether a successful answer may be a page for people.</param>
    /// <param name="timeout">From <see cref="StartTimeout"/>.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="TerraformFailedException">There is no answer.</exception>
    public static async Task<TerraformResponse> SendAsync(
        HttpMessageInvoker sender, HttpRequestMessage message, int maxLength, bool takesHtml, CancellationTokenSource timeout, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var failure = TerraformFailure.Cut;
        try
        {
            using var answer = await sender.SendAsync(message, either.Token);
            return await ReadAsync(answer, message, maxLength, takesHtml, either.Token);
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
                { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } =>
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
        throw new TerraformFailedException(failure, message.RequestUri!, message.Method);
    }

    private static async Task<TerraformResponse> ReadAsync(
        HttpResponseMessage answer, HttpRequestMessage message, int maxLength, bool takesHtml, CancellationToken cancellationToken)
    {
        var contentType = answer.Content.Headers.ContentType?.MediaType;
        if (!takesHtml && answer.IsSuccessStatusCode && string.Equals(contentType, "text/html", StringComparison.OrdinalIgnoreCase))
            throw new TerraformFailedException(TerraformFailure.NotJson, message.RequestUri!, message.Method);
        var body = await BodyReader.ReadAsync(answer.Content, maxLength, cancellationToken)
            ?? throw new TerraformFailedException(TerraformFailure.TooLarge, message.RequestUri!, message.Method);
        return new TerraformResponse((int)answer.StatusCode, body.Buffer, body.Start, body.Length)
        {
            ContentType = contentType,
            RateLimit = RateLimit.Read(answer.Headers),
            RequestId = answer.Headers.TryGetValues("x-request-id", out var ids) ? ids.First() : null,
            ProductHeaders = body.Length > 0 ? [] : [.. answer.Headers.Where(IsOfProduct).Select(header => KeyValuePair.Create(header.Key, header.Value.First()))],
            Location = answer.Headers.Location ?? TerraformGet(answer),
        };
    }

    private static bool IsOfProduct(KeyValuePair<string, IEnumerable<string>> header) =>
        header.Key.StartsWith("TFP-", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith("X-TFE-", StringComparison.OrdinalIgnoreCase);

    // The module registry protocol answers 204 and tells the address by a header of its own
    // (https://developer.hashicorp.com/terraform/internals/module-registry-protocol#download-source-code-for-a-specific-module-version).
    private static Uri? TerraformGet(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-terraform-get", out var links) && Uri.TryCreate(links.First(), UriKind.RelativeOrAbsolute, out var link) ? link : null;
}
