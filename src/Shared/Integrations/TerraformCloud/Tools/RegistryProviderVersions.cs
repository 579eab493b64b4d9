using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Versions of private providers, and the platforms that each is built for.</summary>
internal static class RegistryProviderVersions
{
    private static readonly string[] Area = ["registry-providers"];

    private static readonly string[] Fields =
    [
        "id", "version", "protocols", "key_id", "shasums_uploaded", "shasums_sig_uploaded", "created_at",
        "permissions.can_delete", "platform_ids",
    ];

    private static readonly string[] PlatformFields = ["id", "os", "arch", "filename", "shasum", "provider_binary_uploaded"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_registry_provider_versions",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions",
            "registry-provider-versions", Area,
            "List a private provider's versions, and whether checksums were uploaded.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_provider_version",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions/{version}",
            "registry-provider-versions", Area,
            "Read a private provider's version.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_provider_version",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions",
            "registry-provider-versions", Effect.Mutate, Area,
            "Create a private provider's version with its signed checksums; platforms follow.") with
        {
            Arguments =
            [
                Attribute("version", JsonKind.Text, "1.2.0.").Required(),
                Attribute("key_id", JsonKind.Text, "Of the GPG key.").Required(),
                Attribute("protocols", JsonKind.TextList, "Plugin protocols.").OneOf("4.0", "5.0", "6.0").Required(),
                Upload("shasums", "shasums-upload", "SHA256SUMS text."),
                Upload("shasums_signature", "shasums-sig-upload", "Detached, base64.").Base64(),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_provider_version",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions/{version}",
            "registry-provider-versions",
            Effect.Mutate, Area,
            "Replace a provider version's tags.") with
        {
            Arguments = [RegistryTags.Tags.Required()],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_provider_version",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions/{version}",
            "registry-provider-versions", Area,
            "Delete a private provider's version with its platforms; runs that need it fail."),

        List("list_all_hashicorp_terraform_cloud_provider_version_tags",
            "/registry-provider-versions/{registry_provider_version_id}/tag-bindings",
            "tag-bindings", Area,
            "List a provider version's tags.") with
        {
            DefaultFields = ["id", "key", "value"],
            IsPaged = false,
        },

        List("list_all_hashicorp_terraform_cloud_registry_provider_platforms",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions/{version}/platforms",
            "registry-provider-platforms",
            Area,
            "List a provider version's platforms, and whether binaries were uploaded.") with
        {
            DefaultFields = PlatformFields,
        },

        Get("get_single_hashicorp_terraform_cloud_registry_provider_platform",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions/{version}/platforms/{os}/{arch}",
            "registry-provider-platforms", Area,
            "Read a provider version's platform.") with
        {
            DefaultFields = PlatformFields,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_provider_platform",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions/{version}/platforms",
            "registry-provider-platforms",
            Effect.Mutate, Area,
            "Add a provider version's binary for one platform.") with
        {
            Arguments =
            [
                Attribute("os", JsonKind.Text, "linux, darwin, windows…").Required(),
                Attribute("arch", JsonKind.Text, "amd64, arm64…").Required(),
                Attribute("shasum", JsonKind.Text, "SHA-256 of the zip.").Required(),
                Attribute("filename", JsonKind.Text, "terraform-provider-x_1.2.0_linux_amd64.zip.").Required(),
                Upload("binary", "provider-binary-upload", "Zip in base64.").Base64(),
            ],
            DefaultFields = PlatformFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_provider_platform",
            "/organizations/{organization_name}/registry-providers/{registry_name}/{namespace}/{name}/versions/{version}/platforms/{os}/{arch}",
            "registry-provider-platforms", Area,
            "Delete a provider version's platform."),
    ];
}
