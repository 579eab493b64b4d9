using System.Text.Json.Nodes;
using ServerlessMcp.Hosts.Tests.Hosts;

namespace ServerlessMcp.Hosts.Tests.OneFile;

/// <summary>The file on its sandbox, beside the build on its own: to the same calls they give the same bytes.</summary>
public sealed class LocalFileSandboxTests(LocalFile file, ITestOutputHelper output)
{
    private const int Patience = 600_000; // So that a host that hangs is named, and not a run that never ends.
    private const string List = "list_all_hashicorp_terraform_cloud_";
    private const string Get = "get_single_hashicorp_terraform_cloud_";

    private readonly SampleCalls samples = new();
    private SandboxPair pair = null!;

    [Fact(Timeout = Patience)]
    public async Task Workflows_lists_and_every_other_tool_are_answered_as_the_build_answers_them()
    {
        await using (pair = await SandboxPair.StartAsync(file.Program, LocalProcess.Build))
        {
            await pair.AskAsync("initialize", JsonNode.Parse("""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}""")!.AsObject());
            var tools = (await pair.AskAsync("tools/list"))["tools"]!.AsArray().Select(tool => tool!).ToList();
            Assert.True(tools.Count > 500, $"{tools.Count}");
            await LookAroundAsync();
            var lists = tools.Where(tool => Name(tool).StartsWith(List, StringComparison.Ordinal)).ToList();
            var listed = await CallAllAsync(lists);
            Assert.True(listed > 100, $"Of {lists.Count} lists {listed} have rows.");
            await CallAllAsync(tools.Where(tool => Reads(tool) && !lists.Contains(tool)));

            await PaymentGatewayAsync();
            await EuFrontendAsync();
            await CoreNetworkingAsync();
            await InternalVpnAsync();
            await CallAllAsync(lists);
            await CallAllAsync(tools.Where(tool => !Reads(tool)).OrderBy(Destroys));

            output.WriteLine($"{pair.Compared} answers compared, {listed} of {lists.Count} lists with rows");
            Assert.DoesNotContain("The sandbox failed", pair.Output, StringComparison.Ordinal);
            Assert.True(pair.Differences.Count == 0, $"{pair.Differences.Count} of {pair.Compared} differ:\n{string.Join('\n', pair.Differences)}");
        }
    }

    /// <summary>Learns an id of each kind from workspaces that have what is to be read.</summary>
    private async Task LookAroundAsync()
    {
        var workspace = await FindAsync("core-networking");
        samples.Learn(workspace);
        samples.Learn(await pair.DoAsync(Get + "workspace_by_id", new JsonObject { ["workspace_id"] = (string)workspace!, ["fields"] = new JsonArray("*") }));
        var runs = await pair.DoAsync(List + "runs", new JsonObject { ["workspace_id"] = (string)workspace! });
        var run = (string)runs["items"]![0]!["id"]!;
        samples.Learn(run);
        samples.Learn(await pair.DoAsync(Get + "run_by_id", new JsonObject { ["run_id"] = run, ["fields"] = new JsonArray("*") }));
    }

    /// <summary>Calls each; answers how many gave rows.</summary>
    private async Task<int> CallAllAsync(IEnumerable<JsonNode> tools)
    {
        var withRows = 0;
        foreach (var tool in tools)
        {
            var answer = await pair.CallAsync(Name(tool), samples.For(tool));
            if (answer is { IsError: true, Status: >= 500 })
            {
                Assert.Fail($"{Name(tool)}: {answer.Json}");
            }

            samples.Learn(answer.Json);
            withRows += !answer.IsError && answer.Json["items"] is JsonArray { Count: > 0 } ? 1 : 0;
        }

        return withRows;
    }

    // "payment-gateway in acme-corp: locked; find it, force-unlock, run with the message AI auto-recovery."
    private async Task PaymentGatewayAsync()
    {
        var workspace = await FindAsync("payment-gateway");
        Assert.True((bool?)(await pair.DoAsync(Get + "workspace_by_id", Workspace(workspace)))["locked"]);
        Assert.Equal(409, (await pair.CallAsync("hashicorp_terraform_cloud_workspaces_unlock", Workspace(workspace))).Status);
        await pair.DoAsync("hashicorp_terraform_cloud_workspaces_force_unlock", Workspace(workspace));
        await RunAsync(workspace, "AI auto-recovery");
    }

    // "eu-frontend: lock, find max_nodes, set it to 20, unlock, run."
    private async Task EuFrontendAsync()
    {
        var workspace = await FindAsync("eu-frontend");
        await pair.DoAsync("hashicorp_terraform_cloud_workspaces_lock", new JsonObject { ["workspace_id"] = workspace, ["reason"] = "Scaling up" });
        var variables = (await pair.DoAsync(List + "workspace_variables", Workspace(workspace)))["items"]!.AsArray();
        var nodes = Assert.Single(variables, row => (string?)row!["key"] == "max_nodes")!;
        await pair.DoAsync("update_a_hashicorp_terraform_cloud_workspace_variable_by_id",
            new JsonObject { ["workspace_id"] = workspace, ["variable_id"] = (string)nodes["id"]!, ["value"] = "20" });
        await pair.DoAsync("hashicorp_terraform_cloud_workspaces_unlock", Workspace(workspace));
        await RunAsync(workspace, "More nodes for the sale");
        var outputs = (await pair.DoAsync(List + "current_state_version_outputs", Workspace(workspace)))["items"]!.AsArray();
        Assert.Equal(20, (int?)Assert.Single(outputs, row => (string?)row!["name"] == "max_nodes")!["value"]);
    }

    // "core-networking: the latest run is stuck; find it, see policy_override, read which soft-mandatory rule failed, override it, apply."
    private async Task CoreNetworkingAsync()
    {
        var workspace = await FindAsync("core-networking");
        var run = (await pair.DoAsync(List + "runs", Workspace(workspace)))["items"]![0]!;
        Assert.Equal("policy_override", (string?)run["status"]);
        var of = new JsonObject { ["run_id"] = (string)run["id"]! };
        var check = (await pair.DoAsync(List + "policy_checks", Copy(of)))["items"]![0]!;
        await pair.DoAsync("hashicorp_terraform_cloud_runs_diagnose", Copy(of));
        await pair.DoAsync("hashicorp_terraform_cloud_policy_checks_override",
            new JsonObject { ["policy_check_id"] = (string)check["id"]!, ["comment"] = "The corporate range follows tomorrow" });
        await ApplyAsync((string)run["id"]!);
    }

    // "internal-vpn: read the current state version's outputs; vpn_encryption_algorithm is AES-128, not AES-256."
    private async Task InternalVpnAsync()
    {
        var workspace = await FindAsync("internal-vpn");
        var state = await pair.DoAsync(Get + "current_state_version_by_id", Workspace(workspace));
        var outputs = (await pair.DoAsync(List + "state_version_outputs", new JsonObject { ["state_version_id"] = (string)state["id"]! }))["items"]!.AsArray();
        Assert.Equal("AES-128", (string?)Assert.Single(outputs, row => (string?)row!["name"] == "vpn_encryption_algorithm")!["value"]);
    }

    private async Task RunAsync(string workspace, string message)
    {
        var run = await pair.DoAsync("create_a_hashicorp_terraform_cloud_run", new JsonObject { ["workspace_id"] = workspace, ["message"] = message });
        await ApplyAsync((string)run["id"]!);
    }

    private async Task ApplyAsync(string run)
    {
        var of = new JsonObject { ["run_id"] = run };
        var confirmable = await pair.FollowAsync(Get + "run_by_id", Copy(of), row => row["can"]?.AsArray().Any(verb => (string?)verb == "confirm") == true);
        await pair.DoAsync("hashicorp_terraform_cloud_plans_summary", new JsonObject { ["plan_id"] = run });
        await pair.DoAsync("hashicorp_terraform_cloud_runs_apply", Copy(of));
        await pair.FollowAsync(Get + "run_by_id", Copy(of), row => (string?)row["status"] == "applied");
        Assert.Equal(run, (string?)confirmable["id"]);
    }

    private async Task<string> FindAsync(string name)
    {
        var found = await pair.DoAsync(List + "workspaces", new JsonObject { ["search"] = name });
        return (string)Assert.Single(found["items"]!.AsArray(), row => (string?)row!["name"] == name)!["id"]!;
    }

    private static JsonObject Workspace(string id) => new() { ["workspace_id"] = id };

    private static JsonObject Copy(JsonObject of) => of.DeepClone().AsObject();

    private static string Name(JsonNode tool) => (string)tool["name"]!;

    private static bool Reads(JsonNode tool) => (bool?)tool["annotations"]?["readOnlyHint"] == true;

    private static bool Destroys(JsonNode tool) => (bool?)tool["annotations"]?["destructiveHint"] == true;
}
