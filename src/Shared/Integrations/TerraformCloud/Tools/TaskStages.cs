using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Task stages: where run tasks and policy evaluations (OPA, agent Sentinel) hold up a run.</summary>
internal static class TaskStages
{
    private static readonly string[] Core = ["core", "run-tasks"];

    private static readonly string[] Fields =
    [
        "id", "stage", "status", "created_at", "task_result_ids", "policy_evaluation_ids",
    ];

    private static readonly ToldMember[] Told = [AllowedActions.OfVerdict];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_task_stages", "/runs/{run_id}/task-stages", "task-stages", Core,
            "The stages of a run at which run tasks and OPA policies decide. One that awaits an override holds up " +
                "the run; its policy evaluations say why.") with
        {
            DefaultFields = Fields,
            Told = Told,
            Includable = ["policy-evaluations", "run", "run.workspace", "task-results"],
        },

        Get("get_single_hashicorp_terraform_cloud_task_stage_by_id", "/task-stages/{task_stage_id}", "task-stages", Core,
            "Read one task stage: status, whether it is overridable, ids of its task results and policy evaluations.") with
        {
            DefaultFields = [.. Fields, "run_id"],
            Told = Told,
            Includable = ["cost_estimate", "policy_evaluations", "run", "run.workspace", "task_results"],
        },

        Action("hashicorp_terraform_cloud_task_stages_override", HttpMethod.Post,
            "/task-stages/{task_stage_id}/actions/override", "task-stages", Effect.Destroy, Core,
            "Override a stage in awaiting_override, so that the run goes on in spite of failed OPA policies or tasks.") with
        {
            Arguments = [Root("comment", JsonKind.Text, "Why.")],
            DefaultFields = ["id", "stage", "status", "run_id"],
            IsIdempotent = true,
            Follow = FollowRun.LetsOn,
        },
    ];
}
