using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Situations that the sandbox is in, or can be brought into by calling tools: how, the cause expected, and the tools advised.</summary>
internal static class SandboxSituations
{
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";

    public static IReadOnlyDictionary<string, (string Cause, string[] Next, Func<TestProduct, string, Task<string>> Bring)> All { get; } =
        new Dictionary<string, (string, string[], Func<TestProduct, string, Task<string>>)>
        {
            ["policy_override"] = ("policy_override", ["tfc_policy_checks_override", "tfc_runs_discard"], (product, token) => LatestAsync(product, token, "core-networking")),
            ["policy_evaluation_awaits_override"] = ("task_stage_override", ["tfc_task_stages_override", "tfc_runs_discard"], (product, token) => LatestAsync(product, token, "staging-k8s-cluster")),
            ["policy_hard_failed"] = ("policy_hard_failed", ["tfc_policy_checks_list", "tfc_runs_create"], (product, token) => LatestAsync(product, token, "eu-west-database")),
            ["confirmation"] = ("confirmation", ["tfc_plans_summary", "tfc_runs_apply", "tfc_runs_discard"], (product, token) => LatestAsync(product, token, "frontend-cdn")),
            ["plan_errored"] = ("plan_errored", ["tfc_plans_logs", "tfc_workspace_variables_create", "tfc_runs_create"], (product, token) => LatestAsync(product, token, "legacy-billing")),
            ["discarded"] = ("discarded", ["tfc_run_events_list", "tfc_runs_create"], (product, token) => LatestAsync(product, token, "payment-gateway")),
            ["applied"] = ("applied", ["tfc_current_state_version_outputs_list"], (product, token) => LatestAsync(product, token, "internal-vpn")),
            ["applying_hangs"] = ("running", ["tfc_runs_get", "tfc_runs_cancel"], (product, token) => LatestAsync(product, token, "data-lake-ingest", back: 1)),
            ["behind_another_run"] = ("locked_by_run", ["tfc_runs_diagnose", "tfc_runs_get"], (product, token) => LatestAsync(product, token, "data-lake-ingest")),
            ["locked_by_user"] = ("locked_by_user", ["tfc_workspaces_unlock", "tfc_workspaces_force_unlock"], (product, token) => CreateAsync(product, token, "payment-gateway")),
            ["pending"] = ("pending", ["tfc_runs_get"], (product, token) => CreateAsync(product, token, "eu-frontend")),
            ["planning"] = ("running", ["tfc_runs_get", "tfc_runs_cancel"], (product, token) => CreateAsync(product, token, "eu-frontend", wait: 1.2)),
            ["nothing_to_apply"] = ("nothing_to_apply", [], (product, token) => CreateAsync(product, token, "eu-frontend", wait: 60)),
            ["canceled"] = ("canceled", ["tfc_run_events_list", "tfc_current_state_versions_get", "tfc_runs_create"], async (product, token) =>
                await ActAsync(product, token, "hashicorp_terraform_cloud_runs_cancel", await CreateAsync(product, token, "eu-frontend"))),
            ["canceling"] = ("canceling", ["tfc_runs_get"], CancelHangingAsync),
            ["force_cancelable"] = ("force_cancelable", ["tfc_runs_force_cancel", "tfc_runs_get"], async (product, token) =>
            {
                var run = await CancelHangingAsync(product, token);
                product.Time.Advance(TimeSpan.FromSeconds(11));
                return run;
            }
            ),
            ["force_canceled"] = ("force_canceled", ["tfc_run_events_list", "tfc_current_state_versions_get", "tfc_runs_create"], async (product, token) =>
            {
                var run = await CancelHangingAsync(product, token);
                product.Time.Advance(TimeSpan.FromSeconds(11));
                return await ActAsync(product, token, "hashicorp_terraform_cloud_runs_force_cancel", run);
            }
            ),
            ["plan_only"] = ("plan_only", ["tfc_plans_get", "tfc_runs_create"], (product, token) => CreateAsync(product, token, "frontend-cdn", ""","plan_only":true""", wait: 60)),
            ["plan_only_policy_failed"] = ("plan_only_policy_failed", ["tfc_policy_checks_list", "tfc_runs_create"], (product, token) => CreateAsync(product, token, "core-networking", ""","plan_only":true""", wait: 60)),
            ["saved_plan"] = ("saved_plan", ["tfc_plans_summary", "tfc_runs_apply", "tfc_runs_discard"], (product, token) => CreateAsync(product, token, "frontend-cdn", ""","save_plan":true""", wait: 60)),
        };

    private static async Task<string> LatestAsync(TestProduct product, string token, string workspace, int back = 0)
    {
        var runs = await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}"}""");
        return (string)runs.Answer()["items"]![back]!["id"]!;
    }

    private static async Task<string> CreateAsync(TestProduct product, string token, string workspace, string more = "", double wait = 0)
    {
        var run = await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}","message":"On call"{{more}}}""");
        Assert.False((bool)run["isError"]!, run.ToJsonString());
        product.Time.Advance(TimeSpan.FromSeconds(wait));
        return (string)run.Answer()["id"]!;
    }

    private static async Task<string> CancelHangingAsync(TestProduct product, string token) =>
        await ActAsync(product, token, "hashicorp_terraform_cloud_runs_cancel", await LatestAsync(product, token, "data-lake-ingest", back: 1));

    private static async Task<string> ActAsync(TestProduct product, string token, string tool, string run)
    {
        JsonNode done = await product.CallAsync(token, tool, $$"""{"run_id":"{{run}}"}""");
        Assert.False((bool)done["isError"]!, done.ToJsonString());
        return run;
    }
}
