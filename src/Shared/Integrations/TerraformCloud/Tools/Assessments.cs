using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Health assessments of workspaces: drift and continuous validation.</summary>
internal static class Assessments
{
    private static readonly string[] Area = ["assessments"];

    private static readonly string[] Fields =
    [
        "id", "drifted", "succeeded", "resources_drifted", "resources_undrifted", "all_checks_succeeded",
        "checks_passed", "checks_failed", "checks_errored",
        "checks_unknown", "error_message", "created_at", "workspace_id",
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Report("hashicorp_terraform_cloud_workspaces_drift_report", "/organizations/{organization_name}/workspaces",
            "workspaces", new DriftReport(), ["core", .. Area],
            "What has drifted across workspaces: resources with changed attributes, failed checks, age of each " +
                "assessment, most drifted first.") with
        {
            Arguments =
            [
                .. Workspaces.Narrowing,
                Answer(DriftReport.IncludeValues, JsonKind.Boolean, "Also before and after.").Rare(),
            ],
            IsPaged = true,
        },

        Get("get_single_hashicorp_terraform_cloud_current_assessment_result",
            "/workspaces/{workspace_id}/current-assessment-result", "assessment-results", Area,
            "Whether a workspace has drifted from its state, and which checks failed, by its last health assessment. " +
                "404 if there was none.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_assessment_result_by_id",
            "/assessment-results/{assessment_result_id}", "assessment-results", Area,
            "Read one health assessment. What drifted is in its JSON output.") with
        {
            DefaultFields = Fields,
        },

        ReadContent("hashicorp_terraform_cloud_assessment_results_json_output",
            "/assessment-results/{assessment_result_id}/json-output", "assessment-results",
            ResponseShape.Document, Area,
            "What an assessment found, as plan JSON: resource_drift has each change, sensitive values withheld. " +
                "Needs workspace admin."),

        ReadContent("hashicorp_terraform_cloud_assessment_results_json_schema",
            "/assessment-results/{assessment_result_id}/json-schema", "assessment-results",
            ResponseShape.Document, Area,
            "The provider schemas that an assessment was made with, as JSON. Long."),

        ReadContent("hashicorp_terraform_cloud_assessment_results_log_output",
            "/assessment-results/{assessment_result_id}/log-output", "assessment-results",
            ResponseShape.Text, Area,
            "What Terraform printed during an assessment, for one that did not succeed."),

        ReadContent("hashicorp_terraform_cloud_assessment_results_sanitized_plan",
            "/assessment-results/{assessment_result_id}/sanitized-plan", "assessment-results",
            ResponseShape.Document, Area,
            "The plan of an assessment that an agent cleaned of secrets, in organizations that hold their own key (HYOK)."),
    ];
}
