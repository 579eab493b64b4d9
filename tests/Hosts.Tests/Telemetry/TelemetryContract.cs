using System.Text.Json.Nodes;
using ServerlessMcp.Hosts.Tests.Aws;
using ServerlessMcp.Hosts.Tests.Azure;
using ServerlessMcp.Hosts.Tests.Azure.Worker;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Hosts.Tests.Packages;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Telemetry;

/// <summary>Where a collector is named, a host sends it spans and metrics; and whatever the collector does, no caller notices.</summary>
public abstract class TelemetryContract
{
    private const int Patience = 180_000; // So that a host that hangs is named, and not a run that never ends.
    private const string Tool = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Script.AdminToken}");

    // Far less than a time-out of the exporter's own, and far more than a call takes here.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(6);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal abstract Task<ICloudHost> StartAsync(Action<Dictionary<string, string>> change);

    [Fact(Timeout = Patience)]
    public async Task A_span_and_a_metric_of_a_call_arrive_without_a_word_of_the_callers_and_the_log_has_the_same_trace()
    {
        await using var collector = await Collector.StartAsync();
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System).HandleAsync, cancellationToken: Cancel);
        await using var host = await StartAsync(Named(collector.Address));
        var path = await ConnectAsync(host, upstream.Address);

        Assert.Equal(200, (await CallAsync(host, path)).Status);

        await collector.GetsAsync("/v1/traces", $"tools/call {Tool}", "GET /api/v2/organizations/{organization_name}/workspaces", "serverlessmcp.outcome", "serverless-mcp", "faas.invocation_id");
        await collector.GetsAsync("/v1/metrics", "mcp.server.operation.duration", "serverlessmcp.tool.calls", "http.client.request.duration", "serverlessmcp.cold_start.duration", Tool);
        Assert.All([path[5..], "acme-corp", "core-networking", Script.AdminToken, TerraformSandbox.OwnerToken, "/mcp/"], word => Assert.DoesNotContain(word, collector.All, StringComparison.Ordinal));
        Assert.Contains(Convert.FromHexString(Trace).Select(one => (char)one).Aggregate("", (text, one) => text + one), collector.All, StringComparison.Ordinal);

        var line = host.Output.Split('\n').Select(one => one.Trim()).Last(one => one.Contains("\"event\":\"tool_call\"", StringComparison.Ordinal));
        var entry = JsonNode.Parse(line)!; // The line is the entry, and nothing else.
        Assert.Equal((Tool, Trace), ((string)entry["tool"]!, (string)entry["trace_id"]!));
        Assert.NotEmpty((string)entry["request"]!);
    }

    [Fact(Timeout = Patience)]
    public async Task The_collectors_headers_come_out_of_the_vault_and_no_account_may_use_them()
    {
        await using var collector = await Collector.StartAsync();
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System).HandleAsync, cancellationToken: Cancel);
        await using var host = await StartAsync(environment =>
        {
            Named(collector.Address)(environment);
            environment["SERVERLESSMCP_OTLP_HEADERS_SECRET"] = Collector.SecretName;
        });
        var path = await ConnectAsync(host, upstream.Address);
        Assert.Equal(200, (await CallAsync(host, path)).Status);

        await collector.GetsAsync("/v1/traces", $"tools/call {Tool}");
        await collector.GetsAsync("/v1/metrics", "serverlessmcp.tool.calls");
        Assert.Equal([$"{Collector.Key} a team"], collector.Keys.Distinct());
        Assert.DoesNotContain(Collector.Key, host.Output + collector.All, StringComparison.Ordinal);

        // An account would send it to whatever address it names.
        var stolen = $$$"""{"address":"{{{upstream.Address.AbsoluteUri.TrimEnd('/')}}}","credential":{"secret":"{{{Collector.SecretName}}}"}}""";
        var refused = await host.SendAsync(new RawRequest("PUT", "/integrated-account/thief", stolen, Json, Bearer), Cancel);
        Assert.True(refused.Status == 422 && refused.Text.Contains("what the telemetry collector is shown", StringComparison.Ordinal), refused.Told);
    }

    [Theory(Timeout = Patience)]
    [InlineData("slow")]
    [InlineData("failing")]
    [InlineData("dead")]
    public async Task A_collector_that_does_not_do_its_part_changes_no_answer_and_keeps_nobody_waiting(string kind)
    {
        using var over = new CancellationTokenSource();
        await using var collector = await Collector.StartAsync();
        collector.Instead = async context =>
        {
            context.Response.StatusCode = 500;
            if (kind == "slow")
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        };
        if (kind == "dead")
        {
            await collector.DisposeAsync();
        }

        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System, new SandboxOptions { RateLimits = false }).HandleAsync, cancellationToken: Cancel);
        await using var host = await StartAsync(Named(collector.Address));
        var path = await ConnectAsync(host, upstream.Address);
        var expected = (await CallAsync(host, path)).ToolJson.ToJsonString();

        for (var i = 0; i < 3; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var answer = await CallAsync(host, path);
            Assert.Equal(expected, answer.ToolJson.ToJsonString());
            Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, Soon);
        }

        await over.CancelAsync();
        Assert.DoesNotContain("Unexpected", host.Output, StringComparison.Ordinal);
    }

    private static Action<Dictionary<string, string>> Named(Uri collector) => environment =>
    {
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.AbsoluteUri;
        environment["OTEL_BSP_SCHEDULE_DELAY"] = "100";
        environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        environment["SERVERLESSMCP_LOG_LEVEL"] = "Information";
    };

    private static async Task<string> ConnectAsync(ICloudHost host, Uri upstream)
    {
        await Transcript.WarmAsync(host, Cancel);
        var account = $$$"""{"address":"{{{upstream.AbsoluteUri.TrimEnd('/')}}}","organization":"acme-corp","credential":{"secret":"{{{Script.SecretName}}}"}}""";
        Assert.Equal(201, (await host.SendAsync(new RawRequest("PUT", "/integrated-account/acme", account, Json, Bearer), Cancel)).Status);
        var minted = await host.SendAsync(new RawRequest("POST", "/integrated-account/acme/mcp", """{"name":"x"}""", Json, Bearer), Cancel);
        Assert.True(minted.Status == 201, minted.Text);
        return $"/mcp/{(string)minted.Json["token"]!}";
    }

    private static Task<RawAnswer> CallAsync(ICloudHost host, string path) => host.SendAsync(
        new RawRequest("POST", path, $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{{Tool}}}}","arguments":{},"_meta":{"traceparent":"00-{{{{Trace}}}}-b7ad6b7169203331-01"}}}""", Json), Cancel);
}

public sealed class LambdaTelemetryTests(AwsPackage package, Dynoxide dynoxide) : TelemetryContract
{
    internal override async Task<ICloudHost> StartAsync(Action<Dictionary<string, string>> change) =>
        await LambdaHostUnderTest.StartAsync(dynoxide.Address, package.Program, change);
}

public sealed class FunctionsTelemetryTests(AzurePackage package, AzuriteWithIdentities azurite) : TelemetryContract
{
    internal override async Task<ICloudHost> StartAsync(Action<Dictionary<string, string>> change) =>
        await FunctionsHostUnderTest.StartAsync(azurite, package.Program, change);
}

public sealed class WorkerTelemetryTests(AzureWorkerPackage package, AzuriteWithIdentities azurite) : TelemetryContract
{
    internal override async Task<ICloudHost> StartAsync(Action<Dictionary<string, string>> change) =>
        await WorkerHostUnderTest.StartAsync(azurite, package.Program, change);
}
