using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Which projects may use which modules and providers of the registry.</summary>
internal static class RegistryVisibility
{
    private static readonly string[] Area = ["registry-visibility"];

    private static readonly string[] UsageFields = ["id", "name", "registry_usage_control_enabled"];

    private static readonly string[] Fields = ["id", "created_at", "project_id"];

    private static readonly Argument Project = Relationship("project_id", "projects", "prj-…").Required();

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_registry_usage_control",
            "/organizations/{organization_name}/registry-usage-control",
            "organizations", Area,
            "Whether projects may only use what the registry shares with them.") with
        {
            DefaultFields = UsageFields,
            Availability = Availability.HcpOnly,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_usage_control",
            "/organizations/{organization_name}/registry-usage-control", "organizations",
            Effect.Destroy, Area,
            "Limit projects to modules and providers shared with them, or lift that. " +
                "Turned on, it can stop all workspaces' runs.") with
        {
            Arguments = [Attribute("enabled", "registry-usage-control-enabled", JsonKind.Boolean, "Limit them.").Required()],
            DefaultFields = UsageFields,
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_module_access",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}/access-restrictions",
            "access-restrictions", Area,
            "Which projects may use a module, and whether it is restricted.") with
        {
            DefaultFields = ["id", "is_restricted", "allowed_projects", "restricted_project_count"],
            Availability = Availability.HcpOnly,
        },

        List("list_all_hashicorp_terraform_cloud_registry_module_project_tags",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}/project-tags",
            "project-tags", Area,
            "List the projects a module is shared with; the ids remove them.") with
        {
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_module_project_tag",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}/project-tags",
            "project-tags", Effect.Mutate, Area,
            "Share a module with a project. Counts once usage control is on.") with
        {
            Arguments = [Project],
            DefaultFields = [.. Fields, "registry_module_id"],
            Availability = Availability.HcpOnly,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_module_project_tag",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}/project-tags/{project_tag_id}",
            "project-tags", Area,
            "Stop sharing a module with a project.") with
        {
            Availability = Availability.HcpOnly,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_provider_project_tag",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/project-tags",
            "project-tags", Effect.Mutate, Area,
            "Share a provider with a project. Counts once usage control is on.") with
        {
            Arguments = [Project],
            DefaultFields = [.. Fields, "registry_provider_id"],
            Availability = Availability.HcpOnly,
        },
    ];
}
