using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>What a row tells in other words than the API: of what the API said, and of nothing else.</summary>
public sealed class ToldRowTests
{
    private const string Actions = """ "actions":{"is-confirmable":true,"is-discardable":true,"is-cancelable":false,"is-force-cancelable":false}""";

    private const string Rest = ""","has-changes":true,"is-destroy":false,"status-timestamps":{"planned-at":"2026-01-01T00:00:00+01:00"}""";

    private const string Held = """{"id":"ws-1","type":"workspaces","attributes":{"name":"w","locked":true},"relationships":{"project":{"data":{"id":"prj-1","type":"projects"}},"locked-by":{"data":{"id":"x-1","type":"KIND"}}}}""";

    // The state, the token, and what is not said: a verb is there only if both allow it.
    [Theory]
    [InlineData("planned", Actions + Rest, """{"since":"2025-12-31T23:00:00Z","has_changes":true,"can":["confirm","discard"],"waits_for":"confirmation"}""")]
    [InlineData("planned", Actions + ""","permissions":{"can-apply":false,"can-discard":true}""" + Rest, """{"since":"2025-12-31T23:00:00Z","has_changes":true,"can":["discard"],"waits_for":"confirmation"}""")]
    [InlineData("planned", """ "actions":{"is-confirmable":false,"is-discardable":false,"is-cancelable":false,"is-force-cancelable":false}""" + Rest, """{"since":"2025-12-31T23:00:00Z","has_changes":true}""")]
    [InlineData("applied", Actions + ""","has-changes":null,"is-destroy":true,"created-at":"2026-01-01T00:00:00Z" """, """{"created_at":"2026-01-01T00:00:00Z","is_destroy":true,"can":["confirm","discard"]}""")]
    [InlineData("planned", """ "message":"m" """, """{"message":"m","has_changes":"unknown","is_destroy":"unknown","can":["unknown"],"waits_for":"unknown"}""")]
    [InlineData("policy_override", """ "actions":{"is-discardable":true},"has-changes":true,"is-destroy":false """, """{"has_changes":true,"can":["discard","unknown"],"waits_for":"override"}""")]
    [InlineData("planning", """ "actions":{"is-confirmable":false,"is-discardable":false,"is-cancelable":true,"is-force-cancelable":false},"has-changes":false,"is-destroy":false """, """{"can":["cancel"]}""")]
    [InlineData("plan_queued", """ "actions":{"is-confirmable":false,"is-discardable":false,"is-cancelable":false,"is-force-cancelable":false},"has-changes":false,"is-destroy":false """, """{"waits_for":"worker"}""")]
    public async Task A_run_tells_what_the_API_said_of_it(string status, string attributes, string expected)
    {
        var row = await FirstAsync("list_all_hashicorp_terraform_cloud_runs", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""", $$"""{"data":[{"id":"run-1","type":"runs","attributes":{"status":"{{status}}",{{attributes}} } }]}""");
        var whole = JsonNode.Parse(expected)!.AsObject();
        whole["id"] = "run-1";
        whole["status"] = status;
        Assert.True(JsonNode.DeepEquals(whole, row), row.ToJsonString());
    }

    [Theory]
    [InlineData("users", """{"id":"x-1","type":"users","attributes":{"username":"ada"}}""", """{"locked_by":"ada"}""")]
    [InlineData("teams", """{"id":"x-1","type":"teams","attributes":{"name":"ops"}}""", """{"locked_by":"ops","locked_by_type":"teams"}""")]
    [InlineData("runs", """{"id":"x-1","type":"runs","attributes":{"status":"applying"}}""", """{"locked_by_id":"x-1","locked_by_type":"runs"}""")]
    [InlineData("users", """{"id":"x-2","type":"users","attributes":{"username":"ada"}}""", """{"locked_by_id":"x-1"}""")]
    public async Task Who_holds_a_lock_is_told_by_name_else_by_id(string kind, string included, string expected)
    {
        var row = (await CallAsync("get_single_hashicorp_terraform_cloud_workspace_by_id", """{"workspace_id":"ws-1"}""", $$"""{"data":{{Held.Replace("KIND", kind, StringComparison.Ordinal)}},"included":[{{included}}]}""")).AsObject();
        var whole = JsonNode.Parse(expected)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse("""{"id":"ws-1","name":"w","locked":true,"project_id":"prj-1"}""")!.AsObject())
        {
            whole[name] = value!.DeepClone();
        }

        Assert.True(JsonNode.DeepEquals(whole, row), row.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"w","locked":true}""", true)]
    [InlineData("""{"name":"w","locked":false}""", null)]
    [InlineData("""{"name":"w"}""", "unknown")]
    public async Task A_lock_that_is_not_said_is_not_none(string attributes, object? expected)
    {
        var row = await FirstAsync("list_all_hashicorp_terraform_cloud_workspaces", "{}", $$"""{"data":[{"id":"ws-1","type":"workspaces","attributes":{{attributes}} }]}""");
        Assert.Equal(expected?.ToString()?.ToLowerInvariant(), row["locked"]?.ToString());
    }

    // False is left out of rows, and never of what is a user's own.
    [Fact]
    public async Task An_outputs_value_keeps_its_false()
    {
        var row = await FirstAsync(
            "list_all_hashicorp_terraform_cloud_state_version_outputs", """{"state_version_id":"sv-AAAAAAAAAAAAAAAA"}""",
            """{"data":[{"id":"wsout-1","type":"state-version-outputs","attributes":{"name":"flags","type":"object","sensitive":false,"value":{"on":false,"list":[false]}}},{"id":"wsout-2","type":"state-version-outputs","attributes":{"name":"on","type":"bool","sensitive":false,"value":false}}]}""");
        Assert.Equal("""{"id":"wsout-1","name":"flags","type":"object","value":{"on":false,"list":[false]}}""", row.ToJsonString());
        Assert.Equal("""{"id":"wsout-2","name":"on","type":"bool","value":false}""", row.Parent![1]!.ToJsonString());
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("two\\n  lines", "two lines")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890", "012345678901234567890123456789012345678901234567890123456789…")]
    [InlineData("fix (via mcp-0123456789abcdef0123456789abcdef)", "fix (via mcp-01234567…)")]
    [InlineData("(via mcp-0123456789abcdef0123456789abcdef)", "(via mcp-01234567…)")]
    [InlineData("fix (via mcp-01234567)", "fix (via mcp-01234567)")]
    [InlineData("(via mcp-0123456789abcdef0123456789abcdef) again", "(via mcp-0123456789abcdef0123456789abcdef) again")]
    public async Task A_message_is_one_line_of_60_characters_and_a_short_mark(string message, string shown)
    {
        var row = await FirstAsync("list_all_hashicorp_terraform_cloud_runs", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""", $$"""{"data":[{"id":"run-1","type":"runs","attributes":{"status":"applied","message":"{{message}}"} }]}""");
        Assert.Equal(shown, (string?)row["message"]);
    }

    private static async Task<JsonNode> FirstAsync(string tool, string arguments, string document) => (await CallAsync(tool, arguments, document))["items"]![0]!;

    private static async Task<JsonNode> CallAsync(string tool, string arguments, string document)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(document);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var result = await product.CallAsync(await product.TokenAsync(), tool, arguments);
        Assert.NotEqual(true, (bool?)result["isError"]);
        return result.Answer();
    }
}
