using System.Net.Http.Headers;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;
using ServerlessMcp.Telemetry;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Sends one request to an account's API and reads its one answer. It follows no redirect, keeps no cookie, repeats
/// nothing, and sends the token to the account's own origin only. Safe for concurrent use; one per process.
/// </summary>
/// <param name="sender">A handler as <see cref="OutboundHandler.Create"/> makes it; owned by the caller.</param>
/// <param name="options">The bounds of a request.</param>
/// <param name="clock">What the time-out is measured by.</param>
/// <param name="paths">What paths are made of, for telemetry; null where nobody wants to know.</param>
public sealed class TerraformClient(
    HttpMessageInvoker sender, TerraformClientOptions options, TimeProvider clock, KnownPaths? paths = null)
{
    /// <summary>The prefix of addresses of the API that do not start with <c>/api/</c>, <c>/scim/</c> or
    /// <c>/.well-known/</c>.</summary>
    public const string Prefix = "/api/v2";

    /// <summary>The media type of requests and answers (<see href="https://jsonapi.org/format/#content-negotiation"/>).</summary>
    public const string MediaType = "application/vnd.api+json";

    /// <summary>For answers that are text, archives or pages: any type at all.</summary>
    public const string AnyType = "*/*";

    private readonly HttpExchange exchange = new(options, clock);

    /// <summary>Sends the request. The answer is whatever the API says, whichever its status; dispose it.</summary>
    /// <exception cref="TerraformFailedException">There is no answer of the API.</exception>
    /// <exception cref="ArgumentException">The path doesn't start with one slash, or has dot segments.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TerraformResponse> SendAsync(TerraformRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var message = Message(request);
        using var timeout = exchange.StartTimeout();
        var takesAny = request.Accept == AnyType;
        var response = await HttpExchange.SendAsync(
            sender, message, options.MaxBodyLength, takesHtml: takesAny, timeout, cancellationToken, TemplateOf(request));
        if (takesAny || !response.IsSuccess || JsonText.IsUnicode(response.Body.Span))
            return response;
        using (response)
        {
            throw new TerraformFailedException(
                TerraformFailure.NotJson, request.Address, request.Verb,
                BodyNote.Of(response.ContentType, response.Body.Span))
            {
                Status = response.Status,
                RequestId = response.RequestId
            };
        }
    }

    /// <summary>The same, its body still to come: a plan that the API answers itself instead of leading to it. Dispose
    /// it.</summary>
    /// <exception cref="TerraformFailedException">There is no answer of the API.</exception>
    /// <exception cref="ArgumentException">As of <see cref="SendAsync"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<TerraformDownload> OpenAsync(TerraformRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var message = Message(request);
        var timeout = exchange.StartTimeout();
        try
        {
            return (await HttpExchange.OpenAsync(
                sender, message, options.MaxStreamLength, timeout, cancellationToken, TemplateOf(request))).Owning();
        }
        catch
        {
            timeout.Dispose();
            throw;
        }
    }

    private string? TemplateOf(TerraformRequest request) =>
        UpstreamTelemetry.IsHeard ? paths?.Of(request.PathAndQuery) : null;

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
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.Accept));
        message.Headers.UserAgent.Add(OutboundHandler.Agent);
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        return message;
    }

    private static Uri Target(Uri address, string pathAndQuery)
    {
        var path = pathAndQuery.AsSpan();
        if (path.IndexOf('?') is var query and >= 0)
            path = path[..query];
        if (!path.StartsWith('/') || path.StartsWith("//", StringComparison.Ordinal) || path.ContainsAny('\\', '#')
            || HasDotSegment(path))
        {
            throw new ArgumentException("The path must start with one slash and have no dot segments.", nameof(pathAndQuery));
        }

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
}
