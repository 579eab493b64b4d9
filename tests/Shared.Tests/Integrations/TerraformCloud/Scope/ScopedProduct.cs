using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>The product over a sandbox in which all that is not in one project is marked.</summary>
internal sealed class ScopedProduct : IAsyncDisposable
{
    private ScopedProduct(TestProduct product, ForeignWorld world) => (Product, World) = (product, world);

    public TestProduct Product { get; }

    public ForeignWorld World { get; }

    public static async Task<ScopedProduct> StartAsync(string workspace = "core-networking", string project = "Networking")
    {
        ForeignWorld? world = null;
        var product = await TestProduct.StartAsync(between: sandbox => world = new ForeignWorld(sandbox), upstream: new SandboxOptions { RateLimits = false });
        await world!.FillAsync(workspace, project);
        return new ScopedProduct(product, world);
    }

    public Task<string> TokenAsync(string config) => Product.TokenAsync(config);

    public Task<JsonNode> AskAsync(string token, string method, string parameters) => Product.AskAsync(token, method, parameters);

    public Task<JsonNode> CallAsync(string token, string tool, string arguments = "{}") => Product.CallAsync(token, tool, arguments);

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
