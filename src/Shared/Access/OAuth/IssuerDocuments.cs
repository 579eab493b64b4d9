using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>
/// Reads an issuer's metadata (OpenID Connect Discovery 1.0, section 4) and the keys that it leads to (RFC 7517). https
/// only, no redirect, capped, and public addresses only, unless the host names the issuer's: an account must not be a
/// way into the network that we stand in.
/// </summary>
/// <param name="known">Sends to <see cref="ServerlessMcpOptions.PrivateIssuerHosts"/>.</param>
/// <param name="others">Sends to all others, and refuses addresses that are not public:
/// <see cref="PublicAddressHandler"/>.</param>
/// <param name="options">The host's options.</param>
/// <param name="time">The clock of the time-out.</param>
public sealed class IssuerDocuments(
    HttpMessageInvoker known, HttpMessageInvoker others, IOptions<ServerlessMcpOptions> options, TimeProvider time)
{
    private const int MaxBytes = 256 * 1024;

    // Metadata and keys together: a call has to be answered within 30 s, and 25 of them are the upstream's.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The issuer's metadata, and its public signing keys.</summary>
    /// <exception cref="IssuerUnavailableException">They can't be had.</exception>
    internal async Task<(IssuerMetadata Metadata, IReadOnlyList<SecurityKey> Keys)> ReadAsync(string issuer)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            using var metadata = JsonDocument.Parse(
                await ReadAsync(issuer, $"{issuer.TrimEnd('/')}/.well-known/openid-configuration", patience.Token));

            // Else one tenant's metadata could vouch for another's tokens (RFC 8414, 3.3).
            if (Text(metadata, "issuer") != issuer)
            {
                throw new IssuerUnavailableException($"The metadata of {issuer} names another issuer.");
            }

            var address = Text(metadata, "jwks_uri")
                ?? throw new IssuerUnavailableException($"The metadata of {issuer} names no keys.");
            var keys = new JsonWebKeySet(await ReadAsync(issuer, address, patience.Token)).GetSigningKeys();
            return (IssuerMetadata.Read(metadata.RootElement), [.. keys.OfType<AsymmetricSecurityKey>()]);
        }
        catch (Exception failure)
            when (failure is JsonException or ArgumentException or InvalidOperationException or HttpRequestException
                or IOException or OperationCanceledException)
        {
            throw new IssuerUnavailableException(
                $"The metadata or keys of {issuer} can't be had: {(failure.InnerException ?? failure).GetType().Name}.",
                failure);
        }
    }

    /// <summary>Posts a form to an endpoint that the issuer's metadata names.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="address">The endpoint.</param>
    /// <param name="form">What is posted.</param>
    /// <param name="authorization">How the client shows who it is, where it does so in the header.</param>
    /// <returns>The status and the body.</returns>
    /// <exception cref="IssuerUnavailableException">It does not answer.</exception>
    internal async Task<(int Status, string Body)> PostAsync(
        string issuer, string address, IEnumerable<KeyValuePair<string, string>> form, AuthenticationHeaderValue? authorization)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var request = new HttpRequestMessage(HttpMethod.Post, Https(address)) { Content = content };
            request.Headers.Authorization = authorization;
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await SendAsync(issuer, request, patience.Token);
            return ((int)answer.StatusCode, await TextAsync(answer, patience.Token));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // Its own message might quote what was sent.
            throw new IssuerUnavailableException(
                $"The token endpoint of {issuer} does not answer: {(failure.InnerException ?? failure).GetType().Name}.");
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private async Task<string> ReadAsync(string issuer, string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Https(address));
        using var answer = await SendAsync(issuer, request, cancellationToken);
        return answer.IsSuccessStatusCode ? await TextAsync(answer, cancellationToken)
            : throw new HttpRequestException("It answered no document.");
    }

    private static Uri Https(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? url
        : throw new HttpRequestException("It is not https.");

    private Task<HttpResponseMessage> SendAsync(string issuer, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.Add(OutboundHandler.Agent);

        // SSRF: on a private host only the ports 443 and the issuer's own are reached.
        var url = request.RequestUri!;
        var isKnown = options.Value.PrivateIssuerHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase)
            && (url.IsDefaultPort || url.Port == new Uri(issuer).Port);
        return (isKnown ? known : others).SendAsync(request, cancellationToken);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await BodyReader.ReadAsync(answer.Content, MaxBytes, cancellationToken)
            ?? throw new HttpRequestException("It answered more than a document.");
        var text = Encoding.UTF8.GetString(body.Buffer, body.Start, body.Length);
        System.Buffers.ArrayPool<byte>.Shared.Return(body.Buffer, clearArray: true);
        return text;
    }
}
