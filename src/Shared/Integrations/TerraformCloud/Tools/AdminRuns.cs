using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>All runs and workspaces of a Terraform Enterprise installation.</summary>
internal static class AdminRuns
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] WorkspaceFields =
    [
        "id", "name", "locked", "vcs_repo.identifier", "organization_id", "current_run.id", "current_run.status",
    ];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        List("list_all_hashicorp_terraform_cloud_admin_runs", "/admin/runs", "runs", Area,
            "List runs of the whole installation, as site admin: what holds up the queue.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Run id, workspace, organization, repository."),
                Query("status", "filter[status]", JsonKind.Text, "Comma-separated: pending,planning…").EachOf(RunStatus.Known),
                Query("from", "filter[from]", JsonKind.Text, "Created since; RFC 3339.").Instant(),
                Query("to", "filter[to]", JsonKind.Text, "Created until.").Instant(),
            ],
            DefaultFields = ["id", "status", "created_at", "has_changes", "workspace_id", "workspace.name",
                "workspace.organization_id"],
            Include = ["workspace"],
            Includable = ["workspace.organization", "workspace.organization.owners"],
        },

        Action("hashicorp_terraform_cloud_admin_runs_force_cancel", HttpMethod.Post,
            "/admin/runs/{run_id}/actions/force-cancel", "runs", Effect.Destroy, Area,
            "Kill any run of the installation, as site admin. State of a half-done apply may be lost.") with
        {
            Arguments = [Root("comment", JsonKind.Text, "Why.")],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the run with search to see that it is canceled.",
        },

        List("list_all_hashicorp_terraform_cloud_admin_workspaces", "/admin/workspaces", "workspaces", Area,
            "List workspaces of all organizations, as site admin.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Workspace or organization."),
                Query("current_run_status", "filter[current_run][status]", JsonKind.Text,
                    "Comma-separated: pending,errored…").EachOf(RunStatus.Known),
                Query("sort", "sort", JsonKind.Text, "Default name.")
                    .OneOf("name", "-name", "current-run.created-at", "-current-run.created-at"),
            ],
            DefaultFields = WorkspaceFields,
            Include = ["current_run"],
            Includable = ["organization", "organization.owners"],
        },

        Get("get_single_hashicorp_terraform_cloud_admin_workspace_by_id", "/admin/workspaces/{workspace_id}", "workspaces", Area,
            "Read a workspace of any organization, as site admin.") with
        {
            DefaultFields = WorkspaceFields,
            Include = ["current_run"],
            Includable = ["organization", "organization.owners"],
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_workspace_by_id", "/admin/workspaces/{workspace_id}", "workspaces", Area,
            "Delete any workspace with state and history; its infrastructure stays, unmanaged."),
    ]);
}
