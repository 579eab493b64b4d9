using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>What run tasks answered in a run. The stage that they belong to is in <see cref="TaskStages"/>.</summary>
internal static class TaskResults
{
    private static readonly string[] Area = ["run-tasks"];

    private static readonly string[] OutcomeFields = ["id", "outcome_id", "description", "tags", "url"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_task_result_by_id", "/task-results/{task_result_id}", "task-results", Area,
            "Read what a run task answered: status, message, whether it can stop the run. Ids are in the task stage.") with
        {
            DefaultFields =
            [
                "id", "task_name", "status", "message", "url", "stage", "workspace_task_enforcement_level",
                "is_speculative", "task_result_outcomes_count", "created_at",
                "task_id", "task_stage_id",
            ],
            Includable = ["policy-evaluations", "run", "run.workspace", "task-results"],
        },

        List("list_all_hashicorp_terraform_cloud_task_result_outcomes", "/task-results/{task_result_id}/outcomes",
            "task-result-outcomes", Area,
            "List a task result's findings, with severity tags.") with
        {
            DefaultFields = OutcomeFields,
        },

        Get("get_single_hashicorp_terraform_cloud_task_result_outcome_by_id",
            "/task-result-outcomes/{task_result_outcome_id}", "task-result-outcomes", Area,
            "Read one finding of a task result.") with
        {
            DefaultFields = [.. OutcomeFields, "created_at", "task_result_id"],
        },

        ReadContent("hashicorp_terraform_cloud_task_results_body", "/task-results/{task_result_id}/body",
            "task-results", ResponseShape.Text, Area,
            "Read a run task's full report."),
    ];
}
