using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>Projects, which group workspaces.</summary>
internal static class Projects
{
    private static readonly string[] Area = ["projects"];

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_projects", "/organizations/{organization_name}/projects", "projects", Area,
            "List an organization's projects. A project's id narrows the list of workspaces.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Part of the name."),
                Query("names", "filter[names]", JsonKind.Text, "Comma-separated exact names."),
            ],
            DefaultFields = ["id", "name", "description", "workspace_count", "team_count"],
        },

        Get("get_single_hashicorp_terraform_cloud_project_by_id", "/projects/{project_id}", "projects", Area,
            "Read a project: defaults for its workspaces, how many there are, and what you may do in it.") with
        {
            DefaultFields =
            [
                "id", "name", "description", "workspace_count", "team_count", "default_execution_mode", "auto_destroy_activity_duration", "created_at",
                "organization_id", "permissions.can_create_workspace", "permissions.can_move_workspace", "permissions.can_update",
            ],
        },
    ];
}
