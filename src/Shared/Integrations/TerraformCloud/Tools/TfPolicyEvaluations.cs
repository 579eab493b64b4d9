using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Evaluations of Terraform policy (tfpolicy): the third generation, next to <see cref="PolicyChecks"/> and
/// <see cref="PolicyEvaluations"/>.</summary>
internal static class TfPolicyEvaluations
{
    private static readonly string[] Beta = ["policy-evaluations", "beta"];

    private static readonly string[] Fields =
    [
        "id", "status", "stage_type", "result_count", "actions.is_overridable", "permissions.can_override",
        "error.summary", "run_id", "tf_policy_set_outcome_ids",
    ];

    private static readonly string[] OutcomeFields =
    [
        "id", "policy_set_name", "overridable", "result_count", "outcomes.policy_name", "outcomes.status",
        "outcomes.enforcement_level", "outcomes.description",
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_tf_policy_evaluations", "/runs/{run_id}/tf-policy-evaluations",
            "tf-policy-evaluations", Beta,
            "How a run fared with Terraform policies (tfpolicy), and whether you may override.") with
        {
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_tf_policy_evaluation_by_id",
            "/tf-policy-evaluations/{tf_policy_evaluation_id}", "tf-policy-evaluations", Beta,
            "Read one tfpolicy evaluation: counts, error, whether it is overridable. " +
                "Which policies failed is in its outcomes.") with
        {
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
            Includable = ["tf_policy_set_outcomes"],
        },

        Action("hashicorp_terraform_cloud_tf_policy_evaluations_override", HttpMethod.Post,
            "/tf-policy-evaluations/{tf_policy_evaluation_id}/actions/override",
            "tf-policy-evaluations", Effect.Destroy, Beta,
            "Override a tfpolicy evaluation in awaiting_override, so that the run goes on. Then read the run.") with
        {
            Arguments = [Root("comment", JsonKind.Text, "Why.")],
            DefaultFields = ["id", "status", "run_id"],
            Availability = Availability.HcpOnly,
            IsIdempotent = true,
            Follow = FollowRun.LetsOn,
        },

        List("list_all_hashicorp_terraform_cloud_tf_policy_set_outcomes",
            "/tf-policy-evaluations/{tf_policy_evaluation_id}/tf-policy-set-outcomes",
            "tf-policy-set-outcomes", Beta,
            "Which Terraform policies of an evaluation passed or failed, by policy set. fields " +
                "[\"outcomes.diagnostics\"] says where.") with
        {
            Arguments =
            [
                Query("status", "filter[status]", JsonKind.Text, "Outcome of the policies."),
                Query("enforcement_level", "filter[enforcement-level]", JsonKind.Text, "How strict they are."),
            ],
            DefaultFields = OutcomeFields,
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_tf_policy_set_outcome_by_id",
            "/tf-policy-set-outcomes/{tf_policy_set_outcome_id}", "tf-policy-set-outcomes", Beta,
            "Read one policy set's outcome in a tfpolicy evaluation, with diagnostics.") with
        {
            DefaultFields = [.. OutcomeFields, "outcomes.diagnostics", "outcomes.file_name", "tf_policy_evaluation_id"],
            Availability = Availability.HcpOnly,
        },
    ];
}
