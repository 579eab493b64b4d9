using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.Aws;
using ServerlessMcp.Sandbox.Aws;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Aws.Tests.Support;

/// <summary>The whole product with an account of AWS, which a simulator stands for, without sockets.</summary>
internal sealed class AwsProduct : IAsyncDisposable
{
    public const string Account = "cloud";
    public const string Address = "http://127.0.0.1:9100";

    private AwsProduct(TestProduct product, AwsSandbox aws, TimeProvider clock) => (Product, Aws, Clock) = (product, aws, clock);

    public TestProduct Product { get; }

    public AwsSandbox Aws { get; }

    /// <summary>The simulator's clock.</summary>
    public TimeProvider Clock { get; }

    public static async Task<AwsProduct> StartAsync(SimulatedAccount? account = null, AwsSandboxOptions? options = null, string members = "", TimeProvider? clock = null)
    {
        // Its sessions end by a clock of their own: that of the product stands still.
        clock ??= new ManualTimeProvider();
        var aws = new AwsSandbox(clock, options) { Account = account ?? new SimulatedAccount() };
        var product = await TestProduct.StartAsync(
            between: sandbox => new ByAddress(new SandboxHandler(aws.HandleAsync), new SandboxHandler(sandbox)), services: services => services.AddAws());
        product.Credentials.Token = $"{AwsSandbox.AccessKey}:{AwsSandbox.SecretKey}";
        var started = new AwsProduct(product, aws, clock);
        await started.ConnectAsync(members);
        return started;
    }

    /// <summary>PUTs the account, and answers what came.</summary>
    public async Task<JsonNode> ConnectAsync(string members = "")
    {
        var (status, body) = await PutAsync($$"""{"integration":"aws","address":"{{Address}}","role":"{{Aws.Account.Role}}","credential":{"secret":"aws-key"}{{members}}}""");
        Assert.True(status is 200 or 201, $"{body}\n{Product.Logs.All}");
        return body;
    }

    public async Task<(int Status, JsonNode Body)> PutAsync(string body)
    {
        using var answer = await Product.AdminAsync(HttpMethod.Put, $"/integrated-account/{Account}", body);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public Task<string> TokenAsync(string config = "{}") => Product.TokenAsync(config, Account);

    /// <summary>Calls a tool, and answers what its text says.</summary>
    public async Task<JsonNode> CallAsync(string token, string tool, string arguments = "{}") =>
        (await Product.CallAsync(token, tool, arguments)).Answer();

    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();

        // Whatever a test was about.
        Assert.Equal(0, Aws.RefusedWrites);
    }

    private sealed class ByAddress(HttpMessageHandler aws, HttpMessageHandler others) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker toAws = new(aws), toOthers = new(others);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.Authority == new Uri(Address).Authority ? toAws : toOthers).SendAsync(request, cancellationToken);
    }
}
