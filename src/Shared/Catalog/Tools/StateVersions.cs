using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>State versions: what Terraform believes to exist.</summary>
internal static class StateVersions
{
    private static readonly string[] Core = ["core", "state"];

    private static readonly string[] Area = ["state"];

    private static readonly string[] Fields =
    [
        "id", "serial", "status", "created_at", "terraform_version", "resources_processed", "size", "vcs_commit_sha", "run_id", "workspace_id",
    ];

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_current_state_version_by_id", "/workspaces/{workspace_id}/current-state-version", "state-versions", Core,
            "Read a workspace's current state version: serial, when, by which run. For the outputs' values, list the current state version outputs.") with
        {
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_state_versions", "/state-versions", "state-versions", Area,
            "List a workspace's state versions, newest first, to see when state changed and by which run.") with
        {
            Arguments =
            [
                Query("organization_name", "filter[organization][name]", JsonKind.Text, "Organization name.").Required(),
                Query("workspace_name", "filter[workspace][name]", JsonKind.Text, "Workspace name.").Required(),
                Query("status", "filter[status]", JsonKind.Text, "Default: all.").OneOf("pending", "finalized", "discarded"),
            ],
            DefaultFields = ["id", "serial", "status", "created_at", "created_by.username", "run_id"],
            Include = ["created_by"],
        },

        Get("get_single_hashicorp_terraform_cloud_state_version_by_id", "/state-versions/{state_version_id}", "state-versions", Area,
            "Read one state version, an older one too. fields [\"resources\"] lists its resources by type and module.") with
        {
            DefaultFields = [.. Fields, "created_by.username"],
            Include = ["created_by"],
        },
    ];
}
