using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Testing;

/// <summary>A sandbox, its clock, and a raw client of its API.</summary>
public sealed class SandboxClient : IDisposable
{
    private readonly HttpMessageInvoker invoker;

    public SandboxClient(SandboxOptions? options = null, string? token = TerraformSandbox.OwnerToken)
    {
        Options = (options ?? new SandboxOptions { RateLimits = false }) with { BlobHost = "archivist.terraform.io", PhaseDuration = TimeSpan.FromSeconds(1) };
        Sandbox = new FaultySandbox(Clock, Options);
        invoker = new HttpMessageInvoker(new SandboxHandler(Sandbox));
        Token = token;
    }

    /// <summary>A client of a sandbox that is there already; its clock is not this one's.</summary>
    public SandboxClient(FaultySandbox sandbox)
    {
        Options = new SandboxOptions();
        Sandbox = sandbox;
        invoker = new HttpMessageInvoker(new SandboxHandler(Sandbox));
        Token = TerraformSandbox.OwnerToken;
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public SandboxOptions Options { get; }

    public ManualTimeProvider Clock { get; } = new();

    public FaultySandbox Sandbox { get; }

    public string? Token { get; set; }

    public string Workspace(string name) => Sandbox.WorkspaceId(name)!;

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, JsonNode? body = null, CancellationToken? cancellation = null)
    {
        var absolute = path.StartsWith("https://", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(method, absolute ? path : "https://app.terraform.io" + (path.StartsWith("/.", StringComparison.Ordinal) ? path : "/api/v2" + path));
        if (Token is not null && !path.StartsWith("https://archivist", StringComparison.Ordinal)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/vnd.api+json");
        }

        return await invoker.SendAsync(request, cancellation ?? Cancellation);
    }

    public async Task<HttpResponseMessage> Raw(HttpRequestMessage request) => await invoker.SendAsync(request, Cancellation);

    public Task<JsonNode> Get(string path) => Json(HttpMethod.Get, path, HttpStatusCode.OK);

    public Task<JsonNode> Post(string path, HttpStatusCode expected, JsonNode? body = null) => Json(HttpMethod.Post, path, expected, body);

    public Task<JsonNode> Patch(string path, JsonNode body) => Json(HttpMethod.Patch, path, HttpStatusCode.OK, body);

    public async Task<JsonNode> Json(HttpMethod method, string path, HttpStatusCode expected, JsonNode? body = null)
    {
        using var response = await Send(method, path, body);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == expected, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public async Task<string> Text(string path)
    {
        using var response = await Send(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    public async Task<string> CreateRun(string workspace, JsonObject? attributes = null)
    {
        var created = await Post("/runs", HttpStatusCode.Created, RunBody(Workspace(workspace), attributes));
        return created["data"]!["id"]!.GetValue<string>();
    }

    public async Task<string> Status(string run) => (await Get("/runs/" + run))["data"]!["attributes"]!["status"]!.GetValue<string>();

    public async Task<string> LatestRun(string workspace) =>
        (await Get($"/workspaces/{Workspace(workspace)}/runs"))["data"]![0]!["id"]!.GetValue<string>();

    public static JsonObject RunBody(string workspaceId, JsonObject? attributes = null) => new()
    {
        ["data"] = new JsonObject
        {
            ["type"] = "runs",
            ["attributes"] = attributes ?? [],
            ["relationships"] = new JsonObject { ["workspace"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "workspaces", ["id"] = workspaceId } } },
        },
    };

    public static JsonObject Body(string type, JsonObject attributes, string? id = null)
    {
        var data = new JsonObject { ["type"] = type, ["attributes"] = attributes };
        if (id is not null) data["id"] = id;
        return new JsonObject { ["data"] = data };
    }

    public void Dispose() => invoker.Dispose();
}
