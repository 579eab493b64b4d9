using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Providers of the registry: an organization's own, and public ones that it curates.</summary>
internal static class RegistryProviders
{
    private static readonly string[] Area = ["registry-providers"];

    private static readonly string[] Fields = [
        "id", "name", "namespace", "registry_name", "updated_at", "permissions.can_delete",
        "registry_provider_version_ids"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_registry_providers",
            "/organizations/{organization_name}/registry-providers", "registry-providers", Area,
            "List an organization's providers. namespace and name lead to the other provider tools.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "In name and namespace."),
                Query("registry_name", "filter[registry_name]", JsonKind.Text, "Default: both.").OneOf("private", "public"),
                Query("shared_by", "filter[organization_name]", JsonKind.Text, "Organization."),
            ],
            DefaultFields = Fields,
            Includable = ["registry-provider-versions"],
        },

        Get("get_single_hashicorp_terraform_cloud_registry_provider_by_id",
            "/registry-providers/{registry_provider_id}", "registry-providers", Area,
            "Read a provider of the registry.") with
        {
            DefaultFields = Fields,
            Includable = ["registry-provider-versions"],
        },

        Get("get_single_hashicorp_terraform_cloud_registry_provider_by_name",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}",
            "registry-providers", Area,
            "Read a provider by namespace and name.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_provider",
            "/organizations/{organization_name}/registry-providers", "registry-providers",
            Effect.Mutate, Area,
            "Add a private provider (then create a version and platforms), or curate a public one.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Provider name.").Required(),
                Attribute("namespace", JsonKind.Text, "Private: the organization's name.").Required(),
                Attribute("registry_name", JsonKind.Text, "Whose it is.").OneOf("private", "public").Required(),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_provider_by_id",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}",
            "registry-providers", Effect.Mutate, Area,
            "Replace a provider's tags.") with
        {
            Arguments = [RegistryTags.Tags.Required()],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_provider_by_id",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}",
            "registry-providers", Area,
            "Delete a private provider with all versions; a public one only leaves the list."),

        List("list_all_hashicorp_terraform_cloud_registry_provider_tags",
            "/registry-providers/{registry_provider_id}/tag-bindings", "tag-bindings", Area,
            "List a provider's tags.") with
        {
            DefaultFields = ["id", "key", "value"],
            IsPaged = false,
        },
    ];
}
