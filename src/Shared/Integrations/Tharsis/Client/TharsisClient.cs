using System.Net.Http.Headers;
using ServerlessMcp.Http;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>
/// Sends one request and reads its one answer, bounded in time and length. It follows no redirect, keeps no cookie and
/// repeats nothing; a credential goes to https, or to loopback, and nowhere else. Safe for concurrent use.
/// </summary>
/// <param name="sender">A handler as <see cref="OutboundHandler.Create"/> makes it; owned by the caller.</param>
/// <param name="options">The bounds of a request.</param>
/// <param name="clock">What the time-out is measured by.</param>
internal sealed class TharsisClient(HttpMessageInvoker sender, TerraformClientOptions options, TimeProvider clock)
{
    /// <summary>Sends JSON with a token.</summary>
    /// <exception cref="TharsisTroubleException">There is no answer.</exception>
    public Task<TharsisAnswer> PostJsonAsync(
        Uri address, string path, string? token, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = new ReadOnlyMemoryContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return SendAsync(message, path, options.MaxBodyLength, cancellationToken);
    }

    /// <summary>Sends a form.</summary>
    /// <exception cref="TharsisTroubleException">There is no answer.</exception>
    public Task<TharsisAnswer> PostFormAsync(
        Uri target, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(form) },
            target.AbsolutePath, MaxTokenAnswer, cancellationToken);

    /// <summary>Gets a file without a credential.</summary>
    /// <exception cref="TharsisTroubleException">There is no answer.</exception>
    public Task<TharsisAnswer> GetAsync(Uri target, int maxLength, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, target), null, maxLength, cancellationToken);

    // A token's answer has a few hundred bytes.
    private const int MaxTokenAnswer = 64 * 1024;

    private async Task<TharsisAnswer> SendAsync(
        HttpRequestMessage message, string? template, int maxLength, CancellationToken cancellationToken)
    {
        using var request = message;
        var target = message.RequestUri!;
        if (target.Scheme != Uri.UriSchemeHttps && !(target.Scheme == Uri.UriSchemeHttp && target.IsLoopback))
        {
            throw Trouble.NotHttps(target.Host);
        }

        message.Headers.UserAgent.Add(OutboundHandler.Agent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        using var heard = UpstreamTelemetry.Begin(message.Method.Method, target, template);
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        string? failed = null;
        try
        {
            either.Token.ThrowIfCancellationRequested();
            using var answer = await sender.SendAsync(message, either.Token);
            heard?.Answered((int)answer.StatusCode);
            if (await BodyReader.ReadAsync(answer.Content, maxLength, either.Token) is { } body)
            {
                // Copied out, so that what is kept of an answer outlives the pool's buffer.
                var bytes = body.Buffer.AsSpan(body.Start, body.Length).ToArray();
                ArrayPool<byte>.Shared.Return(body.Buffer, clearArray: true);
                return new TharsisAnswer(
                    (int)answer.StatusCode, bytes, answer.Content.Headers.ContentType?.MediaType, RateLimit.Read(answer.Headers));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failed = timeout.IsCancellationRequested ? "did not answer in time." : "can't be reached. Nothing was sent.";
        }
        catch (HttpRequestException failure)
        {
            failed = failure.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
                    "can't be reached. Nothing was sent.",
                HttpRequestError.SecureConnectionError =>
                    "has a certificate that is not trusted, or speaks no common TLS version. Nothing was sent.",
                _ => "ended the connection before its answer was whole.",
            };
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            failed = "ended the connection before its answer was whole.";
        }

        // Thrown outside of the catch blocks, so that what was caught, with its addresses, stays behind.
        heard?.Failed(failed is null ? "TooLarge" : "Failed");
        throw failed is null ? Trouble.TooLarge(target.Host) : Trouble.Unreachable(target.Host, failed);
    }

    // The lesser of the client's own patience and what the host has left.
    private TimeSpan Patience => options.Remaining?.Invoke() is { } remaining && remaining < options.Timeout
        ? remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero : options.Timeout;
}
