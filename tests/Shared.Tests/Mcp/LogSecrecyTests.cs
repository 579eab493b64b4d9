using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

public sealed class LogSecrecyTests
{
    [Fact]
    public async Task No_token_value_or_presigned_url_is_logged_at_the_most_verbose_level()
    {
        await using var product = await TestProduct.StartAsync();
        const string Marked = "marked-value-of-a-variable";
        var minted = await product.MintAsync("""{"methods":["*"],"tags":["*","credentials"]}""");
        var url = (string)minted["token"]!;
        var call = await product.ApiTokenAsync("call");
        var workspace = product.Sandbox.WorkspaceId("eu-frontend");

        await product.CallAsync(url, "create_a_hashicorp_terraform_cloud_workspace_variable",
            $$"""{"workspace_id":"{{workspace}}","key":"k","value":"{{Marked}}","category":"terraform","sensitive":true}""");
        await product.CallAsync(url, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{workspace}}","message":"{{Marked}}"}""");
        await product.CallAsync(url, "create_a_hashicorp_terraform_cloud_workspace_variable", $$"""{"workspace_id":"{{Marked}}","value":"{{Marked}}"}""");
        await product.CallAsync(url, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{workspace}}","fields":["*"]}""");
        product.Sandbox.Faults.On("GET", "/api/v2/workspaces/*").Cut();
        await product.CallAsync(url, "get_single_hashicorp_terraform_cloud_workspace_by_id", $$"""{"workspace_id":"{{workspace}}"}""");
        product.Store.IsDown = true;
        using var down = await product.PostAsync(url, "{}", ("X-API-Key", call));
        product.Store.IsDown = false;
        using var malformed = await product.PostAsync(url, "{\"jsonrpc\":\"" + Marked, ("Authorization", "Bearer " + call));
        using var wrong = await product.PostAsync(url + "x", "{}");
        using var bearer = await product.PostAsync(null, "{}", ("Authorization", "Bearer " + url), ("X-API-Key", call));
        using var account = await product.AdminAsync(HttpMethod.Put, "/integrated-account/x", "{\"credential\":{\"value\":\"" + Marked + "\"}}");
        using var unknown = await product.Http.GetAsync(new Uri($"/mcp/{url}/more?token={url}", UriKind.Relative));

        var logged = product.Logs.All;
        Assert.Contains("tool_call", logged, StringComparison.Ordinal);
        foreach (var secret in new[] { url, call, Marked, TestProduct.AdminToken, TerraformSandbox.OwnerToken, "/v1/object/", SecretToken.Hash(url) })
        {
            Assert.DoesNotContain(secret, logged, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical, false)]
    [InlineData("System.Net.Http.HttpClient.Default.LogicalHandler", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    [InlineData("ServerlessMcp.Audit", LogLevel.Information, true)]
    [InlineData("Somebody.Else", LogLevel.Trace, true)]
    public void An_operator_cannot_turn_on_the_logs_that_carry_paths(string category, LogLevel level, bool isEnabled)
    {
        using var logs = new CapturedLogs();
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)
                .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Trace).AddFilter<CapturedLogs>("Microsoft.AspNetCore.Hosting", LogLevel.Trace).AddFilter(_ => true))
            .AddServerlessMcp(_ => { }).AddTerraformCloud()
            .BuildServiceProvider();

        services.GetRequiredService<ILoggerFactory>().CreateLogger(category).Log(level, "seen");

        Assert.Equal(isEnabled, logs.All.Contains("seen", StringComparison.Ordinal));
    }
}
