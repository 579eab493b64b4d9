using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Variable sets, and what they apply to.</summary>
internal static class VariableSets
{
    private const string ReadOn = "Read the variable set to see what it applies to.";

    private static readonly string[] Area = ["variable-sets"];

    private static readonly string[] Fields = [
        "id", "name", "description", "global", "priority", "var_count", "workspace_count", "project_count",
        "updated_at"];

    private static readonly AppliesTo Reach = new();

    private static readonly Argument Search = Query("search", "q", JsonKind.Text, "Part of the name.");

    private static readonly Argument[] Settings =
    [
        Attribute("description", JsonKind.Text, "Purpose."),
        Attribute("priority", JsonKind.Boolean, "Win over workspace variables."),
    ];

    private static readonly Argument Global = Attribute("global", JsonKind.Boolean, "Apply to all workspaces.");

    private static readonly Argument Variables = Related("variables", "vars", "vars", "First variables.",
        Member("key", JsonKind.Text, "Name.").Required(), Member("value", JsonKind.Text, "Value."),
        Member("category", JsonKind.Text, "env: environment.").OneOf("terraform", "env").Required(),
        Member("hcl", JsonKind.Boolean, "value is HCL."),
        Member("sensitive", JsonKind.Boolean, "Hide for good."), Member("description", JsonKind.Text, "What for.")).Secret();

    private static readonly Argument[] AppliesTo =
        [Relationship("workspace_ids", "workspaces", "ws-…"), Relationship("project_ids", "projects", "prj-…")];

    private static readonly Argument Workspaces = Identifiers("workspace_ids", "workspaces", "ws-…").Required();

    private static readonly Argument Projects = Identifiers("project_ids", "projects", "prj-…").Required();

    private static readonly Argument Stacks = Identifiers("stack_ids", "stacks", "st-…").Required();

    private static readonly Argument Parent = Relationship(
        "parent_project_id", "projects", "prj-…; owner, not the organization.") with
    { WireName = "parent" };

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_variable_sets", "/organizations/{organization_name}/varsets", "varsets", Area,
            "List variable sets. What is in one is in the list of its variables.") with
        {
            Arguments =
            [
                Search,
                Query("global", "filter[global]", JsonKind.Boolean, "Only global, or only not."),
                Query("scope", "scope", JsonKind.Text, "owned: not projects'.").OneOf("owned"),
            ],
            DefaultFields = Fields,
            Told = [Reach],
            Includable = ["vars"],
        },

        List("list_all_hashicorp_terraform_cloud_project_variable_sets", "/projects/{project_id}/varsets", "varsets", Area,
            "List the variable sets that apply to a project.") with
        {
            Arguments = [Search,
                Query("scope", "scope", JsonKind.Text, "Which of them.").OneOf("applied", "shared", "owned", "all")],
            DefaultFields = Fields,
            Told = [Reach],
            Includable = ["vars"],
        },

        List("list_all_hashicorp_terraform_cloud_workspace_variable_sets", "/workspaces/{workspace_id}/varsets", "varsets", Area,
            "List the variable sets that apply to a workspace. For the variables, list all variables of the workspace.") with
        {
            Arguments = [Search],
            DefaultFields = Fields,
            Told = [Reach],
            Includable = ["vars"],
        },

        List("list_all_hashicorp_terraform_cloud_workspace_applicable_varsets",
            "/workspaces/{workspace_id}/applicable-varsets", "varsets", Area,
            "List variable sets that could be applied to a workspace and are not yet.") with
        {
            Arguments = [Search],
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_variable_set_by_id", "/varsets/{varset_id}", "varsets", Area,
            "Read a variable set: what for, and where it applies.") with
        {
            DefaultFields = [.. Fields, "stack_count", "workspace_ids", "project_ids", "stack_ids", "parent_id",
                "permissions.can_update"],
            Told = [new AppliesTo("workspaces.name", "projects.name")],
            Include = ["projects", "workspaces"],
            Includable = ["stacks", "vars"],
        },

        Create("create_a_hashicorp_terraform_cloud_variable_set", "/organizations/{organization_name}/varsets",
            "varsets", Effect.Mutate, Area,
            "Create a variable set, with variables and where it applies, or add those later.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "Name.").Required(), Global.Required(), .. Settings,
                Variables, .. AppliesTo, Parent],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_variable_set_by_id", "/varsets/{varset_id}", "varsets", Effect.Destroy, Area,
            "Change a variable set's settings, or set which workspaces or stacks it applies to. " +
                "Variables have tools of their own.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."), Global, .. Settings,
                Relationship("workspace_ids", "workspaces", "All of them: ws-…"),
                Relationship("stack_ids", "stacks", "All of them: st-…"),
            ],
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_variable_sets_update_post", HttpMethod.Post, "/varsets/{varset_id}",
            "varsets", Effect.Destroy, Area,
            "Change a variable set by POST, with variables and projects. Prefer the update.") with
        {
            SameAs = "update_a_hashicorp_terraform_cloud_variable_set_by_id",
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."), Global, .. Settings,
                Variables with { Description = "All of them." }, .. AppliesTo,
                Relationship("stack_ids", "stacks", "st-…"), Parent,
            ],
            DefaultFields = Fields,
            IsIdempotent = true,
        },

        Delete("delete_a_hashicorp_terraform_cloud_variable_set_by_id", "/varsets/{varset_id}", "varsets", Area,
            "Delete a variable set; what it applies to loses its variables from the next run on."),

        Action("hashicorp_terraform_cloud_variable_sets_apply_to_workspaces", HttpMethod.Post,
            "/varsets/{varset_id}/relationships/workspaces", "varsets", Effect.Mutate, Area,
            "Apply a variable set to more workspaces, from their next run on.") with
        {
            Arguments = [Workspaces],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_variable_sets_remove_from_workspaces", HttpMethod.Delete,
            "/varsets/{varset_id}/relationships/workspaces", "varsets", Effect.Destroy, Area,
            "Stop applying a variable set to workspaces. The set stays.") with
        {
            Arguments = [Workspaces],
            Shape = ResponseShape.NoContent,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_variable_sets_apply_to_projects", HttpMethod.Post,
            "/varsets/{varset_id}/relationships/projects", "varsets", Effect.Mutate, Area,
            "Apply a variable set to all workspaces of projects, future ones too.") with
        {
            Arguments = [Projects],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_variable_sets_remove_from_projects", HttpMethod.Delete,
            "/varsets/{varset_id}/relationships/projects", "varsets", Effect.Destroy, Area,
            "Stop applying a variable set to projects. The set stays.") with
        {
            Arguments = [Projects],
            Shape = ResponseShape.NoContent,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_variable_sets_apply_to_stacks", HttpMethod.Post,
            "/varsets/{varset_id}/relationships/stacks", "varsets", Effect.Mutate, Area,
            "Apply a variable set to more stacks.") with
        {
            Arguments = [Stacks],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_variable_sets_remove_from_stacks", HttpMethod.Delete,
            "/varsets/{varset_id}/relationships/stacks", "varsets", Effect.Destroy, Area,
            "Stop applying a variable set to stacks. The set stays.") with
        {
            Arguments = [Stacks],
            Shape = ResponseShape.NoContent,
            Next = ReadOn,
        },
    ];
}
