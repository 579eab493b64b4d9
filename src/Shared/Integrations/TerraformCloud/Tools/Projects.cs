using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Projects, which group workspaces.</summary>
internal static class Projects
{
    /// <summary>Takes workspaces out of the policies, variables and access of their project; what moves one by another
    /// way has the effect of this tool.</summary>
    public const string MoveWorkspaces = "hashicorp_terraform_cloud_projects_move_workspaces";

    private static readonly string[] Area = ["projects"];

    private static readonly string[] Fields =
        ["id", "name", "description", "default_execution_mode", "auto_destroy_activity_duration", "organization_id"];

    private static readonly Argument[] Settings =
    [
        Attribute("description", JsonKind.Text, "Purpose."),
        Attribute("auto_destroy_activity_duration", JsonKind.Text, "Destroy when idle: 14d, 24h.")
            .HasEffectOf(Runs.Apply).HasEffectOfDelete(),
        Attribute("default_execution_mode", JsonKind.Text, "Of its workspaces.").OneOf("remote", "local", "agent"),
        Relationship("default_agent_pool_id", "agent-pools", "apool-…"),
        Attribute("overwrites_execution_mode", "setting-overwrites.default-execution-mode", JsonKind.Boolean,
            "false: the organization's."),
        Attribute("overwrites_agent_pool", "setting-overwrites.default-agent-pool", JsonKind.Boolean,
            "false: the organization's."),
        Related("tags", "tag-bindings", "tag-bindings", "Replaces all.",
            Member("key", JsonKind.Text, "Key.").Required(), Member("value", JsonKind.Text, "Value.")),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_projects", "/organizations/{organization_name}/projects", "projects", Area,
            "List an organization's projects. A project's id narrows the list of workspaces.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Part of the name."),
                Query("names", "filter[names]", JsonKind.Text, "Comma-separated."),
                Query("can_create_workspace", "filter[permissions][create-workspace]", JsonKind.Boolean, "Only where you may."),
                Query("can_update", "filter[permissions][update]", JsonKind.Boolean, "Only where you may."),
                Query("sort", "sort", JsonKind.Text, "Default name.").OneOf("name", "-name"),
            ],
            DefaultFields = ["id", "name", "description", "workspace_count", "team_count"],
            Includable = ["effective_tag_bindings"],
        },

        Get("get_single_hashicorp_terraform_cloud_project_by_id", "/projects/{project_id}", "projects", Area,
            "Read a project: defaults for its workspaces, how many there are, and what you may do in it.") with
        {
            DefaultFields =
            [
                "id", "name", "description", "workspace_count", "team_count", "default_execution_mode",
                "auto_destroy_activity_duration", "created_at",
                "organization_id", "permissions.can_create_workspace", "permissions.can_move_workspace", "permissions.can_update",
            ],
            Includable = ["effective_tag_bindings"],
        },

        Create("create_a_hashicorp_terraform_cloud_project", "/organizations/{organization_name}/projects", "projects",
            Effect.Mutate, Area,
            "Create a project, then create workspaces in it or move some there.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "3 to 40 characters, unique.").Required(),
                .. TrueByDefault(Settings, "overwrites_execution_mode", "overwrites_agent_pool")],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_project_by_id", "/projects/{project_id}", "projects", Effect.Mutate, Area,
            "Rename a project, or change the defaults of its workspaces.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "New name."), .. Settings],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_project_by_id", "/projects/{project_id}", "projects", Area,
            "Delete an empty project; move or delete its workspaces first."),

        Action(MoveWorkspaces, HttpMethod.Post, "/projects/{project_id}/relationships/workspaces", "workspaces",
            Effect.Destroy, Area,
            "Move workspaces into a project. They lose access and variable sets that come from the old one, " +
                "and get those of the new.") with
        {
            Arguments = [Identifiers("workspace_ids", "workspaces", "ws-…").Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read a workspace to see its project.",
        },
    ];
}
