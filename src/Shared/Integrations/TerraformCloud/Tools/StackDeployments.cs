using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Deployments of stacks: a group of a configuration has runs, a run has steps, and a step is a plan or an
/// apply.</summary>
internal static class StackDeployments
{
    /// <summary>Makes the plans of a group real; what lets a stack's own rules do that has the effect of this tool.</summary>
    public const string Approve = "hashicorp_terraform_cloud_stack_deployment_groups_approve";

    private static readonly string[] Area = ["stacks"];

    private static readonly string[] GroupFields = ["id", "name", "status", "created_at", "updated_at", "stack_configuration_id"];

    private static readonly string[] RunFields = ["id", "status", "created_at", "updated_at", "stack_deployment_group_id"];

    private static readonly string[] StepFields =
        ["id", "status", "operation_type", "created_at", "updated_at", "stack_deployment_run_id"];

    private static readonly Argument Reason = Root("reason", JsonKind.Text, "Why.");

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_stack_deployments", "/stacks/{stack_id}/stack-deployments",
            "stack-deployments", Area,
            "List a stack's deployments, each with its latest run.") with
        {
            DefaultFields = ["id", "name", "latest_deployment_run_id", "latest_deployment_run.status"],
            Include = ["latest_deployment_run"],
        },

        Get("get_single_hashicorp_terraform_cloud_stack_deployment_by_id",
            "/stacks/{stack_id}/stack-deployments/{deployment_name}", "stack-deployments", Area,
            "Read a stack's deployment by name, for its latest run's id.") with
        {
            DefaultFields = ["id", "name", "latest_deployment_run_id", "stack_id"],
        },

        List("list_all_hashicorp_terraform_cloud_stack_deployment_groups",
            "/stack-configurations/{stack_configuration_id}/stack-deployment-groups",
            "stack-deployment-groups", Area,
            "List a configuration's deployment groups, in which its plans are approved.") with
        {
            DefaultFields = GroupFields,
        },

        List("list_all_hashicorp_terraform_cloud_stack_deployment_summaries",
            "/stack-configurations/{stack_configuration_id}/stack-deployment-group-summaries",
            "stack-deployment-group-summaries", Area,
            "How far a configuration's deployment groups are: counts of runs by status.") with
        {
            DefaultFields = ["id", "name", "status", "status_counts", "stack_deployment_group_id"],
        },

        Get("get_single_hashicorp_terraform_cloud_stack_deployment_group",
            "/stack-deployment-groups/{stack_deployment_group_id}", "stack-deployment-groups", Area,
            "Read a deployment group and its status.") with
        {
            DefaultFields = GroupFields,
        },

        Get("get_single_hashicorp_terraform_cloud_stack_group_by_name",
            "/stack-configurations/{stack_configuration_id}/stack-deployment-groups/{stack_deployment_group_name}",
            "stack-deployment-groups", Area,
            "Read a configuration's deployment group by name.") with
        {
            DefaultFields = GroupFields,
        },

        Action("hashicorp_terraform_cloud_stack_deployment_groups_approve", HttpMethod.Post,
            "/stack-deployment-groups/{stack_deployment_group_id}/approve-all-plans", "stack-deployment-groups",
            Effect.Destroy, Area,
            "Approve every plan that waits in a deployment group: they become real. Read its steps' plans first.") with
        {
            Arguments = [Reason],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the deployment group until its status is succeeded or failed.",
        },

        Action("hashicorp_terraform_cloud_stack_deployment_groups_rerun", HttpMethod.Post,
            "/stack-deployment-groups/{stack_deployment_group_id}/rerun",
            "stack-deployment-groups", Effect.Destroy, Area,
            "Run a group's failed deployments again.") with
        {
            Arguments = [Query("deployments", "deployments", JsonKind.TextList, "Their names.").Required()],
            Shape = ResponseShape.NoContent,
            Next = "List the deployment group's runs and follow the newest.",
        },

        List("list_all_hashicorp_terraform_cloud_stack_deployment_runs",
            "/stack-deployment-groups/{stack_deployment_group_id}/stack-deployment-runs",
            "stack-deployment-runs", Area,
            "List a deployment group's runs. One that waits for an operator has steps to read and approve.") with
        {
            DefaultFields = RunFields,
            Includable = ["stack-deployment-group"],
        },

        List("list_all_hashicorp_terraform_cloud_stack_deployment_runs_by_name",
            "/stacks/{stack_id}/stack-deployments/{deployment_name}/stack-deployment-runs",
            "stack-deployment-runs", Area,
            "List a deployment's runs, across a stack's configurations.") with
        {
            DefaultFields = RunFields,
        },

        Get("get_single_hashicorp_terraform_cloud_stack_deployment_run_by_id",
            "/stack-deployment-runs/{stack_deployment_run_id}", "stack-deployment-runs", Area,
            "Read a deployment run until succeeded, failed or abandoned.") with
        {
            DefaultFields = [.. RunFields, "stack_deployment_group.name", "stack_deployment_group.status"],
            Include = ["stack_deployment_group"],
            Includable = ["stack-deployment-group"],
        },

        Action("hashicorp_terraform_cloud_stack_deployment_runs_approve", HttpMethod.Post,
            "/stack-deployment-runs/{stack_deployment_run_id}/approve-all-plans",
            "stack-deployment-runs", Effect.Destroy, Area,
            "Approve a deployment run's plans: they become real. For a whole group approve the group.") with
        {
            Arguments = [Query("all_plans", "all_plans", JsonKind.Boolean, "Later plans too."), Reason],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the deployment run until its status is succeeded or failed.",
        },

        Action("hashicorp_terraform_cloud_stack_deployment_runs_cancel", HttpMethod.Post,
            "/stack-deployment-runs/{stack_deployment_run_id}/cancel",
            "stack-deployment-runs", Effect.Destroy, Area,
            "Stop a deployment run. What was applied stays.") with
        {
            Arguments = [Query("force", "force", JsonKind.Boolean, "Kill it.")],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the deployment run until its status is abandoned.",
        },

        List("list_all_hashicorp_terraform_cloud_stack_deployment_steps",
            "/stack-deployment-runs/{stack_deployment_run_id}/stack-deployment-steps",
            "stack-deployment-steps", Area,
            "List a deployment run's steps: plan, apply… pending-operator waits for approval.") with
        {
            DefaultFields = StepFields,
        },

        Get("get_single_hashicorp_terraform_cloud_stack_deployment_step_by_id",
            "/stack-deployment-steps/{stack_deployment_step_id}", "stack-deployment-steps", Area,
            "Read a step and its status. What it plans or did is in its artifacts, why it failed in its diagnostics.") with
        {
            DefaultFields = StepFields,
        },

        List("list_all_hashicorp_terraform_cloud_stack_step_diagnostics",
            "/stack-deployment-steps/{stack_deployment_step_id}/stack-diagnostics",
            "stack-diagnostics", Area,
            "Why a step failed: errors and warnings.") with
        {
            DefaultFields = ["id", "severity", "summary", "detail", "created_at"],
        },

        Action("hashicorp_terraform_cloud_stack_deployment_steps_advance", HttpMethod.Post,
            "/stack-deployment-steps/{stack_deployment_step_id}/advance",
            "stack-deployment-steps", Effect.Destroy, Area,
            "Approve a step that is pending-operator, so that its run goes on.") with
        {
            Arguments = [Reason],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the step until its status is completed or failed.",
        },

        ReadContent("hashicorp_terraform_cloud_stack_deployment_steps_artifacts",
            "/stack-deployment-steps/{stack_deployment_step_id}/artifacts",
            "stack-deployment-steps", ResponseShape.Text, Area,
            "Read what a step plans to change or changed (descriptions are JSON), or its debug log.") with
        {
            Arguments =
            [
                Query("name", "name", JsonKind.Text, "Which artifact.")
                    .OneOf("plan-description", "apply-description", "plan-debug-log", "apply-debug-log").Required(),
            ],
        },
    ];
}
