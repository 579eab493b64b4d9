using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Packages;

/// <summary>A package works: unpacked, started from nothing as its platform does, it mints a URL, and that one lists and calls.</summary>
public abstract class PackageContract(Package package)
{
    private const int Patience = 180_000; // So that a package that hangs is named, and not a run that never ends.

    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Script.AdminToken}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected string Zip => package.Zip;

    protected string Program => package.Program;

    internal abstract Task<ICloudHost> StartAsync(string program);

    [Fact(Timeout = Patience)]
    public async Task Started_from_nothing_it_mints_lists_and_calls()
    {
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System).HandleAsync, cancellationToken: Cancel);
        await using var host = await StartAsync(package.Program);
        await Transcript.WarmAsync(host, Cancel);
        var account = $$$"""{"address":"{{{upstream.Address.AbsoluteUri.TrimEnd('/')}}}","organization":"acme-corp","credential":{"secret":"{{{Script.SecretName}}}"},"blob_hosts":["localhost"]}""";
        Assert.Equal(201, (await host.SendAsync(new RawRequest("PUT", "/integrated-account/acme", account, Json, Bearer), Cancel)).Status);
        var minted = await host.SendAsync(new RawRequest("POST", "/integrated-account/acme/mcp", """{"name":"x","config":{"methods":["*"],"tags":["*"]}}""", Json, Bearer), Cancel);
        Assert.True(minted.Status == 201, minted.Text);
        var path = $"/mcp/{(string)minted.Json["token"]!}";

        var listed = await host.SendAsync(new RawRequest("POST", path, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Json), Cancel);
        Assert.NotEmpty(listed.Json["result"]!["tools"]!.AsArray());

        // Reads, writes, a log behind a pre-signed URL: what trimming would have to spare.
        var workspace = await CallAsync("get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"core-networking","fields":["current_run_id"]}""");
        Assert.Equal("policy_override", (string?)(await CallAsync("get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{(string?)workspace["current_run_id"]}}"}"""))["status"]);
        var plan = (string?)(await CallAsync("get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{(string?)workspace["current_run_id"]}}","fields":["plan_id"]}"""))["plan_id"];
        await CallAsync("hashicorp_terraform_cloud_plans_logs", $$"""{"plan_id":"{{plan}}"}""");
        await CallAsync("create_a_hashicorp_terraform_cloud_workspace_variable", $$"""{"workspace_id":"{{(string?)workspace["id"]}}","key":"k","value":"v","category":"env"}""");
        Assert.DoesNotContain("Unexpected", host.Output, StringComparison.Ordinal);

        async Task<System.Text.Json.Nodes.JsonNode> CallAsync(string tool, string arguments)
        {
            var called = await host.SendAsync(
                new RawRequest("POST", path, $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"call_tool","arguments":{"name":"{{{{tool}}}}","arguments":{{{{arguments}}}}}}}""", Json), Cancel);
            Assert.False((bool?)called.Json["result"]?["isError"], called.Text);
            return called.ToolJson;
        }
    }
}
