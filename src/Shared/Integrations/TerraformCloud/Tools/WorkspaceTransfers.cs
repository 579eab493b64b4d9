using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Transfers of workspaces to another organization.</summary>
internal static class WorkspaceTransfers
{
    private static readonly string[] Area = ["workspace-transfers"];

    private static readonly string[] Fields =
    [
        "id", "status", "pause_reason", "approval_mode", "source_organization_id", "source_workspace_id",
        "destination_organization_id", "destination_project_id",
        "destination_workspace_id", "created_at", "updated_at",
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_workspace_transfers", "/workspace-transfers", "workspace-transfers", Area,
            "List transfers of workspaces between organizations.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_workspace_transfer_by_id",
            "/workspace-transfers/{workspace_transfer_id}", "workspace-transfers", Area,
            "Read a transfer: status, why it is paused, where the workspace arrived.") with
        {
            DefaultFields = [.. Fields, "variable_mode", "policy_set_mode", "cleanup_on_failure", "history_cutoff", "event_ids"],
            Includable = ["events"],
        },

        Create("create_a_hashicorp_terraform_cloud_workspace_transfer", "/workspace-transfers", "workspace-transfers",
            Effect.Destroy, Area,
            "Start moving a workspace to another organization. With approval_mode required it pauses until resumed.") with
        {
            Arguments =
            [
                Attribute("source_workspace_id", JsonKind.Text, "ws-…"),
                Attribute("destination_organization_id", JsonKind.Text, "Where it goes."),
                Attribute("destination_project_id", JsonKind.Text, "prj-…"),
                Attribute("approval_mode", JsonKind.Text, "required pauses.").OneOf("required", "auto")
                    .HasEffectOf("hashicorp_terraform_cloud_workspace_transfers_resume").Unless("required")
                    .Otherwise("\"required\""),
                Attribute("variable_mode", JsonKind.Text, "What becomes of variables.").OneOf("copy", "skip"),
                Attribute("policy_set_mode", JsonKind.Text, "What becomes of policy sets.").OneOf("attach", "skip"),
                Attribute("workspace_prefix", JsonKind.Text, "Before the name there."),
                Attribute("workspace_suffix", JsonKind.Text, "After the name there."),
                Attribute("history_cutoff", JsonKind.Text, "Leave out what is older; RFC 3339.").Instant(),
                Attribute("cleanup_on_failure", JsonKind.Boolean, "Remove the copy if it fails."),
            ],
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_workspace_transfers_resume", HttpMethod.Post,
            "/workspace-transfers/{workspace_transfer_id}/actions/resume",
            "workspace-transfers", Effect.Destroy, Area,
            "Approve a paused transfer. Read pause_reason first.") with
        {
            DefaultFields = Fields,
            IsIdempotent = true,
        },

        Action("hashicorp_terraform_cloud_workspace_transfers_cancel", HttpMethod.Post,
            "/workspace-transfers/{workspace_transfer_id}/actions/cancel",
            "workspace-transfers", Effect.Destroy, Area,
            "Stop a transfer; the workspace stays where it is.") with
        {
            DefaultFields = Fields,
            IsIdempotent = true,
        },
    ];
}
