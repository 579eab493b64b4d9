using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.TakenAway;

/// <summary>
/// What was asked for and did not come is not "none": over all tools that make their answer of more than one document, every included resource, every relationship's data and every
/// attribute is taken away, one at a time. The answer reads it elsewhere, leaves it out, says what is not known, or is an error. It never says anything else than the answer of the
/// whole upstream does, and no step has an empty argument.
/// </summary>
[Trait("Lane", "slow")]
public sealed class TakenAwayTests
{
    private const string Everything = """{"methods":["*"],"tags":["*"]}""";

    // What is not there in most answers, so that its absence can't be told from there being none; what is then said is true as well.
    private static readonly string[] Optional =
    [
        "force-cancel-available-at", "force-canceled-at", "applying-at", "started-at", "plan-only", "save-plan", "locked-reason", "message",

        // Its id, or its policies without their set, stand in for the name.
        "task-name", "policy-set-name",

        // A run is pending since it was created.
        "pending-at",
    ];

    private static readonly Dictionary<string, (string Tool, Func<TestProduct, string, Task<string>> Arguments)> Tools = new()
    {
        ["diagnosis_of_an_override"] = ("hashicorp_terraform_cloud_runs_diagnose", async (product, token) => $$"""{"run_id":"{{await RunAsync(product, token, "core-networking")}}"}"""),
        ["diagnosis_of_a_failed_plan"] = ("hashicorp_terraform_cloud_runs_diagnose", async (product, token) => $$"""{"run_id":"{{await RunAsync(product, token, "legacy-billing")}}"}"""),
        ["diagnosis_of_a_failed_policy"] = ("hashicorp_terraform_cloud_runs_diagnose", async (product, token) => $$"""{"run_id":"{{await RunAsync(product, token, "eu-west-database")}}"}"""),
        ["diagnosis_of_a_stage"] = ("hashicorp_terraform_cloud_runs_diagnose", async (product, token) => $$"""{"run_id":"{{await RunAsync(product, token, "staging-k8s-cluster")}}"}"""),
        ["diagnosis_of_a_queue"] = ("hashicorp_terraform_cloud_runs_diagnose", async (product, token) => $$"""{"run_id":"{{await RunAsync(product, token, "data-lake-ingest")}}"}"""),
        ["summary_with_policies"] = ("hashicorp_terraform_cloud_plans_summary", async (product, token) => $$"""{"plan_id":"{{await RunAsync(product, token, "core-networking")}}"}"""),
        ["summary_with_a_stage"] = ("hashicorp_terraform_cloud_plans_summary", async (product, token) => $$"""{"plan_id":"{{await RunAsync(product, token, "staging-k8s-cluster")}}"}"""),
        ["log_of_a_plan_by_its_run"] = ("hashicorp_terraform_cloud_plans_logs", async (product, token) => $$"""{"plan_id":"{{await RunAsync(product, token, "legacy-billing")}}"}"""),
        ["log_of_an_apply_by_its_run"] = ("hashicorp_terraform_cloud_applies_logs", async (product, token) => $$"""{"apply_id":"{{await RunAsync(product, token, "internal-vpn")}}"}"""),
        ["policy_checks"] = ("list_all_hashicorp_terraform_cloud_policy_checks", async (product, token) => $$"""{"run_id":"{{await RunAsync(product, token, "core-networking")}}"}"""),
        ["overview"] = ("hashicorp_terraform_cloud_organizations_overview", (_, _) => Task.FromResult("""{"page_size":50}""")),
        ["drift"] = ("hashicorp_terraform_cloud_workspaces_drift_report", (_, _) => Task.FromResult("{}")),
        ["resources"] = ("hashicorp_terraform_cloud_workspaces_find_resources", (product, _) => Task.FromResult($$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}"}""")),
        ["state"] = ("get_single_hashicorp_terraform_cloud_current_state_version_by_id", (product, _) => Task.FromResult($$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}"}""")),
    };

    public static TheoryData<string> OfSandbox => [.. Tools.Keys];

    public static TheoryData<string> OfDiagnosis => [.. DocumentedSituations.All.Keys];

    [Theory, MemberData(nameof(OfSandbox))]
    public async Task Of_the_sandbox_nothing_that_is_taken_away_becomes_a_lie(string name)
    {
        TakingHandler? upstream = null;
        await using var product = await TestProduct.StartAsync(between: sandbox => upstream = new TakingHandler(new SandboxHandler(sandbox)));
        var token = await product.TokenAsync(Everything);
        var arguments = await Tools[name].Arguments(product, token);
        upstream!.Seen.Clear();
        await CheckAsync(product, token, upstream, Tools[name].Tool, arguments);
    }

    [Theory]
    [InlineData("overview")]
    public async Task Of_a_Terraform_Enterprise_neither(string name)
    {
        TakingHandler? upstream = null;
        await using var product = await TestProduct.StartAsync(between: sandbox => upstream = new TakingHandler(new SandboxHandler(sandbox)));
        await CheckAsync(product, await product.EnterpriseTokenAsync("{}"), upstream!, Tools[name].Tool, """{"page_size":50}""");
    }

    [Trait("Lane", "slow")]
    [Theory, MemberData(nameof(OfDiagnosis))]
    public async Task Of_a_documented_situation_neither(string name)
    {
        using var upstream = new TakingHandler(DocumentedSituations.All[name].Upstream());
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        await product.ConnectAsync(address: "https://app.terraform.io");
        await CheckAsync(product, await product.TokenAsync(Everything), upstream, "hashicorp_terraform_cloud_runs_diagnose", $$"""{"run_id":"{{Documents.Run}}"}""");
    }

    private static async Task CheckAsync(TestProduct product, string token, TakingHandler upstream, string tool, string arguments)
    {
        var told = await product.CallAsync(token, tool, arguments);
        var whole = Said(told);
        Assert.Null(whole["error"]);
        var lies = new List<string>();
        var removals = upstream.Removals.ToList();
        foreach (var (path, at) in removals)
        {
            upstream.Taken = (path, at);
            var answer = await product.CallAsync(token, tool, arguments);
            var said = Said(answer);
            lies.AddRange(ToldFacts.EmptySteps(said).Select(step => $"{path} {string.Join('/', at)}: {step}"));
            if (said["error"] is null && !ToldFacts.OwnsUp(said) && !Optional.Contains(at[^1]) && !((string?)said["status"] == "pending" && at[^1] == "status-timestamps") && ToldFacts.Lie(whole, said) is { } lie)
            {
                lies.Add($"{path} without {string.Join('/', at)}: {lie}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{removals.Count} removals of {upstream.Seen.Count} documents");
        Assert.NotEmpty(removals);
        Assert.True(lies.Count == 0, string.Join('\n', lies));
    }

    private static async Task<string> RunAsync(TestProduct product, string token, string workspace)
    {
        var runs = await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}"}""");
        return (string)Said(runs)["items"]![0]!["id"]!;
    }

    private static JsonNode Said(JsonNode answer) => answer["structuredContent"] ?? JsonNode.Parse((string)answer["content"]![0]!["text"]!)!;
}
