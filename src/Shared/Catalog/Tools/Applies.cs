using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>Applies of runs.</summary>
internal static class Applies
{
    private static readonly string[] Core = ["core", "applies"];

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_apply_by_id", "/applies/{apply_id}", "applies", Core,
            "Read an apply: status, what it really added, changed and destroyed, and the state versions it wrote. The id is the run's apply_id.") with
        {
            DefaultFields =
            [
                "id", "status", "resource_additions", "resource_changes", "resource_destructions", "resource_imports", "execution_details.mode",
                "status_timestamps.started_at", "status_timestamps.finished_at", "state_version_ids",
            ],
        },
    ];
}
