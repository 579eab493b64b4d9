using System.Net.Http.Headers;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Follows a link that the API gave: the <c>Location</c> of a redirect, or a pre-signed URL in a resource (a log, a
/// state, a place to upload to). Section 5 of the design:
/// <list type="bullet">
/// <item>the account's token goes to the account's own origin only, below <c>/api/</c>, and never again once a link has
/// led elsewhere;</item>
/// <item>https only; http where the account's own address is http on loopback, and then only to loopback;</item>
/// <item>redirects are followed here, not by the handler, and at most <see cref="MaxHops"/> of them;</item>
/// <item>addresses that are not public are refused, unless the account names the host: its own, or one of
/// <c>blob_hosts</c>;</item>
/// <item>bodies are capped, and no link is in an answer, an error or a log.</item>
/// </list>
/// Safe for concurrent use; one per process.
/// </summary>
/// <param name="known">Sends to hosts that the account names.</param>
/// <param name="others">Sends to all others, and refuses addresses that are not public:
/// <see cref="PublicAddressHandler"/>.</param>
/// <param name="options">The bounds of a request.</param>
/// <param name="clock">What the time-out is measured by.</param>
public sealed class BlobResolver(
    HttpMessageInvoker known, HttpMessageInvoker others, TerraformClientOptions options, TimeProvider clock)
{
    /// <summary>The most links followed for one answer.</summary>
    public const int MaxHops = 3;

    private static readonly MediaTypeHeaderValue OctetStream = new("application/octet-stream");

    private readonly HttpExchange exchange = new(options, clock);

    /// <summary>
    /// Reads what stands behind a link, whole; dispose it. Its status is 2xx, or that of the API's own refusal: where
    /// <c>hosted-state-download-url</c> leads through the API, the API answers first.
    /// </summary>
    /// <param name="account">Whose link it is.</param>
    /// <param name="token">The account's token.</param>
    /// <param name="link">Absolute, or relative to the account's address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TerraformFailedException">The link may not be followed, or leads to nothing.</exception>
    public async Task<TerraformResponse> ReadAsync(
        IntegratedAccount account, string token, Uri link, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(account, token, link, cancellationToken);
        return await stream.ReadWholeAsync(options.MaxBlobLength);
    }

    /// <summary>The same, to be read piece by piece, up to <see cref="TerraformClientOptions.MaxStreamLength"/> bytes;
    /// dispose it.</summary>
    /// <exception cref="TerraformFailedException">The link may not be followed, or leads to nothing.</exception>
    public async Task<TerraformDownload> OpenAsync(
        IntegratedAccount account, string token, Uri link, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(link);
        var timeout = exchange.StartTimeout();
        try
        {
            return await OpenAsync(account, token, link, timeout, cancellationToken);
        }
        catch
        {
            timeout.Dispose();
            throw;
        }
    }

    private async Task<TerraformDownload> OpenAsync(
        IntegratedAccount account, string token, Uri link, CancellationTokenSource timeout,
        CancellationToken cancellationToken)
    {
        var target = account.Address;
        var isAtHome = true;
        for (var hop = 0; hop < MaxHops; hop++)
        {
            target = Next(account, target, link, HttpMethod.Get);
            isAtHome = isAtHome && IsApi(account, target);
            using var message = Message(HttpMethod.Get, target);
            if (isAtHome)
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
            var answer = await HttpExchange.OpenAsync(
                SenderTo(account, target), message, options.MaxStreamLength, timeout, cancellationToken);
            if (answer.Status is >= 300 and < 400 && answer.Location is { } next)
            {
                link = next;
                await answer.DisposeAsync();
                continue;
            }

            if (answer.IsSuccess || isAtHome)
                return answer.Owning();
            await answer.DisposeAsync();
            throw new TerraformFailedException(Failure(answer.Status), target, HttpMethod.Get);
        }

        throw new TerraformFailedException(TerraformFailure.LinkEndless, target, HttpMethod.Get);
    }

    /// <summary>Puts bytes where a pre-signed link says. Such a link is its own permission, so no token goes along, and
    /// it leads nowhere else.</summary>
    /// <exception cref="TerraformFailedException">The link may not be followed, or the object store refused.</exception>
    public async Task WriteAsync(
        IntegratedAccount account, Uri link, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(link);
        using var timeout = exchange.StartTimeout();
        var target = Next(account, account.Address, link, HttpMethod.Put);
        using var message = Message(HttpMethod.Put, target);
        message.Content = new ReadOnlyMemoryContent(content);
        message.Content.Headers.ContentType = OctetStream;
        using var response = await HttpExchange.SendAsync(
            SenderTo(account, target), message, options.MaxBlobLength, takesHtml: true, timeout, cancellationToken);
        if (!response.IsSuccess)
            throw new TerraformFailedException(Failure(response.Status), target, HttpMethod.Put);
    }

    private static HttpRequestMessage Message(HttpMethod verb, Uri target)
    {
        var message = new HttpRequestMessage(verb, target);
        message.Headers.UserAgent.Add(OutboundHandler.Agent);
        return message;
    }

    // Where a link leads from here, if it may be followed.
    private static Uri Next(IntegratedAccount account, Uri here, Uri link, HttpMethod verb)
    {
        if (!Uri.TryCreate(here, link, out var target) || target.Scheme is not ("https" or "http") || target.Host.Length == 0)
            throw new TerraformFailedException(TerraformFailure.LinkUnknown, here, verb);
        var isLocal = account.Address is { Scheme: "http", IsLoopback: true } && target.IsLoopback;
        if (target.Scheme != Uri.UriSchemeHttps && !isLocal)
            throw new TerraformFailedException(TerraformFailure.LinkNotHttps, target, verb);

        // What else stands on the account's host, at another port, is none of the API's business unless the account says so.
        if (IsHost(account, target) && target.Port != account.Address.Port && !IsBlobHost(account, target))
            throw new TerraformFailedException(TerraformFailure.LinkPrivate, target, verb);

        // A name is looked up, and its addresses checked, when it is connected to. An address says at once what it is.
        if (!Names(account, target)
            && (target.IsLoopback
                || (System.Net.IPAddress.TryParse(target.DnsSafeHost, out var address) && !PublicAddress.Is(address))))
        {
            throw new TerraformFailedException(TerraformFailure.LinkPrivate, target, verb);
        }

        return target;
    }

    // The API answers below /api/. What a Terraform Enterprise serves elsewhere (/_archivist/) is pre-signed, and
    // refuses a second credential.
    private static bool IsApi(IntegratedAccount account, Uri target) =>
        Uri.Compare(account.Address, target, UriComponents.SchemeAndServer, UriFormat.UriEscaped,
            StringComparison.OrdinalIgnoreCase) == 0
            && target.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal);

    private static bool Names(IntegratedAccount account, Uri target) => IsHost(account, target) || IsBlobHost(account, target);

    private static bool IsHost(IntegratedAccount account, Uri target) =>
        string.Equals(account.Address.Host, target.Host, StringComparison.OrdinalIgnoreCase);

    private static bool IsBlobHost(IntegratedAccount account, Uri target) =>
        account.BlobHosts.Contains(target.Host, StringComparer.OrdinalIgnoreCase);

    private HttpMessageInvoker SenderTo(IntegratedAccount account, Uri target) => Names(account, target) ? known : others;

    private static TerraformFailure Failure(int status) =>
        status is 403 or 404 or 410 ? TerraformFailure.LinkExpired : TerraformFailure.LinkFailed;
}
