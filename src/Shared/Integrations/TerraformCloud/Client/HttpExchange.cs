using ServerlessMcp.Http;
using ServerlessMcp.Telemetry;

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
    /// <param name="template">What the path was made of, for telemetry; null for a link.</param>
    /// <exception cref="TerraformFailedException">There is no answer.</exception>
    public static async Task<TerraformDownload> OpenAsync(
        HttpMessageInvoker sender, HttpRequestMessage message, long maxLength, CancellationTokenSource timeout,
        CancellationToken cancellationToken, string? template = null)
    {
        using var heard = UpstreamTelemetry.Begin(message.Method.Method, message.RequestUri!, template);
        var call = new HttpCall(message.RequestUri!, message.Method, timeout, cancellationToken);
        try
        {
            // Not every sender looks at its token before it sends.
            if (timeout.IsCancellationRequested)
                throw call.Failed(TerraformFailure.NoTimeLeft);
            call.Answer = await call.GuardAsync(token => sender.SendAsync(message, token));
            heard?.Answered((int)call.Answer.StatusCode);
            return new TerraformDownload(call.Answer, call) { MaxLength = maxLength };
        }
        catch (Exception failure)
        {
            heard?.Failed(failure is TerraformFailedException { Failure: var name } ? name.ToString() : "canceled");
            call.Dispose();
            throw;
        }
    }

    /// <summary>Sends the message and reads the answer whole; dispose it.</summary>
    /// <exception cref="TerraformFailedException">There is no answer.</exception>
    public static async Task<TerraformResponse> SendAsync(
        HttpMessageInvoker sender, HttpRequestMessage message, int maxLength, bool takesHtml,
        CancellationTokenSource timeout, CancellationToken cancellationToken, string? template = null)
    {
        await using var answer = await OpenAsync(sender, message, maxLength, timeout, cancellationToken, template);
        return await answer.ReadWholeAsync(maxLength, takesHtml);
    }

    /// <summary>Reads an answer whole.</summary>
    internal static async Task<TerraformResponse> ReadAsync(
        HttpResponseMessage answer, HttpCall call, int maxLength, bool takesHtml, CancellationToken cancellationToken)
    {
        var contentType = answer.Content.Headers.ContentType?.MediaType;
        var body = await BodyReader.ReadAsync(answer.Content, maxLength, cancellationToken)
            ?? throw call.Failed(TerraformFailure.TooLarge);
        var response = new TerraformResponse((int)answer.StatusCode, body.Buffer, body.Start, body.Length)
        {
            ContentType = contentType,
            RateLimit = RateLimit.Read(answer.Headers),
            RequestId = AnswerHeaders.RequestId(answer),
            ProductHeaders = body.Length > 0 ? []
                : [.. answer.Headers.Where(AnswerHeaders.IsOfProduct)
                    .Select(header => KeyValuePair.Create(header.Key, header.Value.First()))],
            Location = AnswerHeaders.Location(answer),
        };
        if (takesHtml || !AnswerHeaders.IsPage(answer))
            return response;
        using (response)
            throw call.Failed(TerraformFailure.NotJson, BodyNote.Of(contentType, response.Body.Span));
    }
}
