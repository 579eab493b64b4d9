using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>The control plane of a server, over HTTP.</summary>
internal sealed class ControlPlane(Uri address, string adminToken) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Mints a URL; the config is JSON, null for the default one.</summary>
    public async Task<MintedUrl> MintAsync(string? config = null, string name = "test", string account = "sandbox")
    {
        var body = $$"""{"name": "{{name}}"{{(config is null ? "" : $", \"config\": {config}")}}}""";
        using var answer = await AskAsync(HttpMethod.Post, $"/integrated-account/{account}/mcp", body, HttpStatusCode.Created);
        string Text(string member) => answer.RootElement.GetProperty(member).GetString()!;
        return new MintedUrl(Text("id"), Text("token"), new Uri(Text("url")));
    }

    /// <summary>Mints a URL that has every tool, and lists each, however many there are.</summary>
    public Task<MintedUrl> MintEverythingAsync(string account = "sandbox") => MintAsync("""{"methods": ["*"], "tags": ["*"], "listing": "all"}""", account: account);

    /// <summary>Makes an API token; answers it.</summary>
    public async Task<string> CreateApiTokenAsync(string name, params string[] scopes)
    {
        using var answer = await AskAsync(HttpMethod.Post, "/api-token", JsonSerializer.Serialize(new { name, scopes }), HttpStatusCode.Created);
        return answer.RootElement.GetProperty("token").GetString()!;
    }

    public async Task RevokeAsync(string id, string account = "sandbox") =>
        (await AskAsync(HttpMethod.Delete, $"/integrated-account/{account}/mcp/{id}", null, HttpStatusCode.NoContent)).Dispose();

    /// <summary>The ids of all URLs of an account, page by page.</summary>
    public async Task<HashSet<string>> IdsAsync(string account = "sandbox")
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            using var page = await AskAsync(HttpMethod.Get, $"/integrated-account/{account}/mcp{(cursor is null ? "" : $"?cursor={Uri.EscapeDataString(cursor)}")}");
            ids.UnionWith(page.RootElement.GetProperty("result").EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            cursor = page.RootElement.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return ids;
    }

    /// <summary>Sends as the admin, and expects this status; answers the body (an empty object if there is none).</summary>
    public async Task<JsonDocument> AskAsync(HttpMethod method, string path, string? json = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await SendAsync(method, path, json, ("Authorization", $"Bearer {adminToken}"));
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == expected, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text);
    }

    /// <summary>Sends exactly this.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        return await http.SendAsync(request, Cancel);
    }

    /// <summary>The status of a POST of <c>ping</c> to an MCP URL.</summary>
    public async Task<HttpStatusCode> PingAsync(Uri url)
    {
        using var answer = await SendAsync(HttpMethod.Post, url.PathAndQuery, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();
}
