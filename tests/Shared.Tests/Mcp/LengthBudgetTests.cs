using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>How long the lists of core tools are, in characters as a model reads them, and what their rows say in so few. Without <c>fields</c>, in the sandbox's organization.</summary>
public sealed class LengthBudgetTests
{
    private const string Runs = "list_all_hashicorp_terraform_cloud_runs", OrganizationRuns = "list_all_hashicorp_terraform_cloud_organization_runs", GetRun = "get_single_hashicorp_terraform_cloud_run_by_id";

    private const string All = """{"methods":["*"]}""";

    // Of a whole answer. {workspace}, {run:workspace} and {stage:workspace} are ids of the sandbox.
    private static readonly Dictionary<string, (string Arguments, int Rows, int Characters)> Budgets = new()
    {
        ["list_all_hashicorp_terraform_cloud_workspaces"] = ("{}", 20, 3_200),
        [OrganizationRuns] = ("{}", 20, 4_200),
        ["list_all_hashicorp_terraform_cloud_run_events"] = ("run_id run:core-networking", 1, 200),
        ["list_all_hashicorp_terraform_cloud_comments"] = ("run_id run:internal-vpn", 3, 250),
        ["list_all_hashicorp_terraform_cloud_policy_checks"] = ("run_id run:core-networking", 1, 820),
        ["list_all_hashicorp_terraform_cloud_task_stages"] = ("run_id run:staging-k8s-cluster", 1, 260),
        ["list_all_hashicorp_terraform_cloud_policy_evaluations"] = ("task_stage_id stage:staging-k8s-cluster", 1, 200),
        ["list_all_hashicorp_terraform_cloud_policy_set_outcomes"] = ("policy_evaluation_id evaluation:staging-k8s-cluster", 1, 720),
        ["list_all_hashicorp_terraform_cloud_workspace_variables"] = ("workspace_id eu-frontend", 6, 760),
        ["list_all_hashicorp_terraform_cloud_workspace_all_variables"] = ("workspace_id eu-frontend", 6, 1_050),
        ["list_all_hashicorp_terraform_cloud_variables"] = ("workspace_name =eu-frontend", 6, 740),
        ["list_all_hashicorp_terraform_cloud_current_state_version_outputs"] = ("workspace_id internal-vpn", 5, 580),
        ["list_all_hashicorp_terraform_cloud_state_version_outputs"] = ("state_version_id state:internal-vpn", 5, 580),
        ["list_all_hashicorp_terraform_cloud_organizations"] = ("{}", 1, 120),
    };

    [Fact]
    public void Every_list_of_a_core_tool_has_a_budget() =>
        Assert.Equal(
            TerraformTools.All.Where(tool => tool.Tags.Contains("core") && tool.Shape == ResponseShape.Collection).Select(tool => tool.Name).Order(StringComparer.Ordinal),
            Budgets.Keys.Append(Runs).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Lists_of_core_tools_are_within_their_budgets_and_no_row_says_what_is_false()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var problems = new List<string>();
        for (var i = 1; i <= 3; i++)
        {
            await CallAsync(product, token, "create_a_hashicorp_terraform_cloud_comment", $$"""{"run_id":"{{await LatestRunAsync(product, token, "internal-vpn")}}","body":"Looks good, number {{i}}"}""");
        }

        foreach (var (tool, (what, rows, budget)) in Budgets)
        {
            product.Time.Advance(TimeSpan.FromMinutes(1)); // Lists of runs take 30 calls a minute.
            var text = await TextAsync(product, token, tool, await ArgumentsAsync(product, token, what));
            var items = JsonNode.Parse(text)!["items"]!.AsArray();
            if (text.Length > budget || items.Count < rows)
            {
                problems.Add($"{tool}: {text.Length} characters of {budget}, {items.Count} rows of {rows}: {text}");
            }

            problems.AddRange(items.Where(row => row!.AsObject().Any(member => member.Key != "value" && member.Value is JsonValue value && value.TryGetValue(out bool said) && !said)).Select(row => $"{tool}: {row}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Twenty_runs_of_a_workspace_are_listed_in_at_most_4200_characters()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var workspace = product.Sandbox.WorkspaceId("eu-frontend")!;
        var nodes = (await ListAsync(product, token, "list_all_hashicorp_terraform_cloud_workspace_variables", "workspace_id", workspace)).Single(row => (string?)row["key"] == "max_nodes");
        for (var i = 1; i <= 20; i++)
        {
            await CallAsync(product, token, "update_a_hashicorp_terraform_cloud_workspace_variable_by_id", $$"""{"workspace_id":"{{workspace}}","variable_id":"{{nodes["id"]}}","value":"{{10 + i}}"}""");
            var run = await CallAsync(product, token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{workspace}}","message":"Scale up for sale {{i}}"}""");
            product.Time.Advance(TimeSpan.FromMinutes(1));

            // The last three stay: one that waits for confirmation, and two behind it.
            if (i <= 17)
            {
                await CallAsync(product, token, $"hashicorp_terraform_cloud_runs_{(i % 2 == 0 ? "apply" : "discard")}", $$"""{"run_id":"{{run["id"]}}"}""");
                product.Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        var text = await TextAsync(product, token, Runs, $$"""{"workspace_id":"{{workspace}}"}""");
        var rows = JsonNode.Parse(text)!["items"]!.AsArray();
        Assert.Equal(20, rows.Count);
        Assert.Equal(["applied", "cost_estimated", "discarded", "pending"], rows.Select(row => (string)row!["status"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Superset(new HashSet<string>(["id", "status", "since", "message", "created_by"]), row!.AsObject().Select(member => member.Key).ToHashSet()));
        Assert.Equal(["queue", "queue", "confirmation", null], rows.Take(4).Select(row => (string?)row!["waits_for"]));
        Assert.Equal(["cancel", "confirm", "discard"], Verbs(rows[2]!));
        Assert.InRange(text.Length, 1, 4_200);
    }

    [Fact]
    public async Task A_message_of_many_lines_is_cut_in_a_list_and_whole_by_its_name()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var workspace = product.Sandbox.WorkspaceId("internal-vpn")!;
        var message = string.Join("\\n", Enumerable.Repeat("A line of a commit's message.", 8));
        await CallAsync(product, token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{workspace}}","message":"{{message}}"}""");
        var shown = (string)(await ListAsync(product, token, Runs, "workspace_id", workspace)).First()["message"]!;
        Assert.Matches("^A line of a commit's message.{32}… \\(via mcp-[0-9a-f]{8}\\)$", shown);
        var whole = JsonNode.Parse(await TextAsync(product, token, Runs, $$"""{"workspace_id":"{{workspace}}","fields":["message"]}"""))!["items"]![0]!;
        Assert.StartsWith(message.Replace("\\n", "\n", StringComparison.Ordinal), (string)whole["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_fields_are_asked_for_rows_are_as_they_came_and_tell_what_is_named()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var run = await LatestRunAsync(product, token, "core-networking");
        var raw = await CallAsync(product, token, GetRun, $$"""{"run_id":"{{run}}","fields":["actions","created_by","created_by.username"]}""");
        Assert.False((bool)raw["actions"]!["is_confirmable"]!);
        Assert.Equal(["actions", "created_by", "created_by_id", "id"], raw.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.NotNull(raw["created_by"]!["username"]);
        var told = await CallAsync(product, token, GetRun, $$"""{"run_id":"{{run}}","fields":["status","can","since","waits_for","workspace.name"]}""");
        Assert.Equal(["can", "id", "since", "status", "waits_for", "workspace"], told.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("override", "core-networking"), ((string)told["waits_for"]!, (string)told["workspace"]!["name"]!));
    }

    [Fact]
    public async Task What_can_be_done_is_what_the_state_and_the_token_allow()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var run = await LatestRunAsync(product, token, "frontend-cdn");
        Assert.Equal(["cancel", "confirm", "discard"], Verbs(await CallAsync(product, token, GetRun, $$"""{"run_id":"{{run}}"}""")));
        product.Credentials.Token = TerraformSandbox.ReadToken;
        product.Credentials.Cached = TerraformSandbox.ReadToken;
        var read = await CallAsync(product, token, GetRun, $$"""{"run_id":"{{run}}"}""");
        Assert.Equal(("confirmation", null), ((string)read["waits_for"]!, (string?)read["can"]?.ToJsonString()));
    }

    [Fact]
    public async Task Who_locks_a_workspace_is_told_by_name_and_a_run_by_its_id()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        const string Get = "get_single_hashicorp_terraform_cloud_workspace_by_name";
        Assert.Equal("maria-chen", (string)(await CallAsync(product, token, Get, """{"workspace_name":"payment-gateway"}"""))["locked_by"]!);
        var held = await CallAsync(product, token, Get, """{"workspace_name":"data-lake-ingest"}""");
        Assert.Equal(((string?)held["current_run"]!["id"], "runs"), ((string?)held["locked_by_id"], (string)held["locked_by_type"]!));
        Assert.False(held.AsObject().ContainsKey("locked_by"));
    }

    private static IEnumerable<string> Verbs(JsonNode row) => row["can"]!.AsArray().Select(verb => (string)verb!).Order(StringComparer.Ordinal);

    private static async Task<string> ArgumentsAsync(TestProduct product, string token, string what)
    {
        if (what == "{}")
        {
            return what;
        }

        var (argument, of) = (what.Split(' ')[0], what.Split(' ')[1]);
        return $$"""{"{{argument}}":"{{await IdAsync(product, token, of)}}"}""";
    }

    private static async Task<string> IdAsync(TestProduct product, string token, string of)
    {
        var parts = of.Split(':');
        var workspace = product.Sandbox.WorkspaceId(parts[^1]);
        return parts[0] switch
        {
            "run" => await LatestRunAsync(product, token, parts[1]),
            "stage" => await FirstAsync("list_all_hashicorp_terraform_cloud_task_stages", "run_id", "run"),
            "evaluation" => await FirstAsync("list_all_hashicorp_terraform_cloud_policy_evaluations", "task_stage_id", "stage"),
            "state" => (string)(await CallAsync(product, token, "get_single_hashicorp_terraform_cloud_current_state_version_by_id", $$"""{"workspace_id":"{{workspace}}"}"""))["id"]!,
            _ => workspace ?? of.TrimStart('='),
        };

        async Task<string> FirstAsync(string tool, string argument, string kind) =>
            (string)(await ListAsync(product, token, tool, argument, await IdAsync(product, token, $"{kind}:{parts[1]}"))).First()["id"]!;
    }

    private static async Task<string> LatestRunAsync(TestProduct product, string token, string workspace) =>
        (string)(await ListAsync(product, token, Runs, "workspace_id", product.Sandbox.WorkspaceId(workspace)!)).First()["id"]!;

    private static async Task<IEnumerable<JsonNode>> ListAsync(TestProduct product, string token, string tool, string argument, string value) =>
        (await CallAsync(product, token, tool, $$"""{"{{argument}}":"{{value}}"}"""))["items"]!.AsArray().Select(row => row!);

    private static async Task<JsonNode> CallAsync(TestProduct product, string token, string tool, string arguments) => JsonNode.Parse(await TextAsync(product, token, tool, arguments))!;

    private static async Task<string> TextAsync(TestProduct product, string token, string tool, string arguments)
    {
        var result = await product.CallAsync(token, tool, arguments);
        Assert.False((bool)result["isError"]!, result.ToJsonString());
        return (string)result["content"]![0]!["text"]!;
    }
}
