using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>What reaches a workspace: variables with the one that counts, sets with what they apply to, policy sets, policies.</summary>
public sealed class ReachingVariablesTests
{
    private const string All = """{"methods":["*"],"tags":["*"]}""";
    private const string Tool = "list_all_hashicorp_terraform_cloud_workspace_all_variables";

    [Fact]
    public async Task Each_variable_says_where_it_is_from_and_whether_it_counts()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("eu-frontend");
        await CreateAsync(product, "b-of-project", global: false, priority: false, "max_nodes", "AWS_REGION");
        await CreateAsync(product, "a-first", global: true, priority: true, "region");
        var rows = (await ReadAsync(product, Tool, $$"""{"workspace_id":"{{home}}"}"""))["items"]!.AsArray();

        (string, string, string?) Said(string key, string from) => rows.Where(row => (string)row!["key"]! == key && ((string?)row["from"] ?? "workspace") == from)
            .Select(row => (from, (string?)row!["effective"] ?? "alone", (string?)row["overridden_by"])).Single();
        Assert.Equal(("workspace", "yes", null), Said("max_nodes", "workspace"));
        Assert.Equal(("b-of-project", "no", "workspace"), Said("max_nodes", "b-of-project"));
        Assert.Equal(("workspace", "no", "a-first"), Said("region", "workspace"));
        Assert.Equal(("a-first", "yes", null), Said("region", "a-first"));
        Assert.Equal(("aws-account", "alone", null), Said("TFC_AWS_RUN_ROLE_ARN", "aws-account"));
    }

    [Fact]
    public async Task Under_a_scope_what_is_inherited_is_there_without_value_and_id()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("eu-frontend");
        var token = await product.TokenAsync("""{"methods":["read"],"tags":["*"],"scope":{"workspaces":["eu-frontend"]}}""");
        var said = (await product.CallAsync(token, Tool, $$"""{"workspace_id":"{{home}}"}""")).Answer();
        var inherited = said["items"]!.AsArray().Where(row => (string?)row!["from"] == "aws-account").ToList();
        Assert.Equal(["AWS_REGION", "TFC_AWS_RUN_ROLE_ARN"], inherited.Select(row => (string)row!["key"]!).Order(StringComparer.Ordinal));
        Assert.All(inherited, row => Assert.Equal(("env", null, "(withheld: the set is outside of this URL's scope)"), ((string)row!["category"]!, (string?)row["id"], (string)row["value"]!)));
        Assert.DoesNotContain("eu-central-1", said.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("varset-", said.ToJsonString(), StringComparison.Ordinal);
        var all = (await ReadAsync(product, Tool, $$"""{"workspace_id":"{{home}}"}"""))["items"]!.AsArray();
        Assert.Equal(all.Count, said["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Under_a_scope_rows_by_fields_say_that_what_is_inherited_is_left_out()
    {
        await using var product = await TestProduct.StartAsync();
        var asked = $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","fields":["key"]}""";
        var token = await product.TokenAsync("""{"methods":["read"],"tags":["*"],"scope":{"workspaces":["eu-frontend"]}}""");
        Assert.Contains("outside of this URL's scope", (string)(await product.CallAsync(token, Tool, asked)).Answer()["left_out"]!, StringComparison.Ordinal);
        Assert.Null((await ReadAsync(product, Tool, asked))["left_out"]);
    }

    [Fact]
    public async Task Where_the_sets_cannot_be_read_what_counts_is_unknown()
    {
        await using var product = await TestProduct.StartAsync();
        await CreateAsync(product, "b-of-project", global: false, priority: false, "max_nodes");
        product.Sandbox.Faults.On("GET", "/api/v2/workspaces/*/varsets").Status(500);
        var said = await ReadAsync(product, Tool, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}""");
        Assert.All(said["items"]!.AsArray().Where(row => (string)row!["key"]! == "max_nodes"), row => Assert.Equal("unknown", (string)row!["effective"]!));
        Assert.NotNull(said["not_read"]);
    }

    [Fact]
    public async Task Sets_say_what_they_apply_to()
    {
        await using var product = await TestProduct.StartAsync();
        await CreateAsync(product, "b-of-project", global: false, priority: false, "max_nodes");
        var sets = (await ReadAsync(product, "list_all_hashicorp_terraform_cloud_variable_sets", "{}"))["items"]!.AsArray();
        Assert.Equal(["all workspaces", "1 project"], sets.OrderBy(set => (string)set!["name"]!, StringComparer.Ordinal).Select(set => (string)set!["applies_to"]!));
        var one = await ReadAsync(product, "get_single_hashicorp_terraform_cloud_variable_set_by_id", $$"""{"varset_id":"{{sets.Single(set => (string)set!["name"]! == "b-of-project")!["id"]}}"}""");
        Assert.Equal("project Frontend", (string)one["applies_to"]!);
        var policies = (await ReadAsync(product, "list_all_hashicorp_terraform_cloud_policy_sets", "{}"))["items"]!.AsArray();
        Assert.Equal("4 workspaces", (string)policies.Single(set => (string)set!["name"]! == "network-guardrails")!["applies_to"]!);
        var guard = await ReadAsync(product, "get_single_hashicorp_terraform_cloud_policy_set_by_id", $$"""{"policy_set_id":"{{policies.Single(set => (string)set!["name"]! == "network-guardrails")!["id"]}}"}""");
        Assert.Equal("workspaces core-networking, internal-vpn, transit-gateway, dns-zones", (string)guard["applies_to"]!);
    }

    [Fact]
    public async Task Which_policy_sets_apply_to_a_workspace_is_one_call()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("core-networking");
        var said = await ReadAsync(product, "hashicorp_terraform_cloud_workspaces_find_policies", $$"""{"workspace_id":"{{home}}"}""");
        var set = said["items"]!.AsArray().Single()!;
        Assert.Equal(("network-guardrails", "workspace"), ((string)set["name"]!, (string)set["applies_by"]!));
        await ReadAsync(product, "hashicorp_terraform_cloud_policy_sets_add_excluded_workspaces", $$"""{"policy_set_id":"{{set["policy_set_id"]}}","workspace_ids":["{{home}}"]}""");
        Assert.Empty((await ReadAsync(product, "hashicorp_terraform_cloud_workspaces_find_policies", $$"""{"workspace_id":"{{home}}"}"""))["items"]!.AsArray());
        var token = await product.TokenAsync("""{"methods":["read","custom"],"tags":["*"],"scope":{"workspaces":["core-networking"]}}""");
        Assert.NotNull((await product.CallAsync(token, "hashicorp_terraform_cloud_workspaces_find_policies", $$"""{"workspace_id":"{{home}}"}""")).Answer()["not_read"]);
    }

    [Theory]
    [InlineData("""{"enforcement":"hard-mandatory"}""", "deny-public-databases,require-encryption-at-rest")]
    [InlineData("""{"description":"COST-CENTER"}""", "require-cost-center-tag")]
    [InlineData("""{"description":"no policy says so"}""", "")]
    public async Task Policies_are_narrowed_by_enforcement_and_by_description(string arguments, string names)
    {
        await using var product = await TestProduct.StartAsync();
        var said = await ReadAsync(product, "list_all_hashicorp_terraform_cloud_organization_policies", arguments);
        Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries), said["items"]!.AsArray().Select(row => (string)row!["name"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_changed_sensitive_value_is_confirmed_without_being_shown()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("eu-frontend");
        var variables = (await ReadAsync(product, "list_all_hashicorp_terraform_cloud_workspace_variables", $$"""{"workspace_id":"{{home}}"}"""))["items"]!.AsArray();
        var secret = await ReadAsync(product, "update_a_hashicorp_terraform_cloud_workspace_variable_by_id",
            $$"""{"workspace_id":"{{home}}","variable_id":"{{variables.Single(one => (string)one!["key"]! == "session_signing_key")!["id"]}}","value":"a-fresh-signing-key"}""");
        Assert.True((bool)secret["value_changed"]!);
        Assert.DoesNotContain("a-fresh-signing-key", secret.ToJsonString(), StringComparison.Ordinal);
        var plain = await ReadAsync(product, "update_a_hashicorp_terraform_cloud_workspace_variable_by_id",
            $$"""{"workspace_id":"{{home}}","variable_id":"{{variables.Single(one => (string)one!["key"]! == "max_nodes")!["id"]}}","value":"11"}""");
        Assert.Equal((null, "11"), (plain["value_changed"], (string)plain["value"]!));
    }

    private static async Task CreateAsync(TestProduct product, string name, bool global, bool priority, params string[] keys)
    {
        var projects = await ReadAsync(product, "list_all_hashicorp_terraform_cloud_projects", "{}");
        var project = (string)projects["items"]!.AsArray().Single(one => (string)one!["name"]! == "Frontend")!["id"]!;
        var variables = new JsonArray([.. keys.Select(key => new JsonObject { ["key"] = key, ["value"] = "x", ["category"] = key.StartsWith("AWS", StringComparison.Ordinal) ? "env" : "terraform" })]);
        await ReadAsync(product, "create_a_hashicorp_terraform_cloud_variable_set",
            $$"""{"name":"{{name}}","global":{{(global ? "true" : "false")}},"priority":{{(priority ? "true" : "false")}},"variables":{{variables.ToJsonString()}}{{(global ? "" : $",\"project_ids\":[\"{project}\"]")}}}""");
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string tool, string arguments)
    {
        var answer = await product.CallAsync(await product.TokenAsync(All), tool, arguments);
        Assert.False((bool?)answer["isError"] == true, answer.ToJsonString());
        return answer.Answer();
    }
}
