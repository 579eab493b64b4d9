using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Plans of runs: their numbers, their logs, and the plan itself as JSON.</summary>
internal static class Plans
{
    private static readonly string[] Core = ["core", "plans"];

    private static readonly string[] Area = ["plans"];

    private static readonly string[] Fields =
    [
        "id", "status", "has_changes", "resource_additions", "resource_changes", "resource_destructions",
        "resource_imports", "execution_details.mode",
        "status_timestamps.started_at", "status_timestamps.finished_at",
    ];

    private static readonly TerraformTool Plan =
        Get("get_single_hashicorp_terraform_cloud_plan_by_id", "/plans/{plan_id}", "plans", Core,
            "Read a plan: status and how many resources it adds, changes, destroys and imports. " +
                "The id is the run's plan_id.") with
        {
            DefaultFields = Fields,
            Wait = WaitFor.PhaseToEnd,
        };

    private static readonly TerraformTool Json =
        ReadContent("hashicorp_terraform_cloud_plans_json_output", "/plans/{plan_id}/json-output", "plans",
            ResponseShape.Document, Area,
            "The finished plan as JSON: every resource with before and after, sensitive values withheld. Needs " +
                "workspace admin; else use the redacted one.");

    private static readonly TerraformTool Schemas =
        ReadContent("hashicorp_terraform_cloud_plans_json_schema", "/plans/{plan_id}/json-schema", "plans",
            ResponseShape.Document, Area,
            "The provider schemas of a finished plan, as JSON. Long.");

    private static readonly TerraformTool Sanitized =
        ReadContent("hashicorp_terraform_cloud_plans_sanitized_plan", "/plans/{plan_id}/sanitized-plan", "plans",
            ResponseShape.Document, Area,
            "The plan JSON that an agent cleaned of secrets, in organizations with their own key (HYOK). " +
                "Terraform 1.3 and later.") with
        {
            Availability = Availability.HcpOnly,
        };

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Plan with
        {
            Description = "Read a plan: status and how many resources it adds, changes, destroys and imports.",
            RunPath = "/runs/{run_id}/plan",
            Apart = Plan,
        },

        Get("get_single_hashicorp_terraform_cloud_run_plan_by_id", "/runs/{run_id}/plan", "plans", Core,
            "Read the plan of a run by the run's id: status and how many resources it adds, changes, destroys and imports.") with
        {
            DefaultFields = Fields,
            Wait = WaitFor.PhaseToEnd,
            MergedInto = Plan.Name,
        },

        Report("hashicorp_terraform_cloud_plans_summary", "/plans/{plan_id}", "plans", new PlanSummary(), Core,
            "What a plan would do, in short: resources with action and changed attributes, drift, outputs, failed " +
                "checks. By the run's id with policies and cost. Read it before applying.") with
        {
            RunPath = "/runs/{run_id}?include=plan",
            IsPaged = true,
            Arguments =
            [
                Answer(PlanSummary.Actions, JsonKind.TextList, "Default: all changes. drift lists what drifted.")
                    with { AllowedValues = PlanAction.All },
                Answer(PlanSummary.Address, JsonKind.Text, "Glob: module.vpc.*"),
                Answer(PlanSummary.IncludeValues, JsonKind.Boolean, "Also values before and after, without sensitive ones."),
            ],
        },

        ReadLink("hashicorp_terraform_cloud_plans_logs", "/plans/{plan_id}", "log-read-url", "plans", ResponseShape.Log, Core,
            "What Terraform printed while it planned, and its errors parsed. For why a plan errored, tail 50 mostly " +
                "does. Grows until complete.") with
        {
            RunPath = "/runs/{run_id}?include=plan",
        },

        Json with { RunPath = "/runs/{run_id}/plan/json-output", Apart = Json },

        ReadContent("hashicorp_terraform_cloud_plans_json_output_redacted", "/plans/{plan_id}/json-output-redacted",
            "plans", ResponseShape.Document, Area,
            "The finished plan as JSON without sensitive values, for those who may not read the full one. " +
                "Terraform 0.15.2 and later."),

        Schemas with { RunPath = "/runs/{run_id}/plan/json-schema", Apart = Schemas },

        Sanitized with { RunPath = "/runs/{run_id}/plan/sanitized-plan", Apart = Sanitized },

        ReadContent("hashicorp_terraform_cloud_runs_plan_json_output", "/runs/{run_id}/plan/json-output", "plans",
            ResponseShape.Document, Area,
            "A run's plan as JSON, by the run's id. Needs workspace admin.") with
        {
            MergedInto = Json.Name,
        },

        ReadContent("hashicorp_terraform_cloud_runs_plan_json_schema", "/runs/{run_id}/plan/json-schema", "plans",
            ResponseShape.Document, Area,
            "The provider schemas of a run's plan, by the run's id. Long.") with
        {
            MergedInto = Schemas.Name,
        },

        ReadContent("hashicorp_terraform_cloud_runs_plan_sanitized_plan", "/runs/{run_id}/plan/sanitized-plan", "plans",
            ResponseShape.Document, Area,
            "A run's sanitized plan (HYOK), by the run's id.") with
        {
            Availability = Availability.HcpOnly,
            MergedInto = Sanitized.Name,
        },
    ];
}
