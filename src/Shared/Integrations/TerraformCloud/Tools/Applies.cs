using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Applies of runs.</summary>
internal static class Applies
{
    private static readonly string[] Core = ["core", "applies"];

    private static readonly string[] Area = ["applies"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_apply_by_id", "/applies/{apply_id}", "applies", Core,
            "Read an apply: status, what it really added, changed and destroyed, and the state versions it wrote. " +
                "By the run's id too.") with
        {
            RunPath = "/runs/{run_id}/apply",
            DefaultFields =
            [
                "id", "status", "resource_additions", "resource_changes", "resource_destructions", "resource_imports",
                "action_invocations", "action_failures", "execution_details.mode",
                "status_timestamps.started_at", "status_timestamps.finished_at", "state_version_ids",
            ],
            Wait = WaitFor.PhaseToEnd,
        },

        ReadLink("hashicorp_terraform_cloud_applies_logs", "/applies/{apply_id}", "log-read-url", "applies",
            ResponseShape.Log, Core,
            "What Terraform printed while it applied, and its errors parsed. For why an apply errored, tail 50 " +
                "mostly does. Grows until complete.") with
        {
            RunPath = "/runs/{run_id}?include=apply",
        },

        ReadContent("hashicorp_terraform_cloud_applies_errored_state", "/applies/{apply_id}/errored-state", "applies",
            ResponseShape.Document, Area,
            "The state that a failed apply could not upload, to recover from. 404 if the apply left none. " +
                "Sensitive values are withheld."),
    ];
}
