using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Policy checks: Sentinel as runs have known it from the start. OPA and agent Sentinel are in
/// <see cref="TaskStages"/>.</summary>
internal static class PolicyChecks
{
    private static readonly string[] Core = ["core", "policy-checks"];

    private static readonly string[] Area = ["policy-checks"];

    private static readonly FailedPolicyRows FailedPolicies = new();

    private static readonly string[] Fields =
    [
        "id", "status", "scope", "result.passed", "result.advisory_failed", "result.soft_failed", "result.hard_failed",
    ];

    private static readonly ToldMember[] Told = [AllowedActions.OfVerdict];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_policy_checks", "/runs/{run_id}/policy-checks", "policy-checks", Core,
            "Which Sentinel policies a run failed, with rule and message, and whether you may override. For a run in " +
                "policy_override. OPA results are in task stages.") with
        {
            DefaultFields = Fields,
            Told = Told,
            DefaultAnswer = FailedPolicies,
            Includable = ["run", "run.workspace"],
        },

        Get("get_single_hashicorp_terraform_cloud_policy_check_by_id", "/policy-checks/{policy_check_id}", "policy-checks", Core,
            "Read one policy check: failed policies with rule and message, counts by level, whether it is " +
                "overridable. fields [\"result.sentinel\"] has the traces.") with
        {
            DefaultFields = [.. Fields, "run_id"],
            Told = Told,
            DefaultAnswer = FailedPolicies,
            Includable = ["run", "run.workspace"],
        },

        Action("hashicorp_terraform_cloud_policy_checks_override", HttpMethod.Post,
            "/policy-checks/{policy_check_id}/actions/override", "policy-checks", Effect.Destroy, Core,
            "Override a policy check whose soft-mandatory policies failed (can has override), so that the run " +
                "goes on. Apply it when its can has confirm.") with
        {
            Arguments = [Root("comment", JsonKind.Text, "Why.")],
            DefaultFields = ["id", "status", "result.soft_failed", "result.hard_failed", "run_id"],
            IsIdempotent = true,
            Follow = FollowRun.LetsOn,
        },

        ReadContent("hashicorp_terraform_cloud_policy_checks_output", "/policy-checks/{policy_check_id}/output",
            "policy-checks", ResponseShape.Text, Area,
            "What Sentinel printed during a policy check: each rule's trace."),
    ];
}
