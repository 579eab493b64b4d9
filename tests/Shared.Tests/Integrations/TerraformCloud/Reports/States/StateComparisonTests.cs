using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Redaction;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.States;

/// <summary>Two states of a workspace, by their ids, by runs or by times: what differs, masked as a plan is.</summary>
public sealed class StateComparisonTests
{
    private const string All = """{"methods":["*"],"tags":["*"]}""";
    private const string Tool = "hashicorp_terraform_cloud_state_versions_compare";
    private const string Secret = "not-a-real-signing-key", Fresh = "another-signing-key-of-tests";

    [Fact]
    public async Task What_was_changed_is_told_by_address_and_attribute_and_secrets_only_as_changed()
    {
        await using var product = await TestProduct.StartAsync();
        var (home, old, run) = await ChangeAsync(product);
        var said = await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{old}}","include_values":true}""");
        Assert.Equal("""{"added":0,"removed":0,"changed":2}""", said["counts"]!.ToJsonString());
        var changed = said["items"]!.AsArray().ToDictionary(row => (string)row!["address"]!, row => row!);
        Assert.Equal("changed", (string)changed["aws_autoscaling_group.web"]!["action"]!);
        Assert.Equal("""[{"path":"max_size","before":10,"after":20}]""", changed["aws_autoscaling_group.web"]!["changed"]!.ToJsonString());
        Assert.Equal("""[{"path":"user_data","before":"(sensitive)","after":"(sensitive)"}]""", changed["aws_launch_template.web"]!["changed"]!.ToJsonString());
        Assert.Equal("""[{"name":"max_nodes","action":"changed","before":10,"after":20}]""", said["outputs"]!.ToJsonString());
        Assert.DoesNotContain(Secret, said.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Fresh, said.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(run, (string)said["to"]!["run_id"]!);
        var without = await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{old}}"}""");
        Assert.Equal("""["max_size"]""", without["items"]![0]!["changed"]!.ToJsonString());
    }

    [Fact]
    public async Task A_run_and_a_time_mean_the_state_that_it_made_and_the_one_of_then()
    {
        await using var product = await TestProduct.StartAsync();
        var (home, old, run) = await ChangeAsync(product);
        var byId = await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{old}}"}""");
        Assert.Equal(byId["items"]!.ToJsonString(), (await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{old}}","to":"{{run}}"}"""))["items"]!.ToJsonString());
        Assert.Equal(byId["items"]!.ToJsonString(), (await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{byId["from"]!["created_at"]}}"}"""))["items"]!.ToJsonString());
        var back = await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{run}}","to":"{{old}}"}""");
        Assert.Equal(byId["counts"]!.ToJsonString(), back["counts"]!.ToJsonString());
        Assert.Equal(0, (int)(await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{run}}"}"""))["total_count"]!);
    }

    [Fact]
    public async Task Before_the_first_state_there_was_nothing()
    {
        await using var product = await TestProduct.StartAsync();
        var said = await CallAsync(product, Tool, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","from":"2001-01-01T00:00:00Z"}""");
        Assert.Equal(("""{"added":2,"removed":0,"changed":0}""", "none yet"), (said["counts"]!.ToJsonString(), (string)said["from"]!["state"]!));
    }

    [Fact]
    public async Task Pages_have_every_change_once()
    {
        await using var product = await TestProduct.StartAsync();
        var (home, old, _) = await ChangeAsync(product);
        var first = await CallAsync(product, Tool, $$"""{"workspace_id":"{{home}}","from":"{{old}}","page_size":1}""");
        var second = await CallAsync(product, Tool, $$"""{"cursor":"{{first["next_cursor"]}}"}""");
        Assert.Equal(["aws_autoscaling_group.web", "aws_launch_template.web"], new[] { first, second }.Select(page => (string)page["items"]!.AsArray().Single()!["address"]!));
        Assert.Null(second["next_cursor"]);
    }

    [Theory]
    [InlineData("run-0000000000000000", "made no state version of this workspace")]
    [InlineData("yesterday", "It takes the id of a state version")]
    [InlineData("OTHER", "is of another workspace")]
    public async Task What_names_no_state_of_the_workspace_is_said_to(string from, string why)
    {
        await using var product = await TestProduct.StartAsync();
        var other = await CallAsync(product, "get_single_hashicorp_terraform_cloud_current_state_version_by_id", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}"}""");
        var said = await CallAsync(product, Tool, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","from":"{{(from == "OTHER" ? other["id"] : from)}}"}""");
        Assert.Contains(why, (string)said["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_has_it_of_its_own_workspaces_alone()
    {
        await using var product = await TestProduct.StartAsync();
        var (home, old, run) = await ChangeAsync(product);
        var token = await product.TokenAsync("""{"methods":["read"],"tags":["*"],"scope":{"workspaces":["eu-frontend"]}}""");
        foreach (var from in new[] { old, run, product.Time.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) })
        {
            product.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.NotNull((await product.CallAsync(token, Tool, $$"""{"workspace_id":"{{home}}","from":"{{from}}"}""")).Answer()["counts"]);
        }

        var other = await CallAsync(product, "get_single_hashicorp_terraform_cloud_current_state_version_by_id", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}"}""");
        foreach (var arguments in new[] { $$"""{"workspace_id":"{{home}}","from":"{{other["id"]}}"}""", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}","from":"{{run}}"}""" })
        {
            product.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("out of scope", (string)(await product.CallAsync(token, Tool, arguments)).Answer()["error"]!["title"]!);
        }
    }

    [Fact]
    public async Task A_stored_state_is_masked_by_its_paths_and_by_names()
    {
        static Task<ServerlessMcp.Integrations.TerraformCloud.Client.TerraformDownload> State(string secret, string named, string plain) => Downloads.OfAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes("""
            {"version":4,"resources":[{"mode":"managed","type":"a_b","name":"c","provider":"provider[\"registry.terraform.io/x/a\"]","instances":[{"attributes":{"token_of":{"deep":"SECRET"},"password":"NAMED","size":"PLAIN","copy":"SECRET"},
            "sensitive_attributes":[[{"type":"get_attr","value":"token_of"},{"type":"get_attr","value":"deep"}]]}]}],"outputs":{"o":{"value":"SECRET","sensitive":true}}}
            """.Replace("SECRET", secret, StringComparison.Ordinal).Replace("NAMED", named, StringComparison.Ordinal).Replace("PLAIN", plain, StringComparison.Ordinal))));
        var (before, after) = (new WholeState(), new WholeState());
        await StateReader.VisitAsync(await State("marked-secret-one", "named-secret-one", "small"), before);
        await StateReader.VisitAsync(await State("marked-secret-two", "named-secret-two", "large"), after);
        var digest = StateDifference.Of(before, after, new PlanQuery { IncludeValues = true }, new WorkBudget(default));
        var text = System.Text.Json.JsonSerializer.Serialize(digest);
        Assert.Contains("large", text, StringComparison.Ordinal);
        foreach (var secret in new[] { "marked-secret", "named-secret" })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Equal(["copy", "password", "size", "token_of"], digest.Resources.Single().Changed.Select(change => change.Path.Split('.')[0]).Order(StringComparer.Ordinal));
    }

    // The state before, and the run that changed it.
    private static async Task<(string Home, string Old, string Run)> ChangeAsync(TestProduct product)
    {
        var home = product.Sandbox.WorkspaceId("eu-frontend")!;
        var old = (string)(await CallAsync(product, "get_single_hashicorp_terraform_cloud_current_state_version_by_id", $$"""{"workspace_id":"{{home}}"}"""))["id"]!;
        var variables = (await CallAsync(product, "list_all_hashicorp_terraform_cloud_workspace_variables", $$"""{"workspace_id":"{{home}}"}"""))["items"]!.AsArray();
        foreach (var (key, value) in new[] { ("max_nodes", "20"), ("session_signing_key", Fresh) })
        {
            await CallAsync(product, "update_a_hashicorp_terraform_cloud_workspace_variable_by_id",
                $$"""{"workspace_id":"{{home}}","variable_id":"{{variables.Single(one => (string)one!["key"]! == key)!["id"]}}","value":"{{value}}"}""");
        }

        var run = await CallAsync(product, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{home}}","auto_apply":true,"wait_seconds":20}""");
        Assert.Equal("applied", (string)run["status"]!);
        return (home, old, (string)run["id"]!);
    }

    private static async Task<JsonNode> CallAsync(TestProduct product, string tool, string arguments)
    {
        product.Time.Advance(TimeSpan.FromSeconds(1)); // The sandbox takes 30 requests a second.
        var call = product.CallAsync(await product.TokenAsync(All), tool, arguments);
        await product.Time.AdvanceNapsAsync(call, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        return (await call).Answer();
    }
}
