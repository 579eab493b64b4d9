using System.Net.Http.Headers;
using ServerlessMcp.Http;

namespace ServerlessMcp.Local.Commands;

/// <summary>The API of a deployment, over HTTP: <c>openapi.json</c> describes it.</summary>
internal sealed class ApiClient : IDisposable
{
    private const int MostPages = 1000;
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http;
    private readonly TimeProvider time;

    /// <summary>A client of one deployment.</summary>
    public ApiClient(Deployment deployment, TimeProvider time)
        : this(deployment, time, new SocketsHttpHandler())
    {
    }

    /// <summary>A client that looks at the connection as well.</summary>
    public ApiClient(Deployment deployment, TimeProvider time, SocketsHttpHandler handler)
    {
        // The token must never follow a redirect.
        handler.AllowAutoRedirect = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        (Deployment, this.time) = (deployment, time);
        http = new HttpClient(handler) { BaseAddress = deployment.Address, Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("serverless-mcp-command", Product.Version));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (deployment.Token is { } token)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Whose it is.</summary>
    public Deployment Deployment { get; }

    /// <summary>A path of segments, each escaped.</summary>
    public static string PathOf(params string[] segments) => string.Concat(segments.Select(segment => "/" + Uri.EscapeDataString(segment)));

    /// <summary>Asks, and ends the command where the API refuses.</summary>
    public async Task<ApiAnswer> AskAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, Action<Utf8JsonWriter>? body = null) =>
        Deployment.Token is null
            ? throw new CommandException(
                ExitCodes.Credential,
                $"Nobody is logged in at {Origin}: `serverless-mcp login` does it, or {Deployment.TokenVariable}.")
            : (await SendAsync(method, path, cancellationToken, body)).Demand();

    /// <summary>Asks, and answers what came, refusals too.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, Action<Utf8JsonWriter>? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ReadOnlyMemoryContent(JsonResponse.Bytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Posts a form, as OAuth has it; answers what came, refusals too.</summary>
    public async Task<ApiAnswer> SendFormAsync(
        string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        return await SendAsync(request, cancellationToken);
    }

    private async Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            return new ApiAnswer(
                (int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken),
                answer.Headers.Date ?? time.GetUtcNow(),
                answer.Headers.TryGetValues("next-cursor", out var cursors) ? cursors.First() : null)
            { RetryAfter = answer.Headers.RetryAfter?.Delta };
        }
        catch (HttpRequestException failure)
        {
            throw new CommandException(ExitCodes.Unavailable, $"{Origin} can't be reached: {Terminal.Clean(failure.Message)}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.Unavailable, $"{Origin} did not answer within {Patience.TotalSeconds} s.");
        }
    }

    /// <summary>All rows of a list, page by page; and the time there.</summary>
    public async Task<(IReadOnlyList<JsonElement> Rows, DateTimeOffset Now)> ListAsync(string path, CancellationToken cancellationToken)
    {
        var rows = new List<JsonElement>();
        for (var (page, cursor) = (0, ""); ; page++)
        {
            var answer = await AskAsync(HttpMethod.Get, $"{path}?limit=1000{cursor}", cancellationToken);
            rows.AddRange(answer.Body.Rows());
            if (answer.Body.TextOf("next_cursor") is not { } next || page == MostPages)
            {
                return (rows, answer.Now);
            }

            cursor = $"&cursor={Uri.EscapeDataString(next)}";
        }
    }

    /// <summary>Ends its connections.</summary>
    public void Dispose() => http.Dispose();

    private string Origin => Deployment.Address.GetLeftPart(UriPartial.Authority);
}
