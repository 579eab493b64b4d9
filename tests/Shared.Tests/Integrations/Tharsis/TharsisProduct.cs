using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Integrations.Tharsis;
using ServerlessMcp.Sandbox.Tharsis;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>The whole product with a simulated Tharsis beside the sandbox of Terraform, and an account of it.</summary>
internal sealed class TharsisProduct : IAsyncDisposable
{
    public const string Account = "tharsis";
    public const string Host = "tharsis.example.com";

    private TharsisProduct(TestProduct product, TharsisSandbox sandbox) => (Product, Sandbox) = (product, sandbox);

    public TestProduct Product { get; }

    public TharsisSandbox Sandbox { get; }

    /// <summary>What was asked of Tharsis, in order: paths and bodies.</summary>
    public List<(string Path, string Body)> Asked { get; } = [];

    public static async Task<TharsisProduct> StartAsync(string agent = "my-org/agent", string secret = TharsisSandbox.MyOrgSecret, string members = "")
    {
        TharsisProduct? started = null;
        TharsisSandbox? sandbox = null;
        var product = await TestProduct.StartAsync(
            between: terraform => new ByHost(Host, new SandboxHandler(async context =>
            {
                context.Request.EnableBuffering();
                using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
                started!.Asked.Add((context.Request.Path.Value!, await reader.ReadToEndAsync()));
                context.Request.Body.Position = 0;
                await sandbox!.HandleAsync(context);
            }), new SandboxHandler(terraform)),
            services: services => services.AddTharsis());
        sandbox = new TharsisSandbox(product.Time);
        started = new TharsisProduct(product, sandbox);
        product.Credentials.Token = secret;
        await started.ConnectAsync($$""","service_account":"trn:service_account:{{agent}}"{{members}}""");
        return started;
    }

    public async Task<JsonNode> ConnectAsync(string members)
    {
        using var answer = await Product.AdminAsync(HttpMethod.Put, $"/integrated-account/{Account}",
            $$"""{"integration":"tharsis","address":"https://{{Host}}","documentation":"https://{{Host}}","credential":{"secret":"s"}{{members}}}""");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public Task<string> TokenAsync(string config = "{}") => Product.TokenAsync(config, Account);

    /// <summary>Calls a tool, and answers what it says.</summary>
    public async Task<JsonNode> CallAsync(string token, string tool, object? arguments = null) =>
        (await Product.CallAsync(token, tool, JsonSerializer.Serialize(arguments ?? new { }))).Answer();

    public ValueTask DisposeAsync() => Product.DisposeAsync();

    private sealed class ByHost(string host, HttpMessageHandler one, HttpMessageHandler others) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker ofHost = new(one), ofOthers = new(others);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.Host == host ? ofHost : ofOthers).SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            ofHost.Dispose();
            ofOthers.Dispose();
            base.Dispose(disposing);
        }
    }
}
