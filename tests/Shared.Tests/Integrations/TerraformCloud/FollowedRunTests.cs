using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud;

/// <summary>A change in two calls: the one that makes it also answers what became of the run, if it may wait.</summary>
public sealed class FollowedRunTests
{
    private const string All = """{"methods":["*"],"tags":["*"]}""";
    private const string Create = "create_a_hashicorp_terraform_cloud_run";
    private const string Apply = "hashicorp_terraform_cloud_runs_apply";
    private const string Override = "hashicorp_terraform_cloud_policy_checks_override";

    [Fact]
    public async Task A_run_that_is_created_is_answered_with_the_digest_of_its_plan()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await CallAsync(product, Create, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("frontend-cdn")}}","message":"try","save_plan":true,"wait_seconds":20}""");

        Assert.StartsWith("run-", (string)answer["id"]!, StringComparison.Ordinal);
        Assert.Equal("try", ((string)answer["message"]!).Split(" (via")[0]);
        Assert.True((int)answer["waited_seconds"]! > 0);
        Assert.NotNull(answer["plan_summary"]!["counts"]);
        Assert.NotEmpty(answer["plan_summary"]!["items"]!.AsArray());
        Assert.Equal(await SummaryAsync(product, (string)answer["id"]!), answer["plan_summary"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_a_wait_it_is_answered_as_ever()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await CallAsync(product, Create, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("frontend-cdn")}}","save_plan":true}""");

        Assert.Equal((null, null, null), (answer["plan_summary"], answer["waited_seconds"], answer["diagnosis"]));
    }

    [Fact]
    public async Task A_run_that_is_applied_is_answered_with_what_was_really_done()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "frontend-cdn");
        var answer = await CallAsync(product, Apply, $$"""{"run_id":"{{run}}","wait_seconds":20}""");

        Assert.Equal(("applied", run), ((string)answer["status"]!, (string)answer["id"]!));
        Assert.Null(answer["next"]);
        var id = (string)(await CallAsync(product, "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{run}}","fields":["apply_id"]}"""))["apply_id"]!;
        var apply = await CallAsync(product, "get_single_hashicorp_terraform_cloud_apply_by_id", $$"""{"apply_id":"{{id}}"}""");
        foreach (var count in new[] { "resource_additions", "resource_changes", "resource_destructions" })
            Assert.Equal(apply[count]!.ToJsonString(), answer["applied"]![count]!.ToJsonString());
    }

    [Fact]
    public async Task A_run_that_was_confirmed_a_moment_ago_is_not_taken_for_one_that_waits()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "frontend-cdn");
        var answer = await CallAsync(product, Apply, $$"""{"run_id":"{{run}}","wait_seconds":1}""");

        Assert.True((bool)answer["still_running"]!);
        Assert.Null(answer["plan_summary"]);
    }

    [Fact]
    public async Task An_override_is_answered_with_the_run_that_goes_on()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "core-networking");
        var check = (string)(await CallAsync(product, "list_all_hashicorp_terraform_cloud_policy_checks", $$"""{"run_id":"{{run}}"}"""))["items"]![0]!["id"]!;
        var answer = await CallAsync(product, Override, $$"""{"policy_check_id":"{{check}}","wait_seconds":20}""");

        Assert.Equal((check, "overridden"), ((string)answer["id"]!, (string)answer["status"]!));
        Assert.Equal(run, (string)answer["run"]!["id"]!);
        Assert.NotEqual("policy_override", (string)answer["run"]!["status"]!);
        Assert.NotNull(answer["run"]!["plan_summary"]!["counts"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_run_in_a_locked_workspace_says_that_it_waits_for_whom_and_what_lets_it_on(int seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("internal-vpn");
        await CallAsync(product, "hashicorp_terraform_cloud_workspaces_lock", $$"""{"workspace_id":"{{home}}","reason":"maintenance"}""");
        var answer = await CallAsync(product, Create, $$"""{"workspace_id":"{{home}}","wait_seconds":{{seconds}}}""");

        Assert.Equal("pending", (string)answer["status"]!);
        Assert.True(answer["diagnosis"] is not null, answer.ToJsonString());
        Assert.StartsWith("maintenance", (string)answer["diagnosis"]!["lock"]!["reason"]!, StringComparison.Ordinal);
        Assert.Contains(answer["diagnosis"]!["next"]!.AsArray(), step => (string)step!["tool"]! == "hashicorp_terraform_cloud_workspaces_unlock");
        Assert.DoesNotContain(answer["diagnosis"]!["next"]!.AsArray(), step => (string)step!["tool"]! == "hashicorp_terraform_cloud_workspaces_force_unlock");

        var freed = await CallAsync(product, "hashicorp_terraform_cloud_workspaces_unlock", $$"""{"workspace_id":"{{home}}"}""");
        Assert.Equal((string)answer["id"]!, (string)freed["goes_on"]!["id"]!);
    }

    [Fact]
    public async Task An_unlock_that_starts_nothing_says_nothing_of_runs()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("internal-vpn");
        await CallAsync(product, "hashicorp_terraform_cloud_workspaces_lock", $$"""{"workspace_id":"{{home}}"}""");

        Assert.Null((await CallAsync(product, "hashicorp_terraform_cloud_workspaces_unlock", $$"""{"workspace_id":"{{home}}"}"""))["goes_on"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task New_code_is_answered_with_the_run_that_it_started(int seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("frontend-cdn");
        var answer = await CallAsync(product, "create_a_hashicorp_terraform_cloud_configuration_version",
            $$$"""{"workspace_id":"{{{home}}}","speculative":true,"files":{"main.tf":"resource \"null_resource\" \"one\" {}"},"wait_seconds":{{{seconds}}}}""");

        Assert.StartsWith("cv-", (string)answer["id"]!, StringComparison.Ordinal);
        var run = seconds == 0 ? (string)answer["run_id"]! : (string)answer["run"]!["id"]!;
        Assert.Equal((string)answer["id"]!, (string)(await CallAsync(product, "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{run}}","fields":["configuration_version_id"]}"""))["configuration_version_id"]!);
    }

    // What the URL could not read by a tool of its own, no change tells it either.
    [Fact]
    public async Task A_URL_that_cannot_read_is_told_nothing_of_the_run()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "frontend-cdn");
        var answer = await CallAsync(product, Apply, $$"""{"run_id":"{{run}}","wait_seconds":20}""", """{"methods":["custom"],"tools":["hashicorp_terraform_cloud_runs_apply"]}""");

        Assert.True((bool)answer["accepted"]!);
        Assert.Equal((null, null), (answer["status"], answer["applied"]));
        Assert.NotNull(answer["not_waited"]);
    }

    [Fact]
    public async Task In_a_scope_it_is_the_same()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("frontend-cdn");
        var answer = await CallAsync(product, Create, $$"""{"workspace_id":"{{home}}","save_plan":true,"wait_seconds":20}""",
            $$$"""{"methods":["*"],"tags":["*"],"scope":{"workspaces":["{{{home}}}"]}}""");

        Assert.NotNull(answer["plan_summary"]!["counts"]);
    }

    // Whatever the reading comes to, the change was done and its answer says so.
    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(404)]
    public async Task A_change_that_was_done_is_never_answered_as_an_error(int status)
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "frontend-cdn");
        product.Sandbox.Faults.On("GET", "/api/v2/runs/*").Status(status);
        var token = await product.TokenAsync(All);
        var call = product.CallAsync(token, Apply, $$"""{"run_id":"{{run}}","wait_seconds":5}""");
        await product.Time.AdvanceNapsAsync(call, TimeSpan.FromSeconds(1), atMost: TimeSpan.FromMinutes(1));
        var answer = await call;

        Assert.False((bool)answer["isError"]!, answer.ToJsonString());
        Assert.True((bool)answer.Answer()["accepted"]!);
        Assert.NotNull(answer.Answer()["not_waited"]);
    }

    private static async Task<string> SummaryAsync(TestProduct product, string run) =>
        (await CallAsync(product, "hashicorp_terraform_cloud_plans_summary", $$"""{"plan_id":"{{run}}","page_size":10}""")).ToJsonString();

    private static async Task<string> LatestAsync(TestProduct product, string workspace) => (string)(await CallAsync(product, "list_all_hashicorp_terraform_cloud_runs",
        $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}"}"""))["items"]![0]!["id"]!;

    private static async Task<JsonNode> CallAsync(TestProduct product, string tool, string arguments, string config = All)
    {
        var call = product.CallAsync(await product.TokenAsync(config), tool, arguments);
        await product.Time.AdvanceNapsAsync(call, TimeSpan.FromSeconds(1), atMost: TimeSpan.FromMinutes(1));
        var answer = await call;
        Assert.False((bool)answer["isError"]!, answer.ToJsonString());
        return answer.Answer();
    }
}
