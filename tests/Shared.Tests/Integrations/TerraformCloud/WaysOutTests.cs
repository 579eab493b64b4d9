using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud;

/// <summary>A refusal says what forbids the change, since when, and which calls lead out of it, by the names that the URL knows.</summary>
public sealed class WaysOutTests
{
    private const string All = """{"methods":["*"],"tags":["*"],"tool_names":"short"}""";

    [Theory]
    [InlineData("tfc_workspaces_safe_delete", "\"workspace_id\":\"WS\"")]
    [InlineData("tfc_workspace_by_name_safe_delete", "\"workspace_name\":\"eu-frontend\"")]
    public async Task A_safe_delete_that_is_refused_names_the_destroy_run_which_leads_to_it(string tool, string workspace)
    {
        await using var product = await TestProduct.StartAsync();
        var arguments = $"{{{workspace.Replace("WS", product.Sandbox.WorkspaceId("eu-frontend"), StringComparison.Ordinal)}}}";
        var refused = await CallAsync(product, tool, arguments);
        Assert.Equal(409, (int)refused["error"]!["status"]!);
        Assert.Contains("manages 2 resources", (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
        var step = refused["next"]![0]!;
        Assert.Equal(("tfc_runs_create", true), ((string)step["tool"]!, (bool)step["arguments"]!["is_destroy"]!));

        // The way out is one.
        var run = await CallAsync(product, "tfc_runs_create", With(step["arguments"]!, "wait_seconds", 20));
        await CallAsync(product, "tfc_runs_apply", $$"""{"run_id":"{{run["id"]}}","wait_seconds":20}""");
        Assert.True((bool)(await CallAsync(product, tool, arguments))["accepted"]!);
    }

    [Fact]
    public async Task A_locked_workspace_says_who_holds_it_and_an_unlock_that_is_refused_names_the_force_unlock()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("payment-gateway");
        foreach (var (tool, next) in new[] { ("tfc_workspaces_safe_delete", "tfc_workspaces_unlock"), ("tfc_workspaces_unlock", "tfc_workspaces_force_unlock"), ("tfc_workspaces_lock", "tfc_workspaces_unlock") })
        {
            var refused = await CallAsync(product, tool, $$"""{"workspace_id":"{{home}}"}""");
            Assert.Contains("locked by maria-chen (Investigating the failed canary, do not run)", (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
            Assert.Equal((next, home), ((string)refused["next"]![0]!["tool"]!, (string)refused["next"]![0]!["arguments"]!["workspace_id"]!));
        }
    }

    [Fact]
    public async Task A_project_that_is_not_empty_names_its_workspaces()
    {
        await using var product = await TestProduct.StartAsync();
        var projects = await CallAsync(product, "tfc_projects_list", "{}");
        var data = (string)projects["items"]!.AsArray().Single(project => (string)project!["name"]! == "Data")!["id"]!;
        var refused = await CallAsync(product, "tfc_projects_delete", $$"""{"project_id":"{{data}}"}""");
        Assert.Contains("prod-database-cluster", (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(["tfc_workspaces_safe_delete", "tfc_workspaces_safe_delete", "tfc_workspaces_safe_delete", "tfc_workspaces_list"], Tools(refused));
    }

    [Theory]
    [InlineData("tfc_runs_apply", "internal-vpn")]
    [InlineData("tfc_runs_discard", "internal-vpn")]
    [InlineData("tfc_runs_cancel", "payment-gateway")]
    [InlineData("tfc_runs_force_cancel", "data-lake-ingest")]
    [InlineData("tfc_runs_apply", "core-networking")]
    public async Task A_transition_that_is_not_allowed_says_the_state_since_when_and_what_is(string tool, string workspace)
    {
        await using var product = await TestProduct.StartAsync();
        var runs = await CallAsync(product, "tfc_runs_list", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}"}""");
        var id = (string)runs["items"]![0]!["id"]!;
        var diagnosis = await CallAsync(product, "tfc_runs_diagnose", $$"""{"run_id":"{{id}}"}""");
        var refused = await CallAsync(product, tool, $$"""{"run_id":"{{id}}"}""");
        Assert.Equal((409, "transition not allowed"), ((int)refused["error"]!["status"]!, (string)refused["error"]!["title"]!));
        Assert.EndsWith($"The run is {diagnosis["status"]} since {diagnosis["since"]}: {diagnosis["summary"]}", (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(diagnosis["next"]!.ToJsonString(), refused["next"]!.ToJsonString());
    }

    [Fact]
    public async Task An_override_that_is_refused_says_what_became_of_the_check_and_of_its_run()
    {
        await using var product = await TestProduct.StartAsync();
        var runs = await CallAsync(product, "tfc_runs_list", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("core-networking")}}"}""");
        var checks = await CallAsync(product, "tfc_policy_checks_list", $$"""{"run_id":"{{runs["items"]![0]!["id"]}}"}""");
        var id = $$"""{"policy_check_id":"{{checks["items"]![0]!["id"]}}"}""";
        Assert.Null((await CallAsync(product, "tfc_policy_checks_override", id))["error"]);
        var refused = await CallAsync(product, "tfc_policy_checks_override", id);
        Assert.Contains("The policy check is overridden. The run is ", (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Contains("tfc_runs_apply", Tools(refused));
    }

    [Fact]
    public async Task What_the_URL_may_not_read_is_in_no_refusal()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["custom"],"tags":["*"],"tools":["hashicorp_terraform_cloud_workspaces_safe_delete"]}""");
        var refused = (await product.CallAsync(token, "hashicorp_terraform_cloud_workspaces_safe_delete", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}""")).Answer();
        Assert.Null(refused["next"]);
        Assert.DoesNotContain("resources.", ((string)refused["error"]!["detail"]!).Replace("still managing resources.", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Single(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task A_rollback_without_a_lock_names_the_steps_that_do_it_safely()
    {
        await using var product = await TestProduct.StartAsync();
        var versions = await CallAsync(product, "tfc_state_versions_list", """{"workspace_name":"eu-frontend"}""");
        var old = (string)versions["items"]!.AsArray().Last()!["id"]!;
        var refused = await CallAsync(product, "tfc_state_versions_rollback", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","rollback_state_version_id":"{{old}}"}""");
        Assert.Equal(["tfc_workspaces_lock", "tfc_state_versions_rollback", "tfc_runs_create", "tfc_workspaces_unlock"], Tools(refused));
        foreach (var step in refused["next"]!.AsArray())
            Assert.Null((await CallAsync(product, (string)step!["tool"]!, step["arguments"]!.ToJsonString()))["error"]);
    }

    [Fact]
    public async Task A_rollback_that_the_API_cannot_do_leads_to_the_code_of_that_time_and_never_writes_back_what_was_read()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("eu-frontend");
        var versions = await CallAsync(product, "tfc_state_versions_list", """{"workspace_name":"eu-frontend"}""");
        var old = (string)versions["items"]!.AsArray().Last()!["id"]!;
        await CallAsync(product, "tfc_workspaces_lock", $$"""{"workspace_id":"{{home}}"}""");
        product.Sandbox.Faults.On("PATCH", "/api/v2/workspaces/*/state-versions").Status(500);
        var refused = await CallAsync(product, "tfc_state_versions_rollback", $$"""{"workspace_id":"{{home}}","rollback_state_version_id":"{{old}}"}""");
        Assert.Equal(["tfc_state_versions_compare", "tfc_runs_create", "tfc_workspaces_unlock"], Tools(refused));
        Assert.StartsWith("cv-", (string)refused["next"]![1]!["arguments"]!["configuration_version_id"]!, StringComparison.Ordinal);
        Assert.Contains("sensitive values are withheld", (string)refused["error"]!["detail"]!, StringComparison.Ordinal);
        foreach (var step in refused["next"]!.AsArray())
            Assert.Null((await CallAsync(product, (string)step!["tool"]!, step["arguments"]!.ToJsonString()))["error"]);
    }

    [Fact]
    public async Task After_an_empty_answer_the_next_step_is_a_call_that_the_URL_has()
    {
        await using var product = await TestProduct.StartAsync();
        var runs = await CallAsync(product, "tfc_runs_list", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("frontend-cdn")}}"}""");
        var applied = await CallAsync(product, "tfc_runs_apply", $$"""{"run_id":"{{runs["items"]![0]!["id"]}}"}""");
        Assert.Equal($$"""[{"tool":"tfc_runs_get","arguments":{"run_id":"{{runs["items"]![0]!["id"]}}","wait_seconds":20},"why":"Read the run until its status is applied or errored."}]""", applied["next"]!.ToJsonString());
        Assert.Null((await CallAsync(product, "tfc_runs_get", applied["next"]![0]!["arguments"]!.ToJsonString()))["error"]);
    }

    [Fact]
    public void Every_advice_to_read_what_was_changed_is_a_tool_that_takes_what_the_change_took()
    {
        var advised = TerraformTools.All.Where(tool => tool.Next is not null).ToList();
        var found = advised.Where(tool => FollowingStep.ReaderOf(tool) is not null).ToList();
        foreach (var tool in found)
        {
            var given = tool.Arguments.Select(argument => argument.Name).Append("organization_name").ToHashSet();
            Assert.All(FollowingStep.ReaderOf(tool)!.Arguments.Where(argument => argument.IsRequired), argument => Assert.Contains(argument.Name, given));
        }

        Assert.InRange(found.Count, 45, advised.Count);
    }

    private static IEnumerable<string> Tools(JsonNode answer) => answer["next"]!.AsArray().Select(step => (string)step!["tool"]!);

    private static string With(JsonNode arguments, string name, int value)
    {
        var more = arguments.DeepClone().AsObject();
        more[name] = value;
        return more.ToJsonString();
    }

    private static async Task<JsonNode> CallAsync(TestProduct product, string tool, string arguments)
    {
        var call = product.CallAsync(await product.TokenAsync(All), tool, arguments);
        await product.Time.AdvanceNapsAsync(call, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        return (await call).Answer();
    }
}
