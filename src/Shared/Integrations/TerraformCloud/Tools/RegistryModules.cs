using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Modules of the registry: an organization's own, and public ones that it curates.</summary>
internal static class RegistryModules
{
    private static readonly string[] Area = ["registry-modules"];

    private static readonly string[] Fields =
    [
        "id", "name", "namespace", "provider", "registry_name", "status", "publishing_mechanism", "no_code",
        "vcs_repo.identifier", "version_statuses", "updated_at",
    ];

    private static readonly string[] OneFields =
    [
        .. Fields, "vcs_repo.branch", "test_config.tests_enabled", "permissions.can_delete", "created_at",
    ];

    private static readonly Argument[] Repository =
    [
        Attribute("vcs_repo_branch", "vcs-repo.branch", JsonKind.Text, "Instead of tags."),
        Attribute("vcs_repo_tags", "vcs-repo.tags", JsonKind.Boolean, "Tags become versions. Not with a branch."),
        Attribute("vcs_repo_tag_prefix", "vcs-repo.tag-prefix", JsonKind.Text, "Tags with it only."),
        Attribute("vcs_repo_source_directory", "vcs-repo.source-directory", JsonKind.Text, "Subdirectory."),
        Attribute("tests_enabled", "test-config.tests-enabled", JsonKind.Boolean, "Run its tests. Needs a branch."),
        Attribute("tests_agent_execution_mode", "test-config.agent-execution-mode", JsonKind.Text, "Where tests run.")
            .OneOf("agent", "remote"),
        Attribute("tests_agent_pool_id", "test-config.agent-pool-id", JsonKind.Text, "apool-…"),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_registry_modules",
            "/organizations/{organization_name}/registry-modules", "registry-modules", Area,
            "List an organization's modules, with versions. namespace, name and provider lead to the other module tools.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Name, namespace, provider."),
                Query("provider", "filter[provider]", JsonKind.Text, "Only of this provider."),
                Query("registry_name", "filter[registry_name]", JsonKind.Text, "Default: both.").OneOf("private", "public"),
                Query("shared_by", "filter[organization_name]", JsonKind.Text, "Organization."),
                Query("project_id", "filter[project-id]", JsonKind.Text, "Usable in prj-…"),
            ],
            DefaultFields = Fields,
            Includable = ["no-code-modules"],
        },

        Get("get_single_hashicorp_terraform_cloud_registry_module_by_id", "/registry-modules/{registry_module_id}",
            "registry-modules", Area,
            "Read a module of the registry.") with
        {
            DefaultFields = OneFields,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_module_by_name",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}",
            "registry-modules", Area,
            "Read a module by namespace, name and provider.") with
        {
            DefaultFields = OneFields,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_module",
            "/organizations/{organization_name}/registry-modules", "registry-modules", Effect.Mutate, Area,
            "Add a private module without repository (then create a version), or curate a public one. From a " +
                "repository: create_from_vcs.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Letters, digits, - and _.").Required(),
                Attribute("provider", JsonKind.Text, "Main provider: aws.").Required(),
                Attribute("registry_name", JsonKind.Text, "Default private.").OneOf("private", "public"),
                Attribute("namespace", JsonKind.Text, "For public modules."),
            ],
            DefaultFields = OneFields,
        },

        Action("hashicorp_terraform_cloud_registry_modules_create_from_vcs", HttpMethod.Post,
            "/organizations/{organization_name}/registry-modules/vcs",
            "registry-modules", Effect.Mutate, Area,
            "Publish a module from a repository terraform-provider-name. Tags become versions, unless a branch is given.") with
        {
            Arguments =
            [
                Attribute("vcs_repo_identifier", "vcs-repo.identifier", JsonKind.Text, "org/repo.").Required(),
                Attribute("vcs_repo_display_identifier", "vcs-repo.display_identifier", JsonKind.Text,
                    "As identifier, but for Bitbucket.").Required(),
                Attribute("vcs_repo_oauth_token_id", "vcs-repo.oauth-token-id", JsonKind.Text, "ot-…"),
                Attribute("vcs_repo_github_app_installation_id", "vcs-repo.github-app-installation-id", JsonKind.Text, "ghain-…"),
                .. Repository,
                Attribute("initial_version", JsonKind.Text, "With a branch. Default 0.0.0."),
                Attribute("name", JsonKind.Text, "If not the repository's."),
                Attribute("provider", JsonKind.Text, "If not the repository's."),
            ],
            DefaultFields = OneFields,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_module",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}",
            "registry-modules", Effect.Mutate, Area,
            "Change a module's source, tests or tags.") with
        {
            Arguments = [.. Repository, RegistryTags.Tags],
            DefaultFields = OneFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_module",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}",
            "registry-modules", Area,
            "Delete a module for all providers, with all versions. A public one only leaves the organization's list."),

        Action("hashicorp_terraform_cloud_registry_modules_delete_provider", HttpMethod.Delete,
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}",
            "registry-modules", Effect.Destroy, Area,
            "Delete a private module for one provider, with all versions.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "List the registry's modules to see what is left.",
        },

        List("list_all_hashicorp_terraform_cloud_registry_module_tags",
            "/registry-modules/{registry_module_id}/tag-bindings", "tag-bindings", Area,
            "List a module's tags.") with
        {
            DefaultFields = ["id", "key", "value"],
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_module_validation",
            "/organizations/{organization_name}/registry-modules/validation",
            "registry-module-address-validations", Area,
            "Check whether a module's name and provider are well formed and free, before creating it.") with
        {
            Arguments =
            [
                Query("name", "name", JsonKind.Text, "Module name.").Required(),
                Query("provider", "provider", JsonKind.Text, "Provider name.").Required(),
            ],
            DefaultFields = ["id", "module_name", "provider_name", "valid"],
        },
    ];
}
