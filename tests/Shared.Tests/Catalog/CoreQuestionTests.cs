using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>
/// The question a person asks of each core tool, and what of its default answer says it: in the sandbox's organization, without <c>fields</c>. A core tool that is not
/// in the list fails, so that a new one comes with its question. Paths are of the structured content; <c>*</c> is any element that has the rest.
/// </summary>
public sealed class CoreQuestionTests
{
    private static readonly Dictionary<string, (string Question, string Arguments, string[] Says)> Questions = new()
    {
        ["list_all_hashicorp_terraform_cloud_workspaces"] = ("Which workspaces are there, and which are locked?", "{}", ["items/*/id", "items/*/name", "items/*/locked"]),
        ["get_single_hashicorp_terraform_cloud_workspace_by_id"] = ("Who locks it, and why?", "{payment-gateway}", ["name", "locked", "locked_reason", "locked_by"]),
        ["get_single_hashicorp_terraform_cloud_workspace_by_name"] = ("Which id has it, and is it locked?", """{"workspace_name":"payment-gateway"}""", ["id", "locked", "locked_reason"]),
        ["list_all_hashicorp_terraform_cloud_runs"] = ("Which runs are there, whose, and what do they wait for?", "{core-networking}", ["items/*/id", "items/*/status", "items/*/created_by", "items/*/can", "items/*/waits_for", "items/*/has_changes", "items/*/message"]),
        ["list_all_hashicorp_terraform_cloud_organization_runs"] = ("What runs, where, and since when?", "{}", ["items/*/id", "items/*/status", "items/*/workspace", "items/*/since"]),
        ["get_single_hashicorp_terraform_cloud_run_by_id"] = ("What is its status, and may I apply it?", "{run:core-networking}", ["status", "since", "can", "waits_for", "created_by", "plan_id", "workspace_id", "workspace"]),
        ["hashicorp_terraform_cloud_runs_diagnose"] = ("Why is it stuck, which rule, and what can I do?", "{run:core-networking}", ["cause", "summary", "waits_for", "since", "failed_policies/*/rule", "next/*/tool"]),
        ["list_all_hashicorp_terraform_cloud_run_events"] = ("Who did what with it, and when?", "{run:internal-vpn}", ["items/*/action", "items/*/created_at", "items/*/actor"]),
        ["list_all_hashicorp_terraform_cloud_comments"] = ("What was said about it?", "{run:internal-vpn}", ["items"]),
        ["get_single_hashicorp_terraform_cloud_plan_by_id"] = ("How much does it change?", "{plan:core-networking}", ["status", "resource_additions", "resource_changes", "resource_destructions"]),
        ["get_single_hashicorp_terraform_cloud_run_plan_by_id"] = ("How much does it change?", "{run:core-networking}", ["status", "resource_additions", "resource_changes", "resource_destructions"]),
        ["hashicorp_terraform_cloud_plans_summary"] = ("What would it do, and do policies allow it?", "{plan_or_run:core-networking}", ["counts", "items/*/address", "items/*/action", "policies/*/status", "cost/delta_monthly_cost"]),
        ["hashicorp_terraform_cloud_plans_logs"] = ("Why did the plan fail?", "{plan_or_run:legacy-billing}", ["content", "complete", "diagnostics/*/summary"]),
        ["get_single_hashicorp_terraform_cloud_apply_by_id"] = ("What did it really do?", "{apply:internal-vpn}", ["status", "resource_additions", "resource_changes", "resource_destructions"]),
        ["hashicorp_terraform_cloud_applies_logs"] = ("What did it print?", "{apply_or_run:internal-vpn}", ["content", "complete"]),
        ["get_single_hashicorp_terraform_cloud_cost_estimate_by_id"] = ("What will it cost?", "{cost:core-networking}", ["status", "proposed_monthly_cost", "delta_monthly_cost"]),
        ["list_all_hashicorp_terraform_cloud_policy_checks"] = ("Which rules failed, and what was the error message? May I override?", "{run:core-networking}", ["items/*/id", "items/*/failed/*/policy", "items/*/failed/*/enforcement_level", "items/*/failed/*/rule", "items/*/failed/*/message", "items/*/can"]),
        ["get_single_hashicorp_terraform_cloud_policy_check_by_id"] = ("Which rules failed, and what was the error message?", "{check:core-networking}", ["status", "failed/*/policy", "failed/*/rule", "failed/*/message"]),
        ["list_all_hashicorp_terraform_cloud_task_stages"] = ("Which stage is in the way, and can it be overridden?", "{run:staging-k8s-cluster}", ["items/*/id", "items/*/stage", "items/*/status", "items/*/can"]),
        ["get_single_hashicorp_terraform_cloud_task_stage_by_id"] = ("Is it in the way, and can it be overridden?", "{stage:staging-k8s-cluster}", ["stage", "status", "can"]),
        ["list_all_hashicorp_terraform_cloud_policy_evaluations"] = ("How many policies failed?", "{stage:staging-k8s-cluster}", ["items/*/id", "items/*/status", "items/*/result_count/mandatory_failed"]),
        ["list_all_hashicorp_terraform_cloud_policy_set_outcomes"] = ("Which policies failed, and what did they say?", "{evaluation:staging-k8s-cluster}", ["items/*/policy_set_name", "items/*/outcomes/*/policy_name", "items/*/outcomes/*/status", "items/*/outcomes/*/output"]),
        ["list_all_hashicorp_terraform_cloud_workspace_variables"] = ("Which variables are set?", "{internal-vpn}", ["items/*/key", "items/*/category", "items/*/sensitive"]),
        ["list_all_hashicorp_terraform_cloud_workspace_all_variables"] = ("Which variables hold there, with those of sets?", "{internal-vpn}", ["items/*/key"]),
        ["get_single_hashicorp_terraform_cloud_workspace_variable_by_id"] = ("What is its value?", "{variable:internal-vpn}", ["key", "category"]),
        ["list_all_hashicorp_terraform_cloud_variables"] = ("Which variables are set?", """{"workspace_name":"internal-vpn"}""", ["items/*/key"]),
        ["get_single_hashicorp_terraform_cloud_current_state_version_by_id"] = ("What does it put out, since when, by which run and which Terraform?", "{internal-vpn}", ["outputs/*/name", "outputs/*/type", "outputs/*/value", "created_at", "run_id", "terraform_version"]),
        ["hashicorp_terraform_cloud_workspaces_find_resources"] = ("What does it have deployed?", "{internal-vpn}", ["items/*/address", "items/*/type", "items/*/provider", "total_count"]),
        ["hashicorp_terraform_cloud_state_versions_resources"] = ("What did it have deployed then?", "{state:internal-vpn}", ["items/*/address", "items/*/type", "total_count"]),
        ["list_all_hashicorp_terraform_cloud_current_state_version_outputs"] = ("What does it put out?", "{internal-vpn}", ["items/*/name", "items/*/type", "items/*/value"]),
        ["list_all_hashicorp_terraform_cloud_state_version_outputs"] = ("What did it put out then?", "{state:internal-vpn}", ["items/*/name", "items/*/value"]),
        ["get_single_hashicorp_terraform_cloud_state_version_output_by_id"] = ("What is this output?", "{output:internal-vpn}", ["name", "type", "value"]),
        ["hashicorp_terraform_cloud_organizations_overview"] = ("What needs somebody now?", "{}", ["summary/errored", "items/*/workspace_name", "items/*/states", "items/*/run_id", "items/*/waits_for"]),
        ["hashicorp_terraform_cloud_runs_statistics"] = ("Who started most runs, and which workspace failed most?", "{}", ["runs", "by_user", "by_status", "by_workspace/*/name", "by_workspace/*/errored"]),
        ["list_all_hashicorp_terraform_cloud_organizations"] = ("Which organizations do I see?", "{}", ["items/*/name"]),
        ["get_single_hashicorp_terraform_cloud_organization_by_id"] = ("What is this organization?", "{}", ["name"]),
        ["hashicorp_terraform_cloud_workspaces_drift_report"] = ("What has drifted, and in which attributes?", "{}", ["summary/drifted", "items/*/workspace_name", "items/*/drifted/*/address", "items/*/drifted/*/changed", "items/*/failed_checks/*/message"]),
    };

    // A 202 and nothing more, as the API answers what it will do.
    private const string Accepted = "202";

    // Of a change the question is whether it took, and what comes next. Before it, another call may have to bring the workspace there.
    private static readonly Dictionary<string, (string Question, string? Before, string Arguments, string More, string[] Says)> Changes = new()
    {
        ["hashicorp_terraform_cloud_workspaces_lock"] = ("Is it locked now, and as I said?", null, "{internal-vpn}", """{"reason":"maintenance"}""", ["id", "locked", "locked_reason"]),
        ["hashicorp_terraform_cloud_workspaces_unlock"] = ("Is it free now?", "hashicorp_terraform_cloud_workspaces_lock", "{internal-vpn}", "{}", ["id", "locked"]),
        ["hashicorp_terraform_cloud_workspaces_force_unlock"] = ("Is it free now?", null, "{payment-gateway}", "{}", ["id", "locked"]),
        ["create_a_hashicorp_terraform_cloud_run"] = ("Which run is it, where, and does it wait for me?", null, "{internal-vpn}", """{"message":"try"}""", ["id", "status", "workspace_id", "plan_id", "message"]),
        ["hashicorp_terraform_cloud_runs_apply"] = ("Was it taken, and when is it done?", Accepted, "{run:internal-vpn}", "{}", ["accepted", "run_id", "next"]),
        ["hashicorp_terraform_cloud_runs_discard"] = ("Was it taken, and when is it done?", Accepted, "{run:internal-vpn}", "{}", ["accepted", "run_id", "next"]),
        ["hashicorp_terraform_cloud_runs_cancel"] = ("Was it taken, and what if it hangs on?", Accepted, "{run:internal-vpn}", "{}", ["accepted", "run_id", "next"]),
        ["hashicorp_terraform_cloud_runs_force_cancel"] = ("Was it taken, and what was left behind?", Accepted, "{run:internal-vpn}", "{}", ["accepted", "run_id", "next"]),
        ["create_a_hashicorp_terraform_cloud_comment"] = ("Does it stand there?", null, "{run:internal-vpn}", """{"body":"looks good"}""", ["id", "body"]),
        ["hashicorp_terraform_cloud_policy_checks_override"] = ("Is it overridden, and which run goes on?", null, "{check:core-networking}", "{}", ["id", "status", "run_id"]),
        ["hashicorp_terraform_cloud_task_stages_override"] = ("Is it overridden, and which run goes on?", null, "{stage:staging-k8s-cluster}", "{}", ["id", "stage", "status", "run_id"]),
        ["create_a_hashicorp_terraform_cloud_workspace_variable"] = ("Which variable is it, and is it hidden?", null, "{internal-vpn}", """{"key":"REGION","value":"eu-central-1","category":"env"}""", ["id", "key", "value", "category", "sensitive"]),
        ["update_a_hashicorp_terraform_cloud_workspace_variable_by_id"] = ("What is it now?", null, "{variable:internal-vpn}", """{"description":"where it runs"}""", ["id", "key", "description"]),
        ["update_a_hashicorp_terraform_cloud_variable_by_id"] = ("What is it now?", null, "{only_variable:internal-vpn}", """{"description":"where it runs"}""", ["id", "key", "description"]),
    };

    [Fact]
    public void Every_core_tool_has_its_question() =>
        Assert.Empty(TerraformTools.All.Where(tool => tool.Tags.Contains("core")).Select(tool => tool.Name).Except(Questions.Keys).Except(Changes.Keys));

    [Fact]
    public async Task What_a_change_did_is_answered_by_its_default_fields()
    {
        var unanswered = new List<string>();
        foreach (var (tool, (question, before, template, more, says)) in Changes)
        {
            await using var product = await TestProduct.StartAsync();
            var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"]}""");
            var arguments = JsonNode.Parse(await ArgumentsAsync(product, token, template))!.AsObject();
            if (before == Accepted)
            {
                product.Sandbox.Faults.On("POST", "/api/v2/runs/*/actions/*").Status(202).Body("");
            }
            else if (before is not null)
            {
                Assert.False((bool)(await product.CallAsync(token, before, arguments.ToJsonString()))["isError"]!);
            }

            foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
            {
                arguments[name] = value!.DeepClone();
            }

            var answer = await product.CallAsync(token, tool, arguments.ToJsonString());
            var said = answer.Answer();
            unanswered.AddRange((bool)answer["isError"]! ? [$"{tool}: {said.ToJsonString()}"]
                : says.Where(path => !Has(said, path.Split('/'))).Select(path => $"{tool}: \"{question}\" lacks {path} in {said.ToJsonString()}"));
        }

        Assert.True(unanswered.Count == 0, string.Join('\n', unanswered));
    }

    [Fact]
    public async Task The_question_is_answered_by_the_default_fields()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"]}""");
        var unanswered = new List<string>();
        foreach (var (tool, (question, template, says)) in Questions)
        {
            var answer = await product.CallAsync(token, tool, await ArgumentsAsync(product, token, template));
            var said = answer.Answer();
            unanswered.AddRange((bool)answer["isError"]! ? [$"{tool}: {said.ToJsonString()}"]
                : says.Where(path => !Has(said, path.Split('/'))).Select(path => $"{tool}: \"{question}\" lacks {path} in {said.ToJsonString()[..Math.Min(600, said.ToJsonString().Length)]}"));
        }

        Assert.True(unanswered.Count == 0, string.Join('\n', unanswered));
    }

    private static bool Has(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (path.Length == 0)
        {
            return node is not null;
        }

        if (path[0] != "*")
        {
            return node is JsonObject members && members.TryGetPropertyValue(path[0], out var member) && Has(member, path[1..]);
        }

        foreach (var item in node as JsonArray ?? [])
        {
            if (Has(item, path[1..]))
            {
                return true;
            }
        }

        return false;
    }

    // {workspace}, {run:workspace} and so on: the ids of what the workspace's last run has.
    private static async Task<string> ArgumentsAsync(TestProduct product, string token, string template)
    {
        if (!template.StartsWith('{') || template is "{}" || template.Contains('"', StringComparison.Ordinal))
        {
            return template;
        }

        var parts = template.Trim('{', '}').Split(':');
        var home = product.Sandbox.WorkspaceId(parts[^1])!;
        if (parts.Length == 1)
        {
            return $$"""{"workspace_id":"{{home}}"}""";
        }

        var id = (string)(await ReadAsync("list_all_hashicorp_terraform_cloud_runs", "workspace_id", home))["items"]![0]!["id"]!;
        var run = await ReadAsync("get_single_hashicorp_terraform_cloud_run_by_id", "run_id", id);
        return parts[0] switch
        {
            "plan" => Of("plan_id", run["plan_id"]),
            "plan_or_run" => Of("plan_id", id),
            "apply" => Of("apply_id", run["apply_id"]),
            "apply_or_run" => Of("apply_id", id),
            "cost" => Of("cost_estimate_id", run["cost_estimate_id"]),
            "check" => Of("policy_check_id", run["policy_check_ids"]![0]),
            "stage" => Of("task_stage_id", await StageAsync()),
            "evaluation" => Of("policy_evaluation_id", (await ReadAsync("list_all_hashicorp_terraform_cloud_policy_evaluations", "task_stage_id", await StageAsync()))["items"]![0]!["id"]),
            "variable" => $$"""{"workspace_id":"{{home}}","variable_id":"{{(await ReadAsync("list_all_hashicorp_terraform_cloud_workspace_variables", "workspace_id", home))["items"]![0]!["id"]}}"}""",
            "only_variable" => Of("variable_id", (await ReadAsync("list_all_hashicorp_terraform_cloud_workspace_variables", "workspace_id", home))["items"]![0]!["id"]),
            "state" => Of("state_version_id", (await ReadAsync("get_single_hashicorp_terraform_cloud_current_state_version_by_id", "workspace_id", home))["id"]),
            "output" => Of("state_version_output_id", (await ReadAsync("list_all_hashicorp_terraform_cloud_current_state_version_outputs", "workspace_id", home))["items"]![0]!["id"]),
            _ => Of("run_id", id),
        };

        async Task<string> StageAsync() => (string)(await ReadAsync("list_all_hashicorp_terraform_cloud_task_stages", "run_id", id))["items"]![0]!["id"]!;

        async Task<JsonNode> ReadAsync(string tool, string argument, string value)
        {
            product.Time.Advance(TimeSpan.FromSeconds(10)); // Lists of runs take 30 calls a minute.
            var answer = await product.CallAsync(token, tool, $$"""{"{{argument}}":"{{value}}"}""");
            Assert.False((bool)answer["isError"]!, answer.ToJsonString());
            return answer.Answer();
        }
    }

    private static string Of(string argument, JsonNode? value) => $$"""{"{{argument}}":"{{value}}"}""";
}
