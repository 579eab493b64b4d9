using System.Net;
using System.Net.Http.Headers;

namespace ServerlessMcp.Terraform;

/// <summary>
/// Sends one request to an account's API and reads its one answer. It follows no redirect, keeps no cookie, repeats nothing, and sends the token to the account's
/// own origin only. Safe for concurrent use; one per process.
/// </summary>
/// <param name="sender">A handler as <see cref="CreateHandler"/> makes it; owned by the caller.</param>
/// <param name="options">The bounds of a request.</param>
/// <param name="clock">What the time-out is measured by.</param>
public sealed class TerraformClient(HttpMessageInvoker sender, TerraformClientOptions options, TimeProvider clock)
{
    /// <summary>The media type of requests and answers (<see href="https://jsonapi.org/format/#content-negotiation"/>).</summary>
    public const string MediaType = "application/vnd.api+json";

    private static readonly MediaTypeWithQualityHeaderValue Accepted = new(MediaType);
    private static readonly MediaTypeHeaderValue Sent = new(MediaType);

    private static readonly ProductInfoHeaderValue Agent =
        new("ServerlessMcp", typeof(TerraformClient).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>
    /// A handler that never sends the token where it shouldn't: no redirects, no cookies, no tracing headers. Connections are kept, and renewed every five minutes
    /// so that a changed DNS record is noticed.
    /// </summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null,
    };

    /// <summary>Sends the request. The answer is whatever the API says, whichever its status; dispose it.</summary>
    /// <exception cref="TerraformFailedException">There is no answer of the API.</exception>
    /// <exception cref="ArgumentException">The path doesn't start with one slash, or has dot segments.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TerraformResponse> SendAsync(TerraformRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var message = Message(request);
        using var timeout = new CancellationTokenSource(Bound(), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var failure = TerraformFailure.Cut;
        try
        {
            using var answer = await sender.SendAsync(message, either.Token);
            return await ReadAsync(answer, request, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Neither the caller nor our clock: the handler's own ConnectTimeout.
            failure = timeout.IsCancellationRequested ? TerraformFailure.TimedOut : TerraformFailure.Unreachable;
        }
        catch (HttpRequestException e)
        {
            failure = e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => TerraformFailure.Unreachable,
                HttpRequestError.SecureConnectionError => TerraformFailure.Untrusted,
                _ => TerraformFailure.Cut,
            };
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // The body ended early, or its compression is broken.
        }

        // Thrown outside of the catch blocks, so that what has been caught, with its URLs, stays behind.
        throw new TerraformFailedException(failure, request.Address, request.Verb);
    }

    private TimeSpan Bound() => options.Remaining?.Invoke() is { } remaining && remaining < options.Timeout ? remaining : options.Timeout;

    private static HttpRequestMessage Message(TerraformRequest request)
    {
        var address = request.Address;
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            throw new TerraformFailedException(TerraformFailure.NotHttps, address, request.Verb);

        // A secret pasted into a vault often ends in a line feed.
        var token = request.Token.Trim();
        if (token.Length == 0 || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new TerraformFailedException(TerraformFailure.BadToken, address, request.Verb);

        var message = new HttpRequestMessage(request.Verb, Target(address, request.PathAndQuery));
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        message.Headers.Accept.Add(Accepted);
        message.Headers.UserAgent.Add(Agent);
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = Sent;
        }

        return message;
    }

    private static Uri Target(Uri address, string pathAndQuery)
    {
        var path = pathAndQuery.AsSpan();
        if (path.IndexOf('?') is var query and >= 0)
            path = path[..query];
        if (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path.ContainsAny('\\', '#') || HasDotSegment(path))
            throw new ArgumentException("The path must start with one slash and have no dot segments.", nameof(pathAndQuery));
        return new Uri(address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + pathAndQuery);
    }

    // A Uri resolves them, so that they would address something else than what was checked.
    private static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (path[segment] is "." or "..")
                return true;
        }

        return false;
    }

    private async Task<TerraformResponse> ReadAsync(HttpResponseMessage answer, TerraformRequest request, CancellationToken cancellationToken)
    {
        var contentType = answer.Content.Headers.ContentType?.MediaType;
        if (answer.IsSuccessStatusCode && string.Equals(contentType, "text/html", StringComparison.OrdinalIgnoreCase))
            throw new TerraformFailedException(TerraformFailure.NotJson, request.Address, request.Verb);
        var body = await BodyReader.ReadAsync(answer.Content, options.MaxBodyLength, cancellationToken)
            ?? throw new TerraformFailedException(TerraformFailure.TooLarge, request.Address, request.Verb);
        return new TerraformResponse((int)answer.StatusCode, body.Buffer, body.Start, body.Length)
        {
            ContentType = contentType,
            RateLimit = RateLimit.Read(answer.Headers),
            RequestId = answer.Headers.TryGetValues("x-request-id", out var ids) ? ids.First() : null,
            Location = answer.Headers.Location,
        };
    }
}
