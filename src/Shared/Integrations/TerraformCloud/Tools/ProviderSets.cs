using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Provider sets: provider configuration given to workspaces and projects from outside.</summary>
internal static class ProviderSets
{
    private const string ReadSet = "Read the provider set to see where it applies now.";

    private static readonly string[] Beta = ["provider-sets", "beta"];

    private static readonly string[] Fields =
        ["id", "name", "description", "provider_source", "global", "priority", "updated_at"];

    private static readonly string[] OneFields = [.. Fields, "configuration_hcl", "workspace_ids", "project_ids"];

    private static readonly Argument[] Settings =
    [
        Attribute("description", JsonKind.Text, "Purpose."),
        Attribute("global", JsonKind.Boolean, "All workspaces."),
        Relationship("workspace_ids", "workspaces", "ws-…"),
        Relationship("project_ids", "projects", "prj-…"),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_provider_sets", "/organizations/{organization_name}/provider-sets",
            "provider-sets", Beta,
            "List provider sets: provider configuration shared by workspaces.") with
        {
            DefaultFields = Fields,
            IsPaged = false,
            Includable = ["projects", "workspaces"],
        },

        List("list_all_hashicorp_terraform_cloud_project_provider_sets", "/projects/{project_id}/provider-sets",
            "provider-sets", Beta,
            "Which provider sets a project has.") with
        {
            DefaultFields = Fields,
            IsPaged = false,
        },

        List("list_all_hashicorp_terraform_cloud_workspace_provider_sets", "/workspaces/{workspace_id}/provider-sets",
            "provider-sets", Beta,
            "Which provider sets reach a workspace, its project's and global ones included.") with
        {
            DefaultFields = Fields,
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_provider_set_by_id", "/provider-sets/{provider_set_id}", "provider-sets", Beta,
            "Read a provider set: HCL, and where it applies.") with
        {
            DefaultFields = OneFields,
            Includable = ["projects", "workspaces"],
        },

        Get("get_single_hashicorp_terraform_cloud_provider_set_by_name",
            "/organizations/{organization_name}/provider-sets/{provider_set_name}",
            "provider-sets", Beta,
            "Read a provider set by exact name.") with
        {
            DefaultFields = OneFields,
            Includable = ["projects", "workspaces"],
        },

        Create("create_a_hashicorp_terraform_cloud_provider_set", "/organizations/{organization_name}/provider-sets",
            "provider-sets", Effect.Mutate, Beta,
            "Create a provider set: a provider's HCL, for workspaces and projects.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Name.").Required(),
                Attribute("provider_source", JsonKind.Text, "hashicorp/aws.").Required(),
                Attribute("configuration_hcl", JsonKind.Text, "Provider block's body.").Required(),
                .. Settings,
            ],
            DefaultFields = OneFields,
        },

        Update("update_a_hashicorp_terraform_cloud_provider_set_by_id", "/provider-sets/{provider_set_id}",
            "provider-sets", Effect.Destroy, Beta,
            "Change a provider set, for runs from now on. Lists replace.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."),
                Attribute("provider_source", JsonKind.Text, "hashicorp/aws."),
                Attribute("configuration_hcl", JsonKind.Text, "Provider block's body."),
                Attribute("priority", JsonKind.Boolean, "Wins over others."),
                .. Settings,
            ],
            DefaultFields = OneFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_provider_set_by_id", "/provider-sets/{provider_set_id}", "provider-sets", Beta,
            "Delete a provider set. Workspaces that need it can't plan."),

        Action("hashicorp_terraform_cloud_provider_sets_bulk_delete", HttpMethod.Delete,
            "/organizations/{organization_name}/provider-sets", "provider-sets",
            Effect.Destroy, Beta,
            "Delete several provider sets at once.") with
        {
            Arguments = [Identifiers("provider_set_ids", "provider-sets", "Their ids.").Required()],
            Shape = ResponseShape.NoContent,
            Next = "List the provider sets to see which are left.",
        },

        Add("hashicorp_terraform_cloud_provider_sets_add_projects", "/provider-sets/{provider_set_id}/relationships/projects",
            "Give a provider set to more projects.", Identifiers("project_ids", "projects", "prj-…")),

        Add("hashicorp_terraform_cloud_provider_sets_add_workspaces", "/provider-sets/{provider_set_id}/relationships/workspaces",
            "Give a provider set to more workspaces.", Identifiers("workspace_ids", "workspaces", "ws-…")),

        Remove("hashicorp_terraform_cloud_provider_sets_remove_projects",
            "/provider-sets/{provider_set_id}/relationships/projects",
            "Take a provider set from projects.", Identifiers("project_ids", "projects", "prj-…")),

        Remove("hashicorp_terraform_cloud_provider_sets_remove_workspaces",
            "/provider-sets/{provider_set_id}/relationships/workspaces",
            "Take a provider set from workspaces.", Identifiers("workspace_ids", "workspaces", "ws-…")),
    ];

    private static TerraformTool Add(string name, string path, string description, Argument what) =>
        Action(name, HttpMethod.Post, path, "provider-sets", Effect.Mutate, Beta, description) with
        {
            Arguments = [what.Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadSet,
        };

    private static TerraformTool Remove(string name, string path, string description, Argument what) =>
        Action(name, HttpMethod.Delete, path, "provider-sets", Effect.Destroy, Beta, description) with
        {
            Arguments = [what.Required()],
            Shape = ResponseShape.NoContent,
            Next = ReadSet,
        };
}
