using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud;

/// <summary>
/// Twelve tasks of an engineer's day on the sandbox, each by its shortest right path: how many calls it takes, and how many characters a model reads. <c>bench/tasks.sh</c> prints the table. The
/// limits are what was reached; a change that costs more says why.
/// </summary>
public sealed class TwelveTasksTests(ITestOutputHelper output)
{
    private const string P = "hashicorp_terraform_cloud_";
    private const int MostCalls = 19, MostCharacters = 15_000;

    [Fact]
    public async Task All_twelve_take_no_more_calls_and_characters_than_they_did()
    {
        await using var product = await TestProduct.StartAsync();
        var desk = new Desk(product, await product.TokenAsync("""{"methods":["*"],"tags":["core"],"listing":"all"}"""));

        desk.Begin("What in acme-corp needs somebody now?");
        var overview = await desk.CallAsync(P + "organizations_overview", "{}");
        var (core, billing, cluster) = (Run(overview, "core-networking"), Run(overview, "legacy-billing"), Run(overview, "production-k8s-cluster"));

        desk.Begin("Why is core-networking stuck: which rule, which resource, since when?");
        var stuck = await desk.CallAsync(P + "runs_diagnose", $$"""{"run_id":"{{core}}"}""");
        Assert.NotNull(stuck["failed_policies"]![0]!["rule"]);
        Assert.NotNull(stuck["since"]);

        desk.Begin("Override what may be overridden, apply, follow to the end; say the real counts.");
        var check = (string)stuck["failed_policies"]![0]!["policy_check_id"]!;
        await desk.CallAsync(P + "policy_checks_override", $$"""{"policy_check_id":"{{check}}","wait_seconds":20}""");
        var applied = await desk.CallAsync(P + "runs_apply", $$"""{"run_id":"{{core}}","wait_seconds":20}""");
        Assert.Equal("applied", (string)applied["status"]!);
        Assert.NotNull(applied["applied"]!["resource_additions"]);

        desk.Begin("legacy-billing failed: why, since when, and what fixes it?");
        var failed = await desk.CallAsync(P + "runs_diagnose", $$"""{"run_id":"{{billing}}"}""");
        Assert.NotEmpty(failed["diagnostics"]!.AsArray());

        desk.Begin("What would production-k8s-cluster's waiting run do and cost?");
        var plan = await desk.CallAsync(P + "plans_summary", $$"""{"plan_id":"{{cluster}}"}""");
        Assert.NotNull(plan["cost"]!["delta_monthly_cost"]);

        desk.Begin("Does internal-vpn use AES-256? Show its outputs.");
        Assert.NotEmpty((await desk.CallAsync($"list_all_{P}current_state_version_outputs", """{"workspace_id":"internal-vpn"}"""))["items"]!.AsArray());

        desk.Begin("Lock eu-frontend with a reason, set max_nodes to 20, unlock, start a run, say what it plans and what it waits for.");
        await desk.CallAsync(P + "workspaces_lock", """{"workspace_id":"eu-frontend","reason":"more nodes"}""");
        await desk.CallAsync($"update_a_{P}workspace_variable_by_id", """{"workspace_id":"eu-frontend","variable_id":"max_nodes","value":"20"}""");
        await desk.CallAsync(P + "workspaces_unlock", """{"workspace_id":"eu-frontend"}""");
        var started = await desk.CallAsync($"create_a_{P}run", """{"workspace_id":"eu-frontend","wait_seconds":20}""");
        Assert.NotNull(started["plan_summary"]!["counts"]);

        desk.Begin("What has drifted, since when, from what to what?");
        Assert.NotEmpty((await desk.CallAsync(P + "workspaces_drift_report", "{}"))["items"]!.AsArray());

        desk.Begin("payment-gateway is locked: who, why; force-unlock it and start a run with the message AI auto-recovery; to which state does it come?");
        var gateway = await desk.CallAsync($"get_single_{P}workspace_by_name", """{"workspace_name":"payment-gateway"}""");
        Assert.NotNull(gateway["locked_reason"]);
        await desk.CallAsync(P + "workspaces_force_unlock", $$"""{"workspace_id":"{{gateway["id"]}}"}""");
        var recovery = await desk.CallAsync($"create_a_{P}run", $$"""{"workspace_id":"{{gateway["id"]}}","message":"AI auto-recovery","wait_seconds":20}""");
        Assert.NotNull(recovery["status"]);

        desk.Begin("Show the end of the log of the run applied last.");
        var last = (await desk.CallAsync($"list_all_{P}organization_runs", """{"status":"applied","page_size":1}"""))["items"]![0]!;
        Assert.NotNull((await desk.CallAsync(P + "applies_logs", $$"""{"apply_id":"{{last["id"]}}","tail":10}"""))["content"]);

        desk.Begin("Give db_password of prod-database-cluster a new value and prove that it was taken.");
        var changed = await desk.CallAsync(
            $"update_a_{P}workspace_variable_by_id", """{"workspace_id":"prod-database-cluster","variable_id":"db_password","value":"another-value"}""");
        Assert.True((bool)changed["value_changed"]!);

        desk.Begin("Who started most runs in the last seven days, and which workspace failed most?");
        var statistics = await desk.CallAsync(P + "runs_statistics", "{}");
        Assert.NotEmpty(statistics["by_user"]!.AsObject());
        Assert.NotEmpty(statistics["by_workspace"]!.AsArray());

        output.WriteLine(desk.Table);
        Assert.True(desk.Calls <= MostCalls && desk.Characters <= MostCharacters, desk.Table);
    }

    private static string Run(JsonNode overview, string workspace) =>
        (string)overview["items"]!.AsArray().Single(row => (string)row!["workspace_name"]! == workspace)!["run_id"]!;

    /// <summary>One agent's URL, with a line for each task.</summary>
    private sealed class Desk(TestProduct product, string token)
    {
        private readonly List<(string Task, int Calls, int Characters)> tasks = [];

        public int Calls => tasks.Sum(task => task.Calls);

        public int Characters => tasks.Sum(task => task.Characters);

        public string Table => string.Join('\n', tasks.Select((task, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1,2} {task.Calls,3} {task.Characters,7}  {task.Task}"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"   {Calls,3} {Characters,7}  in all")));

        public void Begin(string task) => tasks.Add((task, 0, 0));

        public async Task<JsonNode> CallAsync(string tool, string arguments)
        {
            var call = product.CallAsync(token, tool, arguments);
            await product.Time.AdvanceNapsAsync(call, TimeSpan.FromSeconds(1), atMost: TimeSpan.FromMinutes(1));
            var answer = await call;
            Assert.False((bool)answer["isError"]!, $"{tool} {arguments}: {answer.ToJsonString()}");
            product.Time.Advance(TimeSpan.FromSeconds(3)); // Lists of runs take 30 calls a minute.
            var (task, calls, characters) = tasks[^1];
            tasks[^1] = (task, calls + 1, characters + ((string)answer["content"]![0]!["text"]!).Length);
            return answer.Answer();
        }
    }
}
