using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Run triggers: an apply in one workspace starts a run in another.</summary>
internal static class RunTriggers
{
    private static readonly string[] Area = ["run-triggers"];

    private static readonly string[] Fields =
        ["id", "workspace_name", "sourceable_name", "created_at", "workspace_id", "sourceable_id"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_run_triggers", "/workspaces/{workspace_id}/run-triggers", "run-triggers", Area,
            "Which workspaces start runs in this one (inbound), or in which this one does (outbound).") with
        {
            Arguments = [Query("direction", "filter[run-trigger][type]", JsonKind.Text, "Seen from this workspace.")
                .OneOf("inbound", "outbound").Required()],
            DefaultFields = Fields,
            Includable = ["sourceable", "workspace"],
        },

        Get("get_single_hashicorp_terraform_cloud_run_trigger_by_id", "/run-triggers/{run_trigger_id}", "run-triggers", Area,
            "Read a run trigger: source and target workspace.") with
        {
            DefaultFields = Fields,
            Includable = ["sourceable", "workspace"],
        },

        Create("create_a_hashicorp_terraform_cloud_run_trigger", "/workspaces/{workspace_id}/run-triggers",
            "run-triggers", Effect.Destroy, Area,
            "From now on, an apply in the source workspace starts a run here. At most 20 sources.") with
        {
            Arguments = [Relationship("sourceable_id", "workspaces", "Source: ws-…").Required()],

            // The runs that it starts are not ours to hold, and apply by themselves where the workspace says so.
            Adds = new() { Tools = [Runs.Apply] },
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_run_trigger_by_id", "/run-triggers/{run_trigger_id}", "run-triggers", Area,
            "Delete a run trigger: applies in the source start no more runs."),
    ];
}
