using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>Plans of runs.</summary>
internal static class Plans
{
    private static readonly string[] Core = ["core", "plans"];

    private static readonly string[] Fields =
    [
        "id", "status", "has_changes", "resource_additions", "resource_changes", "resource_destructions", "resource_imports", "execution_details.mode",
        "status_timestamps.started_at", "status_timestamps.finished_at",
    ];

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_plan_by_id", "/plans/{plan_id}", "plans", Core,
            "Read a plan: status and how many resources it adds, changes, destroys and imports. The id is the run's plan_id.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_run_plan_by_id", "/runs/{run_id}/plan", "plans", Core,
            "Read the plan of a run when you have the run's id: status and how many resources it adds, changes, destroys and imports.") with
        {
            DefaultFields = Fields,
        },
    ];
}
