using System.Net;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// The API of one account as one tool call uses it: requests with the account's token, links followed, and what is
/// noted of them. A call may take several requests (a run's diagnosis); all of them go through here, so this is the
/// place to see, bound or refuse them. For one call only; not for concurrent use.
/// </summary>
public sealed class TerraformSession(
    TerraformClient terraform, BlobResolver blobs, ICredentialSource credentials, IntegratedAccount account)
{
    private string? token;
    private (string? Type, byte[] Head)? last;

    /// <summary>Whose API it is.</summary>
    public IntegratedAccount Account => account;

    /// <summary>How many requests the API has been sent so far; what links lead to is not counted.</summary>
    public int Requests { get; private set; }

    /// <summary>Whether a request of the call's own was sent: one that only finds out whose something is, is none.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Whether a request was sent that changes something, whatever became of it.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The HTTP status of the API's last answer; null before the first.</summary>
    public int? LastStatus { get; private set; }

    /// <summary>The media type of the API's last answer; null for none.</summary>
    internal string? LastContentType => last?.Type;

    /// <summary>The API's id of the last request; null for none.</summary>
    public string? LastRequestId { get; private set; }

    /// <summary>What the API's last answer said about the rate limit; null before the first.</summary>
    public RateLimit? RateLimit { get; private set; }

    /// <summary>What the last body was, in a few words for where it turns out not to be what it should be; null before
    /// the first.</summary>
    internal string? LastBody => last is { } body ? BodyNote.Of(body.Type, body.Head) : null;

    /// <summary>What looking through the answers of the call may cost, all of them together.</summary>
    public WorkBudget Budget { get; internal init; } = new(CancellationToken.None);

    /// <summary>What holds the call to its URL's scope; null for a URL without one.</summary>
    internal IRequestGuard? Guard { get; set; }

    /// <summary>What spaces the requests of a call that waits; null for one that does not.</summary>
    internal RequestPace? Pace { get; set; }

    /// <summary>What the account's plans mark as sensitive, to be withheld in their logs; null where no log is read.</summary>
    internal IPlanCopies? Copies { get; init; }

    /// <summary>The most <see cref="Requests"/> of the call, those that only find out whose something is among them.
    /// The next one is a <see cref="RequestsSpentException"/>.</summary>
    internal int MaxRequests { get; set; } = int.MaxValue;

    /// <summary>Gets the account's token; false if its vault has none. Before anything is sent.</summary>
    /// <exception cref="CredentialUnavailableException">The vault can't answer.</exception>
    public async ValueTask<bool> OpenAsync(CancellationToken cancellationToken) =>
        (token = await credentials.GetTokenAsync(account.SecretName, refresh: false, cancellationToken)) is not null;

    /// <summary>Asks the API for a resource or a list of them; dispose the answer, whichever its status.</summary>
    /// <param name="pathAndQuery">From the origin on, escaped: <c>/api/v2/runs/run-1?include=plan</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TerraformFailedException">There is no answer of the API.</exception>
    public Task<TerraformResponse> GetAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, pathAndQuery, default, TerraformClient.MediaType, TerraformClient.MediaType, cancellationToken);

    /// <summary>Sends one request to the API; dispose the answer, whichever its status.</summary>
    /// <param name="verb">The HTTP method.</param>
    /// <param name="pathAndQuery">As in <see cref="TerraformRequest"/>.</param>
    /// <param name="body">As in <see cref="TerraformRequest"/>.</param>
    /// <param name="accept">The media type of the answer asked for.</param>
    /// <param name="contentType">The media type of the body.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TerraformFailedException">There is no answer of the API.</exception>
    /// <exception cref="OutOfScopeException">The URL's scope does not reach so far.</exception>
    /// <exception cref="ScopeUnknownException">The API could not say whether it does.</exception>
    public async Task<TerraformResponse> SendAsync(
        HttpMethod verb, string pathAndQuery, ReadOnlyMemory<byte> body, string accept, string contentType,
        CancellationToken cancellationToken)
    {
        if (Guard is null)
        {
            return await SendUnguardedAsync(verb, pathAndQuery, body, accept, contentType, cancellationToken);
        }

        await Guard.VetAsync(verb, pathAndQuery, cancellationToken);
        return await Guard.FilterAsync(
            pathAndQuery, await SendUnguardedAsync(verb, pathAndQuery, body, accept, contentType, cancellationToken),
            cancellationToken);
    }

    /// <summary>Sends one request past the scope. Only for lists that are filtered row by row.</summary>
    internal async Task<TerraformResponse> SendUnguardedAsync(
        HttpMethod verb, string pathAndQuery, ReadOnlyMemory<byte> body, string accept, string contentType,
        CancellationToken cancellationToken)
    {
        var request = new TerraformRequest(account.Address, Token, verb, pathAndQuery, body)
        { Accept = accept, ContentType = contentType };
        var response = await SendOnceAsync(request, cancellationToken);
        if (response.Status != (int)HttpStatusCode.Unauthorized || await RenewedAsync(cancellationToken) is not { } renewed)
        {
            return response;
        }

        response.Dispose();
        return await SendOnceAsync(request with { Token = renewed }, cancellationToken);
    }

    /// <summary>Sends one GET past the scope to find out whose something is. What is noted of the call is what its own
    /// requests were answered, and not this.</summary>
    internal async Task<TerraformResponse> ProbeAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var (status, requestId, isAsked) = (LastStatus, LastRequestId, IsAsked);
        try
        {
            return await SendUnguardedAsync(
                HttpMethod.Get, pathAndQuery, default, TerraformClient.MediaType, TerraformClient.MediaType,
                cancellationToken);
        }
        finally
        {
            (LastStatus, LastRequestId, IsAsked) = (status, requestId, isAsked);
        }
    }

    /// <summary>As <see cref="GetAsync"/>, for what only helps to answer: what is noted of the call is what its own
    /// requests were answered, and not this.</summary>
    internal Task<TerraformResponse> GetAsideAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        AsideAsync(() => GetAsync(pathAndQuery, cancellationToken));

    /// <summary>As <see cref="OpenAsync(string, CancellationToken)"/>, for what only helps to answer.</summary>
    internal Task<TerraformDownload> OpenAsideAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        AsideAsync(() => OpenAsync(pathAndQuery, cancellationToken));

    /// <summary>
    /// Opens a long document that the API answers itself or leads to (a plan's JSON), to be read piece by piece;
    /// dispose it, whichever its status. Redirects are followed as
    /// <see cref="BlobResolver.OpenAsync(IntegratedAccount, string, Uri, CancellationToken)"/> follows links.
    /// </summary>
    /// <exception cref="TerraformFailedException">There is no answer, or a link may not be followed or leads to
    /// nothing.</exception>
    /// <exception cref="OutOfScopeException">The URL's scope does not reach so far.</exception>
    /// <exception cref="ScopeUnknownException">The API could not say whether it does.</exception>
    public async Task<TerraformDownload> OpenAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        if (Guard is not null)
        {
            await Guard.VetContentAsync(pathAndQuery, cancellationToken);
        }

        var request = new TerraformRequest(account.Address, Token, HttpMethod.Get, pathAndQuery, default)
        { Accept = "application/json" };
        var answer = await OpenOnceAsync(request, cancellationToken);
        if (answer.Status == (int)HttpStatusCode.Unauthorized && await RenewedAsync(cancellationToken) is { } renewed)
        {
            await answer.DisposeAsync();
            answer = await OpenOnceAsync(request with { Token = renewed }, cancellationToken);
        }

        if (answer is not { Status: >= 300 and < 400, Location: { } link })
        {
            return answer;
        }

        await answer.DisposeAsync();
        return await OpenBlobAsync(link, cancellationToken);
    }

    /// <summary>Opens what stands behind a link that the API gave, to be read piece by piece; dispose it.</summary>
    /// <exception cref="TerraformFailedException">The link may not be followed, or leads to nothing.</exception>
    public async Task<TerraformDownload> OpenBlobAsync(Uri link, CancellationToken cancellationToken)
    {
        Budget.Stop();
        var download = await blobs.OpenAsync(account, Token, link, cancellationToken);
        download.Budget = Budget;
        return download;
    }

    /// <summary>Reads what stands behind a link that the API gave, as <see cref="BlobResolver.ReadAsync"/> does.</summary>
    /// <exception cref="TerraformFailedException">The link may not be followed, or leads to nothing.</exception>
    public async Task<TerraformResponse> ReadBlobAsync(Uri link, CancellationToken cancellationToken)
    {
        Budget.Stop();
        return Noted(await blobs.ReadAsync(account, Token, link, cancellationToken));
    }

    /// <summary>Uploads to a link that the API gave, as <see cref="BlobResolver.WriteAsync"/> does.</summary>
    /// <exception cref="TerraformFailedException">The link may not be followed, or the object store refused.</exception>
    public Task WriteBlobAsync(Uri link, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        SentAsync(HttpMethod.Put, async () =>
    {
        await blobs.WriteAsync(account, link, content, cancellationToken);
        return true;
    });

    private async Task<T> AsideAsync<T>(Func<Task<T>> send)
    {
        var (status, requestId, isAsked) = (LastStatus, LastRequestId, IsAsked);
        try
        {
            return await send();
        }
        finally
        {
            // After a 429 nothing more is to be asked, whatever for.
            if (LastStatus != 429)
            {
                (LastStatus, LastRequestId, IsAsked) = (status, requestId, isAsked);
            }
        }
    }

    private string Token => token ?? throw new InvalidOperationException("OpenAsync comes first.");

    // The token may have been rotated within the credential source's cache. A 401 means that nothing was done, so the
    // one request is sent with the new token; with the same token it would only fail again.
    private async ValueTask<string?> RenewedAsync(CancellationToken cancellationToken)
    {
        var fresh = await credentials.GetTokenAsync(account.SecretName, refresh: true, cancellationToken);
        return fresh is null || fresh == token ? null : token = fresh;
    }

    private async Task<TerraformDownload> OpenOnceAsync(TerraformRequest request, CancellationToken cancellationToken)
    {
        var answer = await PacedAsync(terraform.OpenAsync, request, cancellationToken);
        answer.Budget = Budget;
        (LastStatus, LastRequestId, RateLimit) = (answer.Status, answer.RequestId, answer.RateLimit);
        return answer;
    }

    private async Task<TerraformResponse> SendOnceAsync(TerraformRequest request, CancellationToken cancellationToken)
    {
        var response = await PacedAsync(terraform.SendAsync, request, cancellationToken);
        (LastStatus, LastRequestId, RateLimit) = (response.Status, response.RequestId, response.RateLimit);
        return Noted(response);
    }

    // The body's buffer goes back to a pool with the answer. Of what begins as JSON the first byte says as much as is told.
    private TerraformResponse Noted(TerraformResponse response)
    {
        var body = response.Body.Span;
        last = (response.ContentType, body[..Math.Min(body.Length, body is [(byte)'{', ..] ? 1 : BodyNote.MaxHead)].ToArray());
        return response;
    }

    private async Task<T> PacedAsync<T>(
        Func<TerraformRequest, CancellationToken, Task<T>> send, TerraformRequest request,
        CancellationToken cancellationToken)
    {
        if (Requests >= MaxRequests)
        {
            throw new RequestsSpentException();
        }

        if (Pace is not null)
        {
            await Pace.WaitAsync(request, cancellationToken);
        }

        Requests++;
        Budget.Stop();
        try
        {
            if (IsChange(request.Verb))
            {
                // What an earlier request was answered says nothing of this one.
                (LastStatus, LastRequestId) = (null, null);
            }

            return await SentAsync(request.Verb, () => send(request, cancellationToken));
        }
        catch (TerraformFailedException failure) when (failure.Status is not null)
        {
            (LastStatus, LastRequestId) = (failure.Status, failure.RequestId);
            throw;
        }
        finally
        {
            Pace?.Answered();
        }
    }

    private static bool IsChange(HttpMethod verb) => verb != HttpMethod.Get && verb != HttpMethod.Head;

    // Before it is handed over, because nothing is known of it from there on; taken back where it turns out that
    // nothing was sent.
    private async Task<T> SentAsync<T>(HttpMethod verb, Func<Task<T>> send)
    {
        var (isAsked, isChanged) = (IsAsked, IsChanged);
        (IsAsked, IsChanged) = (true, isChanged || IsChange(verb));
        try
        {
            return await send();
        }
        catch (TerraformFailedException failure) when (!failure.WasSent)
        {
            (IsAsked, IsChanged) = (isAsked, isChanged);
            throw;
        }
    }
}
