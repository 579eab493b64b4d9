using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Cost estimates of runs.</summary>
internal static class CostEstimates
{
    private static readonly string[] Core = ["core", "cost-estimates"];

    private static readonly string[] Area = ["cost-estimates"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_cost_estimate_by_id", "/cost-estimates/{cost_estimate_id}",
            "cost-estimates", Core,
            "Read what a run would cost per month in US dollars, before, after and the difference. The id is the " +
                "run's cost_estimate_id.") with
        {
            DefaultFields =
            [
                "id", "status", "prior_monthly_cost", "proposed_monthly_cost", "delta_monthly_cost", "resources_count",
                "matched_resources_count",
                "unmatched_resources_count", "error_message",
            ],
        },

        ReadContent("hashicorp_terraform_cloud_cost_estimates_output", "/cost-estimates/{cost_estimate_id}/output",
            "cost-estimates", ResponseShape.Text, Area,
            "The log of a finished cost estimate. For the numbers read the estimate."),
    ];
}
