using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>What a team may do in a workspace, or in a project and all its workspaces.</summary>
internal static class TeamAccess
{
    private static readonly string[] Area = ["team-access"];

    private static readonly string[] WorkspaceFields =
        ["id", "access", "team_id", "workspace_id", "runs", "variables", "state_versions", "sentinel_mocks",
            "workspace_locking", "run_tasks", "policy_overrides"];

    private static readonly string[] ProjectFields =
        ["id", "access", "team_id", "project_id", "project_access", "workspace_access"];

    private static readonly string[] RunLevels = ["read", "plan", "apply"];

    private static readonly string[] VariableLevels = ["none", "read", "write"];

    private static readonly string[] StateLevels = ["none", "read-outputs", "read", "write"];

    private static readonly Argument WorkspaceAccess = Attribute("access", JsonKind.Text, "custom: as below.")
        .OneOf("read", "plan", "write", "admin", "custom");

    private static readonly Argument ProjectAccess = Attribute("access", JsonKind.Text, "custom: as below.")
        .OneOf("read", "write", "maintain", "admin", "custom");

    private static readonly Argument[] WorkspaceRights =
    [
        Attribute("runs", JsonKind.Text, "Default read.").OneOf(RunLevels),
        Attribute("variables", JsonKind.Text, "Default none.").OneOf(VariableLevels),
        Attribute("state_versions", JsonKind.Text, "Default none.").OneOf(StateLevels),
        Attribute("sentinel_mocks", JsonKind.Text, "Default none.").OneOf("none", "read"),
        Attribute("workspace_locking", JsonKind.Boolean, "Lock, unlock."),
        Attribute("run_tasks", JsonKind.Boolean, "Manage them."),
        Attribute("policy_overrides", JsonKind.Boolean, "Override soft fails."),
    ];

    private static readonly Argument[] ProjectRights =
    [
        Attribute("settings", "project-access.settings", JsonKind.Text, "Of the project. Default read.")
            .OneOf("read", "update", "delete"),
        Attribute("teams", "project-access.teams", JsonKind.Text, "Of the project. Default none.")
            .OneOf("none", "read", "manage"),
        Attribute("variable_sets", "project-access.variable-sets", JsonKind.Text, "Of the project.").OneOf(VariableLevels),
        Attribute("create", "workspace-access.create", JsonKind.Boolean, "Workspaces."),
        Attribute("move", "workspace-access.move", JsonKind.Boolean, "Workspaces."),
        Attribute("delete", "workspace-access.delete", JsonKind.Boolean, "Workspaces."),
        Attribute("locking", "workspace-access.locking", JsonKind.Boolean, "Workspaces."),
        Attribute("runs", "workspace-access.runs", JsonKind.Text, "Default read.").OneOf(RunLevels),
        Attribute("variables", "workspace-access.variables", JsonKind.Text, "Default none.").OneOf(VariableLevels),
        Attribute("state_versions", "workspace-access.state-versions", JsonKind.Text, "Default none.").OneOf(StateLevels),
        Attribute("sentinel_mocks", "workspace-access.sentinel-mocks", JsonKind.Text, "Default none.").OneOf("none", "read"),
        Attribute("run_tasks", "workspace-access.run-tasks", JsonKind.Boolean, "Manage them."),
        Attribute("policy_overrides", "workspace-access.policy-overrides", JsonKind.Boolean, "Override soft fails."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_team_workspaces", "/team-workspaces", "team-workspaces", Area,
            "Which teams have access to a workspace, and what they may do. " +
                "Access through project or organization is not in it.") with
        {
            Arguments =
            [
                Query("workspace_id", "filter[workspace][id]", JsonKind.Text, "ws-…; or team_id."),
                Query("team_id", "filter[team][id]", JsonKind.Text, "team-…"),
            ],
            NeedsOneOf = ["workspace_id", "team_id"],
            DefaultFields = WorkspaceFields,
        },

        Get("get_single_hashicorp_terraform_cloud_team_workspace_by_id", "/team-workspaces/{team_workspace_id}",
            "team-workspaces", Area,
            "Read a team's access to a workspace.") with
        {
            DefaultFields = WorkspaceFields,
        },

        Create("create_a_hashicorp_terraform_cloud_team_workspace", "/team-workspaces", "team-workspaces", Effect.Mutate, Area,
            "Give a team access to a workspace. Other rights count with access custom only.") with
        {
            Arguments =
            [
                Relationship("team_id", "teams", "team-…").Required(),
                Relationship("workspace_id", "workspaces", "ws-…").Required(),
                WorkspaceAccess.Required(),
                .. WorkspaceRights,
            ],
            DefaultFields = WorkspaceFields,
        },

        Update("update_a_hashicorp_terraform_cloud_team_workspace_by_id", "/team-workspaces/{team_workspace_id}",
            "team-workspaces", Effect.Mutate, Area,
            "Change a team's access to a workspace.") with
        {
            Arguments = [WorkspaceAccess, .. WorkspaceRights],
            DefaultFields = WorkspaceFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_team_workspace_by_id", "/team-workspaces/{team_workspace_id}",
            "team-workspaces", Area,
            "Take away a team's access to a workspace."),

        List("list_all_hashicorp_terraform_cloud_team_projects", "/team-projects", "team-projects", Area,
            "Which teams have access to a project, and what they may do there.") with
        {
            Arguments =
            [
                Query("project_id", "filter[project][id]", JsonKind.Text, "prj-…").Required(),
                Query("team_id", "filter[team][id]", JsonKind.Text, "team-…"),
            ],
            DefaultFields = ProjectFields,
        },

        Get("get_single_hashicorp_terraform_cloud_team_project_by_id", "/team-projects/{team_project_id}", "team-projects", Area,
            "Read a team's access to a project.") with
        {
            DefaultFields = ProjectFields,
        },

        Create("create_a_hashicorp_terraform_cloud_team_project", "/team-projects", "team-projects", Effect.Mutate, Area,
            "Give a team access to a project and all its workspaces. Other rights count with access custom only.") with
        {
            Arguments =
            [
                Relationship("team_id", "teams", "team-…").Required(),
                Relationship("project_id", "projects", "prj-…").Required(),
                ProjectAccess.Required(),
                .. ProjectRights,
            ],
            DefaultFields = ProjectFields,
        },

        Update("update_a_hashicorp_terraform_cloud_team_project_by_id", "/team-projects/{team_project_id}",
            "team-projects", Effect.Mutate, Area,
            "Change a team's access to a project.") with
        {
            Arguments = [ProjectAccess, .. ProjectRights],
            DefaultFields = ProjectFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_team_project_by_id", "/team-projects/{team_project_id}", "team-projects", Area,
            "Take away a team's access to a project."),
    ];
}
