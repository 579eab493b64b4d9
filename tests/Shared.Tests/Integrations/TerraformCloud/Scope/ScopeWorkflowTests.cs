using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>What a scoped URL is for: the work within its scope, by project, by name, by glob, by id and by tag.</summary>
public sealed class ScopeWorkflowTests
{
    private const string All = """ "methods":["*"],"tags":["*"] """;

    [Theory]
    [InlineData("""{"projects":["Networking"]}""")]
    [InlineData("""{"projects":["Net*"],"workspaces":["core-*"]}""")]
    [InlineData("""{"workspaces":["core-networking"]}""")]
    [InlineData("""{"tags":["network"]}""")]
    public async Task The_stuck_run_of_core_networking_is_found_overridden_and_applied(string scope)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{{scope}} }""");

        var workspaces = await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces", """{"search":"core-networking"}""");
        var workspace = (string)Assert.Single(workspaces)!["id"]!;
        var run = (await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{workspace}}","fields":["status","plan_id"]}"""))[0]!;
        Assert.Equal("policy_override", (string)run["status"]!);
        var check = Assert.Single(await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_policy_checks", $$"""{"run_id":"{{run["id"]}}"}"""))!;
        await OkAsync(product, token, "hashicorp_terraform_cloud_policy_checks_override", $$"""{"policy_check_id":"{{check["id"]}}"}""");
        product.Time.Advance(TimeSpan.FromMinutes(1));
        await OkAsync(product, token, "hashicorp_terraform_cloud_runs_apply", $$"""{"run_id":"{{run["id"]}}","comment":"Go"}""");
        product.Time.Advance(TimeSpan.FromMinutes(1));
        var applied = await OkAsync(product, token, "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{run["id"]}}"}""");
        Assert.Equal("applied", (string)applied["status"]!);

        // A report of several requests, by the run's id and by the plan's.
        await OkAsync(product, token, "hashicorp_terraform_cloud_plans_summary", $$"""{"plan_id":"{{run["id"]}}"}""");
        await OkAsync(product, token, "hashicorp_terraform_cloud_plans_summary", $$"""{"plan_id":"{{run["plan_id"]}}"}""");
        await OkAsync(product, token, "hashicorp_terraform_cloud_workspaces_find_resources", $$"""{"workspace_id":"{{workspace}}"}""");

        // The plan that is known from its run, and one of its log's pages.
        await OkAsync(product, token, "hashicorp_terraform_cloud_plans_logs", $$"""{"plan_id":"{{run["plan_id"]}}","run_id":"{{run["id"]}}"}""");
    }

    [Fact]
    public async Task Eu_frontend_is_locked_scaled_unlocked_and_run()
    {
        await using var product = await TestProduct.StartAsync();
        var id = product.Sandbox.WorkspaceId("eu-frontend")!;
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["{{id}}"]} }""");

        var workspace = await OkAsync(product, token, "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"eu-frontend"}""");
        Assert.Equal(id, (string)workspace["id"]!);
        await OkAsync(product, token, "hashicorp_terraform_cloud_workspaces_lock", $$"""{"workspace_id":"{{id}}","reason":"Scaling up"}""");
        var nodes = Assert.Single(await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_workspace_variables", $$"""{"workspace_id":"{{id}}"}"""),
            variable => (string)variable!["key"]! == "max_nodes")!;
        var changed = await OkAsync(product, token, "update_a_hashicorp_terraform_cloud_workspace_variable_by_id", $$"""{"workspace_id":"{{id}}","variable_id":"{{nodes["id"]}}","value":"20"}""");
        Assert.Equal("20", (string)changed["value"]!);
        await OkAsync(product, token, "hashicorp_terraform_cloud_workspaces_unlock", $$"""{"workspace_id":"{{id}}"}""");
        var run = await OkAsync(product, token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{id}}","message":"More nodes"}""");
        Assert.NotNull(run["id"]);
    }

    [Fact]
    public async Task Payment_gateway_is_found_by_its_lock_unlocked_and_run()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"projects":["Payments"]} }""");
        var locked = Assert.Single(await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces", "{}"), workspace => (bool?)workspace!["locked"] == true)!;
        Assert.Equal("payment-gateway", (string)locked["name"]!);
        await OkAsync(product, token, "hashicorp_terraform_cloud_workspaces_force_unlock", $$"""{"workspace_id":"{{locked["id"]}}"}""");
        var run = await OkAsync(product, token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{locked["id"]}}","message":"AI auto-recovery"}""");
        Assert.StartsWith("AI auto-recovery", (string)run["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Internal_vpn_tells_its_cipher()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["internal-*"]} }""");
        var id = product.Sandbox.WorkspaceId("internal-vpn")!;
        var state = await OkAsync(product, token, "get_single_hashicorp_terraform_cloud_current_state_version_by_id", $$"""{"workspace_id":"{{id}}","fields":["*"]}""");
        var output = Assert.Single(await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_state_version_outputs", $$"""{"state_version_id":"{{state["id"]}}"}"""),
            output => (string)output!["name"]! == "vpn_encryption_algorithm")!;
        Assert.Equal("AES-128", (string)output["value"]!);

        // One output by its id is proven by the state version that has it.
        var one = await OkAsync(product, token, "get_single_hashicorp_terraform_cloud_state_version_output_by_id",
            $$"""{"state_version_output_id":"{{output["id"]}}","state_version_id":"{{state["id"]}}"}""");
        Assert.Equal("AES-128", (string)one["value"]!);
    }

    [Fact]
    public async Task A_project_can_be_filled_with_workspaces_and_variable_sets_and_nothing_goes_to_another()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"projects":["Frontend"]} }""");
        var project = (string)Assert.Single(await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_projects", "{}"))!["id"]!;

        var made = await OkAsync(product, token, "create_a_hashicorp_terraform_cloud_workspace", $$"""{"name":"frontend-new","project_id":"{{project}}"}""");
        Assert.Equal("frontend-new", (string)made["name"]!);
        await RefusedAsync(product, token, "create_a_hashicorp_terraform_cloud_workspace", """{"name":"frontend-lost"}""");

        var set = await OkAsync(product, token, "create_a_hashicorp_terraform_cloud_variable_set",
            $$"""{"name":"frontend-set","global":false,"parent_project_id":"{{project}}","workspace_ids":["{{made["id"]}}"]}""");
        await RefusedAsync(product, token, "create_a_hashicorp_terraform_cloud_variable_set", """{"name":"everywhere","global":false}""");
        await RefusedAsync(product, token, "create_a_hashicorp_terraform_cloud_variable_set", $$"""{"name":"everywhere","global":true,"parent_project_id":"{{project}}"}""");
        await RefusedAsync(product, token, "update_a_hashicorp_terraform_cloud_variable_set_by_id", $$"""{"varset_id":"{{set["id"]}}","global":true}""");
        Assert.Single(await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_variable_sets", "{}"));

        // What the organization lends is not for whom it has not lent it to.
        await RefusedAsync(product, token, "update_a_hashicorp_terraform_cloud_workspace_by_id", $$"""{"workspace_id":"{{made["id"]}}","agent_pool_id":"apool-AAAAAAAAAAAAAAAA"}""");
        await RefusedAsync(product, token, "update_a_hashicorp_terraform_cloud_workspace_by_id", $$"""{"workspace_id":"{{made["id"]}}","vcs_repo_oauth_token_id":"ot-AAAAAAAAAAAAAAAA"}""");
        await RefusedAsync(product, token, "hashicorp_terraform_cloud_workspaces_add_tags", $$"""{"workspace_id":"{{made["id"]}}","tags":[{"id":"tag-AAAAAAAAAAAAAAAA"}]}""");
        await OkAsync(product, token, "hashicorp_terraform_cloud_workspaces_add_tags", $$"""{"workspace_id":"{{made["id"]}}","tags":[{"name":"new"}]}""");
    }

    [Fact]
    public async Task A_plan_is_proven_by_its_run_and_known_once_the_run_was_read()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["core-networking"]} }""");
        var unscoped = await product.TokenAsync($$"""{ {{All}} }""");
        var workspace = product.Sandbox.WorkspaceId("core-networking")!;
        var runs = await ItemsAsync(product, unscoped, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{workspace}}","fields":["plan_id"]}""");
        var (run, plan) = ((string)runs[0]!["id"]!, (string)runs[0]!["plan_id"]!);
        const string Tool = "get_single_hashicorp_terraform_cloud_plan_by_id";

        var refused = await RefusedAsync(product, token, Tool, $$"""{"plan_id":"{{plan}}"}""");
        Assert.Contains("Pass run_id as well", (string)refused["hint"]!, StringComparison.Ordinal);
        await RefusedAsync(product, token, Tool, $$"""{"plan_id":"{{plan}}","run_id":"{{runs[1]!["id"]}}"}""");
        await OkAsync(product, token, Tool, $$"""{"plan_id":"{{plan}}","run_id":"{{run}}"}""");

        // The relation can't change, so from now on it is known; whose the run is, is asked again.
        await OkAsync(product, token, Tool, $$"""{"plan_id":"{{plan}}"}""");
        await OkAsync(product, token, "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{runs[1]!["id"]}}"}""");
        await OkAsync(product, token, Tool, $$"""{"plan_id":"{{runs[1]!["plan_id"]}}"}""");

        // And it says nothing to a URL whose scope it is not.
        var other = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["eu-frontend"]} }""");
        var known = await RefusedAsync(product, other, Tool, $$"""{"plan_id":"{{plan}}"}""");
        var unknown = await RefusedAsync(product, other, Tool, """{"plan_id":"plan-AAAAAAAAAAAAAAAA"}""");
        Assert.Equal(unknown.ToJsonString(), known.ToJsonString());
    }

    internal static async Task<JsonNode> OkAsync(TestProduct product, string token, string tool, string arguments)
    {
        var result = await product.CallAsync(token, tool, arguments);
        Assert.True(result["isError"] is null || !(bool)result["isError"]!, $"{tool}: {result.ToJsonString()}");
        return result.Answer();
    }

    internal static async Task<JsonNode> RefusedAsync(TestProduct product, string token, string tool, string arguments)
    {
        var error = (await product.CallAsync(token, tool, arguments)).Answer()["error"];
        Assert.Equal("out of scope", (string?)error?["title"]);
        return error!;
    }

    internal static async Task<JsonArray> ItemsAsync(TestProduct product, string token, string tool, string arguments) =>
        (await OkAsync(product, token, tool, arguments))["items"]!.AsArray();
}
