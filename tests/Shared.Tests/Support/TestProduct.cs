using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Mcp;
using ServerlessMcp.Records;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Tests.Support;

/// <summary>The whole product without sockets: over a store in memory, with the sandbox as its upstream and a clock moved by hand.</summary>
internal sealed class TestProduct : IAsyncDisposable
{
    public const string AdminToken = "admin-token-of-the-tests";
    public const string Account = "sandbox";
    public const string EnterpriseAccount = "enterprise";

    private readonly WebApplication running;
    private StrongBox<int> underWay = new();

    // Far more than any wait takes, on a machine that does other things as well.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private TestProduct(WebApplication app, HttpClient http) => (running, Http) = (app, http);

    public ManualTimeProvider Time { get; private init; } = null!;

    public MemoryRecordStore Store { get; private init; } = null!;

    public FaultySandbox Sandbox { get; private init; } = null!;

    public FixedCredentials Credentials { get; private init; } = null!;

    public TestIssuer Issuer { get; private init; } = null!;

    /// <summary>The paths of all routes. Most of them there are since the account was connected.</summary>
    public IReadOnlyList<string> Routes =>
    [
        "/", .. McpPath.Patterns,
        .. running.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!),
    ];

    public CapturedLogs Logs { get; private init; } = null!;

    public HttpClient Http { get; }

    public IServiceProvider Services => running.Services;

    /// <param name="configure">Settings other than the defaults.</param>
    /// <param name="upstream">How the sandbox behaves.</param>
    /// <param name="between">What stands between the product and the sandbox; nothing if null.</param>
    /// <param name="services">What a host adds besides: another integration.</param>
    public static async Task<TestProduct> StartAsync(
        Action<ServerlessMcpOptions>? configure = null, SandboxOptions? upstream = null, Func<FaultySandbox, HttpMessageHandler>? between = null, Action<IServiceCollection>? services = null)
    {
        var time = new ManualTimeProvider();
        var sandbox = new FaultySandbox(time, upstream);
        var store = new MemoryRecordStore();
        var logs = new CapturedLogs();
        var credentials = new FixedCredentials { Token = TerraformSandbox.OwnerToken };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IRecordStore>(store);
        builder.Services.AddSingleton<ICredentialSource>(credentials);
        var issuer = new TestIssuer(time) { InnerHandler = between?.Invoke(sandbox) ?? new SandboxHandler(sandbox) };
        builder.Services.AddSingleton<HttpMessageHandler>(issuer);
        builder.Services.AddServerlessMcp(options =>
        {
            options.PublicUrl = new Uri("https://mcp.example.com");
            options.AdminToken = AdminToken;
            options.StreamsProgress = true;
            options.AdminTokenStays = true;

            // So that the sandbox counts the requests of calls alone; NamedToolTests asks.
            options.ScopeMatchPatience = TimeSpan.Zero;
            options.PrivateIssuerHosts = [TestIssuer.Host];
            configure?.Invoke(options);
        }).AddTerraformCloud();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var requests = new StrongBox<int>();
        app.Use(async (_, next) =>
        {
            Interlocked.Increment(ref requests.Value);
            try
            {
                await next();
            }
            finally
            {
                Interlocked.Decrement(ref requests.Value);
            }
        });
        app.MapServerlessMcp();
        await app.StartAsync();
        var http = new HttpClient(new DescribedAnswers(app.GetTestServer().CreateHandler())) { BaseAddress = app.GetTestServer().BaseAddress, Timeout = Patience };
        var product = new TestProduct(app, http) { Time = time, Store = store, Sandbox = sandbox, Credentials = credentials, Issuer = issuer, Logs = logs, underWay = requests };
        await product.ConnectAsync();
        return product;
    }

    /// <summary>PUTs the account; <paramref name="members"/> stand beside the address.</summary>
    public async Task ConnectAsync(string account = Account, string members = "", string address = "http://127.0.0.1:8080")
    {
        using var answer = await AdminAsync(HttpMethod.Put, $"/integrated-account/{account}",
            $$"""{"address":"{{address}}","organization":"acme-corp","credential":{"secret":"s"},"blob_hosts":["localhost"]{{members}}}""");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A call to the control plane, with the bootstrap token unless told otherwise.</summary>
    public Task<HttpResponseMessage> AdminAsync(HttpMethod method, string path, string? body = null, string? token = AdminToken)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return Http.SendAsync(request);
    }

    /// <summary>Mints a URL and answers what minting answered.</summary>
    public async Task<JsonNode> MintAsync(string config = "{}", string account = Account, string members = "")
    {
        using var answer = await AdminAsync(HttpMethod.Post, $"/integrated-account/{account}/mcp", $$"""{"name":"test","config":{{config}}{{members}}}""");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Mints a URL and answers its token.</summary>
    public async Task<string> TokenAsync(string config = "{}", string account = Account, string members = "") => (string)(await MintAsync(config, account, members))["token"]!;

    /// <summary>One more account, whose address is that of a Terraform Enterprise; a URL for it has the tools that HCP Terraform lacks. Answers the URL's token.</summary>
    public async Task<string> EnterpriseTokenAsync(string config, string members = "")
    {
        await ConnectAsync(EnterpriseAccount, address: "https://tfe.example.com");
        return await TokenAsync(config, EnterpriseAccount, members);
    }

    /// <summary>An API token with these scopes.</summary>
    public async Task<string> ApiTokenAsync(params string[] scopes)
    {
        using var answer = await AdminAsync(HttpMethod.Post, "/api-token", $$"""{"name":"test","scopes":{{JsonSerializer.Serialize(scopes)}}}""");
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["token"]!;
    }

    /// <summary>An API token with scope <c>call</c> and perhaps more members: what making it answered, with <c>id</c> and <c>token</c>.</summary>
    public async Task<JsonNode> ClientAsync(string members = "")
    {
        using var answer = await AdminAsync(HttpMethod.Post, "/api-token", $$"""{"name":"client","scopes":["call"]{{members}}}""");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>POST /oauth/token.</summary>
    public Task<HttpResponseMessage> RequestTokenAsync(JsonNode client, string resource, params (string Name, string Value)[] more) =>
        Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"), new("client_id", (string)client["id"]!), new("client_secret", (string)client["token"]!), new("resource", resource),
                .. more.Select(parameter => new KeyValuePair<string, string>(parameter.Name, parameter.Value)),
            ]),
        });

    /// <summary>An access token of ours.</summary>
    public async Task<string> AccessTokenAsync(JsonNode client, JsonNode server)
    {
        using var answer = await RequestTokenAsync(client, (string)server["url"]!);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["access_token"]!;
    }

    /// <summary>One POST to a server that OAuth opens.</summary>
    public Task<HttpResponseMessage> PostOAuthAsync(JsonNode server, string? accessToken, string body = """{"jsonrpc":"2.0","id":1,"method":"ping"}""") =>
        PostAsync($"s/{server["id"]}", body, accessToken is null ? [] : [("Authorization", $"Bearer {accessToken}")]);

    /// <summary>One POST to the MCP endpoint.</summary>
    public Task<HttpResponseMessage> PostAsync(string? token, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, token is null ? "/mcp" : $"/mcp/{token}") { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request);
    }

    /// <summary>A request of the handshake era, and the JSON-RPC answer.</summary>
    public async Task<JsonNode> AskAsync(string token, string method, string parameters = "{}", params (string Name, string Value)[] headers)
    {
        using var answer = await PostAsync(token, $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", headers);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Calls a tool, and answers its result.</summary>
    public async Task<JsonNode> CallAsync(string token, string tool, string arguments = "{}") =>
        (await AskAsync(token, "tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}"""))["result"]!;

    /// <summary>Waits until the sandbox has been asked this often for what ends so. Only then a clock that is moved ends the wait for the answer, and nothing before it.</summary>
    public async Task WhenAskedAsync(string end, int times)
    {
        await UntilAsync(() => Sandbox.Requests.ToList().Count(request => request.Path.EndsWith(end, StringComparison.Ordinal)) >= times, $"The sandbox was not asked {times} times for …{end}");
    }

    /// <summary>Waits until no request is being served, those whose callers have gone included.</summary>
    public async Task WhenIdleAsync()
    {
        await UntilAsync(() => Volatile.Read(ref underWay.Value) == 0, "Requests are still being served");
    }

    // A test whose call asks elsewhere, or not at all, fails and says so; waiting for ever, it would hold up all of them.
    private static async Task UntilAsync(Func<bool> isSo, string otherwise)
    {
        for (var begun = Stopwatch.GetTimestamp(); !isSo(); await Task.Yield())
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"{otherwise} after {Patience.TotalSeconds} s.");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await running.DisposeAsync();
    }
}
