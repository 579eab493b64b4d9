using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Component configurations of stacks in the registry, and their versions.</summary>
internal static class RegistryComponents
{
    private static readonly string[] Area = ["registry-components"];

    private static readonly string[] Fields =
        ["id", "name", "namespace", "description", "status", "latest_version", "providers", "updated_at"];

    private static readonly string[] VersionFields =
        ["id", "version", "status", "source", "description", "error_message", "published_at"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_registry_components",
            "/organizations/{organization_name}/registry-components", "registry-components", Area,
            "List an organization's stack components.") with
        {
            Arguments = [Query("search", "q", JsonKind.Text, "In name and namespace.")],
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_component_by_id",
            "/registry-components/{registry_component_id}", "registry-components", Area,
            "Read a component: description, status, versions.") with
        {
            DefaultFields = [.. Fields, "vcs_repo.identifier", "version_statuses", "created_at"],
            Availability = Availability.HcpOnly,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_component",
            "/organizations/{organization_name}/registry-components", "registry-components",
            Effect.Mutate, Area,
            "Publish a stack component from a repository's tags, or by name only, to upload versions to.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Needed without a repository."),
                Attribute("vcs_repo_identifier", "vcs-repo.identifier", JsonKind.Text, "org/repo."),
                Attribute("vcs_repo_display_identifier", "vcs-repo.display_identifier", JsonKind.Text,
                    "As identifier, but for Bitbucket."),
                Attribute("vcs_repo_oauth_token_id", "vcs-repo.oauth-token-id", JsonKind.Text, "ot-…"),
                Attribute("vcs_repo_github_app_installation_id", "vcs-repo.github-app-installation-id", JsonKind.Text, "ghain-…"),
                Attribute("vcs_repo_source_directory", "vcs-repo.source-directory", JsonKind.Text, "Subdirectory."),
                Attribute("vcs_repo_tag_prefix", "vcs-repo.tag-prefix", JsonKind.Text, "Tags with it only."),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_component_by_id",
            "/registry-components/{registry_component_id}", "registry-components",
            Effect.Mutate, Area,
            "Replace a component's tags.") with
        {
            Arguments = [RegistryTags.Tags.Required()],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_component_by_id",
            "/registry-components/{registry_component_id}", "registry-components", Area,
            "Delete a component with all its versions."),

        List("list_all_hashicorp_terraform_cloud_registry_component_tags",
            "/registry-components/{registry_component_id}/tag-bindings", "tag-bindings", Area,
            "List a component's tags.") with
        {
            DefaultFields = ["id", "key", "value"],
            IsPaged = false,
        },

        List("list_all_hashicorp_terraform_cloud_registry_component_versions",
            "/registry-components/{registry_component_id}/versions",
            "registry-component-versions", Area,
            "List a component's versions.") with
        {
            DefaultFields = VersionFields,
            Availability = Availability.HcpOnly,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_component_version",
            "/registry-components/{registry_component_id}/versions",
            "registry-component-versions", Effect.Mutate, Area,
            "Publish a version of a component without repository.") with
        {
            Arguments =
            [
                Attribute("version", JsonKind.Text, "1.2.0.").Required(),
                UploadFiles("files", "upload", "main.tfcomponent.hcl…").Required(),
            ],
            DefaultFields = VersionFields,
            Availability = Availability.HcpOnly,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_component_version",
            "/registry-components/{registry_component_id}/versions/{component_version}", "registry-component-versions",
            Effect.Mutate, Area,
            "Replace a component version's tags.") with
        {
            Arguments = [RegistryTags.Tags.Required()],
            DefaultFields = VersionFields,
            Availability = Availability.HcpOnly,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_component_version",
            "/registry-components/{registry_component_id}/versions/{component_version}",
            "registry-component-versions", Area,
            "Delete a component version; stacks that use it can't be prepared.") with
        {
            Availability = Availability.HcpOnly,
        },

        List("list_all_hashicorp_terraform_cloud_component_version_tags",
            "/registry-component-versions/{registry_component_version_id}/tag-bindings",
            "tag-bindings", Area,
            "List a component version's tags.") with
        {
            DefaultFields = ["id", "key", "value"],
            Availability = Availability.HcpOnly,
            IsPaged = false,
        },

        Part("list_all_hashicorp_terraform_cloud_registry_component_variables",
            "/registry-components/{registry_component_id}/versions/{component_version}/variables",
            "registry-component-variables", "List a component version's inputs.", "name", "type", "description",
            "required", "default"),

        Part("list_all_hashicorp_terraform_cloud_registry_component_outputs",
            "/registry-components/{registry_component_id}/versions/{component_version}/outputs",
            "registry-component-outputs", "List a component version's outputs.", "name", "type", "description"),

        Part("list_all_hashicorp_terraform_cloud_registry_component_providers",
            "/registry-components/{registry_component_id}/versions/{component_version}/providers",
            "registry-component-providers", "List the providers a component version needs.", "name", "namespace",
            "source", "version"),

        Part("list_all_hashicorp_terraform_cloud_registry_component_resources",
            "/registry-components/{registry_component_id}/versions/{component_version}/resources",
            "registry-component-resources", "List the resources a component version makes.", "name", "type"),
    ];

    private static TerraformTool Part(
        string name, string path, string resourceType, string description, params string[] fields) =>
        List(name, path, resourceType, Area, description) with
        {
            DefaultFields = ["id", .. fields],
            Availability = Availability.HcpOnly,
            IsPaged = false,
        };
}
