using System.Diagnostics;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Outages;

/// <summary>A store that can't tell means no, within 5 seconds; a vault that can't tell stops only those whose token is not known.</summary>
public abstract class OutageContract
{
    private const int Patience = 180_000; // So that a host that hangs is named, and not a run that never ends.
    private const string Tool = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{"page_size":1}}}""";

    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);
    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Script.AdminToken}");

    internal abstract Task<ICloudHost> StartAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData(Outage.Cut)]
    [InlineData(Outage.Throttled)]
    [InlineData(Outage.Silent)]
    [InlineData(null)]
    public async Task A_store_that_can_not_tell_is_a_503_within_5_seconds_and_never_a_yes(Outage? outage)
    {
        var sandbox = new FaultySandbox(TimeProvider.System);
        await using var upstream = await SandboxServer.StartAsync(sandbox.HandleAsync, cancellationToken: Cancel);
        await using var host = await StartAsync();
        var token = await ConnectAsync(host, upstream.Address, "acme", Script.SecretName);
        Assert.Equal(200, (await CallAsync(host, token)).Status);

        if (outage is null)
        {
            await host.StopStoreAsync();
        }

        host.Store.Outage = outage;
        sandbox.Requests.Clear();
        RawRequest[] requests =
        [
            new("POST", $"/mcp/{token}", Tool, Json),
            new("POST", $"/mcp/{token}", """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Json),
            new("GET", "/integrated-account/acme", "", Bearer),
            new("POST", "/integrated-account/acme/mcp", """{"name":"x"}""", Json, Bearer),
        ];

        // A first failure compiles what it needs; on a loaded machine that may take a second of its own. After it there is one try.
        await host.SendAsync(requests[0], Cancel);
        foreach (var request in requests)
        {
            var answer = await InTimeAsync(host, request);
            Assert.True(answer.Status == 503, $"{request.Method} {request.Target.Split('/')[1]}: {answer.Told}");
            var isMcp = request.Target.StartsWith("/mcp/", StringComparison.Ordinal);
            Assert.Equal((isMcp ? "application/json" : "application/problem+json", "5"), (answer.Headers["content-type"], answer.Headers["retry-after"]));
            Assert.Equal("The records can't be read right now, so nothing is allowed. Try again in 5 seconds.", (string?)(isMcp ? answer.Json["error"]!["message"] : answer.Json["detail"]));
            Assert.Equal(isMcp ? 1 : null, (int?)answer.Json["id"]);
        }

        Assert.Equal(0, sandbox.Requests.Total);
        Assert.Equal(200, (await host.SendAsync(new RawRequest("GET", "/healthz", ""), Cancel)).Status);

        if (outage is not null)
        {
            host.Store.Outage = null;
            Assert.Equal(200, (await RecoveredAsync(host, token)).Status);
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData(Outage.Cut)]
    [InlineData(Outage.Throttled)]
    [InlineData(Outage.Silent)]
    public async Task While_the_vault_is_down_calls_with_a_known_token_go_on_and_others_name_the_account_and_not_the_secret(Outage outage)
    {
        var sandbox = new FaultySandbox(TimeProvider.System);
        await using var upstream = await SandboxServer.StartAsync(sandbox.HandleAsync, cancellationToken: Cancel);
        await using var host = await StartAsync();
        var known = await ConnectAsync(host, upstream.Address, "acme", Script.SecretName);
        var unknown = await ConnectAsync(host, upstream.Address, "late", Script.OtherSecretName);
        Assert.False(IsError(await CallAsync(host, known)));

        host.Vault.Outage = outage;
        var goesOn = await CallAsync(host, known);
        Assert.False(IsError(goesOn), goesOn.Text);
        var refused = await CallAsync(host, unknown);
        Assert.True(IsError(refused), refused.Text);
        Assert.Contains("account late ", (string?)refused.ToolJson["error"]!["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain(Script.OtherSecretName, refused.Text, StringComparison.Ordinal);

        host.Vault.Outage = null;
        Assert.False(IsError(await CallAsync(host, unknown)));
        Assert.DoesNotContain(TerraformSandbox.OwnerToken, host.Output, StringComparison.Ordinal);
    }

    private static async Task<RawAnswer> InTimeAsync(ICloudHost host, RawRequest request)
    {
        var watch = Stopwatch.StartNew();
        var answer = await host.SendAsync(request, Cancel);
        Assert.True(watch.Elapsed < InTime, $"{request.Method} {request.Target.Split('/')[1]} took {watch.Elapsed}.");
        return answer;
    }

    private static Task<RawAnswer> CallAsync(ICloudHost host, string token) => host.SendAsync(new RawRequest("POST", $"/mcp/{token}", Tool, Json), Cancel);

    private static bool IsError(RawAnswer answer) => (bool?)answer.Json["result"]?["isError"] ?? throw new Xunit.Sdk.XunitException($"No result of a tool: {answer.Told}");

    // What was waiting when the outage ended may still be on its way.
    private static async Task<RawAnswer> RecoveredAsync(ICloudHost host, string token)
    {
        var answer = await CallAsync(host, token);
        return answer.Status == 503 ? await CallAsync(host, token) : answer;
    }

    private static async Task<string> ConnectAsync(ICloudHost host, Uri upstream, string account, string secret)
    {
        await Transcript.WarmAsync(host, Cancel);
        var body = $$$"""{"address":"{{{upstream.AbsoluteUri.TrimEnd('/')}}}","organization":"acme-corp","credential":{"secret":"{{{secret}}}"}}""";
        Assert.Equal(201, (await host.SendAsync(new RawRequest("PUT", $"/integrated-account/{account}", body, Json, Bearer), Cancel)).Status);
        var minted = await host.SendAsync(new RawRequest("POST", $"/integrated-account/{account}/mcp", """{"name":"x"}""", Json, Bearer), Cancel);
        Assert.True(minted.Status == 201, minted.Text);
        return (string)minted.Json["token"]!;
    }
}
