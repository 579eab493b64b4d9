using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Policy evaluations (OPA, agent Sentinel) and their outcomes per policy set.</summary>
internal static class PolicyEvaluations
{
    private static readonly string[] Core = ["core", "policy-evaluations"];

    private static readonly string[] Area = ["policy-evaluations"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_policy_evaluations", "/task-stages/{task_stage_id}/policy-evaluations",
            "policy-evaluations", Core,
            "How the policies of a task stage went, as counts. Which policies failed is in the policy set outcomes.") with
        {
            DefaultFields = ["id", "status", "policy_kind", "result_count"],
        },

        List("list_all_hashicorp_terraform_cloud_policy_set_outcomes",
            "/policy-evaluations/{policy_evaluation_id}/policy-set-outcomes", "policy-set-outcomes", Core,
            "Which policies of an evaluation passed or failed, by policy set, " +
                "and whether they can be overridden (on the task stage).") with
        {
            Arguments =
            [
                Query("status", "filter[0][status]", JsonKind.Text, "Outcome of the policies.")
                    .OneOf("passed", "failed", "errored"),
                Query("enforcement_level", "filter[0][enforcementLevel]", JsonKind.Text, "How strict they are.")
                    .OneOf("advisory", "mandatory"),
            ],
            DefaultFields =
            [
                "id", "policy_set_name", "overridable", "error", "result_count", "outcomes.policy_name",
                "outcomes.status", "outcomes.enforcement_level",
                "outcomes.description", "outcomes.query",
                "outcomes.output",
            ],
        },

        Get("get_single_hashicorp_terraform_cloud_policy_evaluation_by_id",
            "/policy-evaluations/{policy_evaluation_id}", "policy-evaluations", Area,
            "Read a policy evaluation: status and counts by enforcement level.") with
        {
            DefaultFields = ["id", "status", "policy_kind", "result_count", "created_at", "policy_set_outcome_ids"],
        },

        Get("get_single_hashicorp_terraform_cloud_policy_set_outcome_by_id",
            "/policy-set-outcomes/{policy_set_outcome_id}", "policy-set-outcomes", Area,
            "Read how one policy set fared in an evaluation, policy by policy.") with
        {
            DefaultFields =
            [
                "id", "policy_set_name", "overridable", "error", "warnings", "result_count", "outcomes.policy_name",
                "outcomes.status", "outcomes.enforcement_level",
                "outcomes.description", "outcomes.output", "policy_evaluation_id",
            ],
        },
    ];
}
