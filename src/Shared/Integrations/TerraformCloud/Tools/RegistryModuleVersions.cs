using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Versions of private modules, and the older paths of the same endpoints.</summary>
internal static class RegistryModuleVersions
{
    private const string ListModules = "List the registry's modules to see what is left.";

    private static readonly string[] Area = ["registry-modules"];

    private static readonly string[] Fields =
        ["id", "version", "status", "source", "created_at", "updated_at", "registry_module_id"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_registry_module_version",
            "/organizations/{organization_name}/registry-modules/private/{namespace}/{name}/{provider}/version",
            "registry-module-versions", Area,
            "Read one version of a private module.") with
        {
            Arguments = [Query("version", "module_version", JsonKind.Text, "1.2.0.").Required()],
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_registry_module_commits",
            "/organizations/{organization_name}/registry-modules/private/{namespace}/{name}/{provider}/commits",
            "commits", Area,
            "List commits of a module's branch, to choose one for a version.") with
        {
            DefaultFields = ["id", "sha", "date", "message", "author"],
            IsPaged = false,
        },

        Create("create_a_hashicorp_terraform_cloud_registry_module_version",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}/versions",
            "registry-module-versions",
            Effect.Mutate, Area,
            "Publish a version: branch-based from a commit, without a repository from files.") with
        {
            Arguments =
            [
                Attribute("version", JsonKind.Text, "1.2.0.").Required(),
                Attribute("commit_sha", JsonKind.Text, "If branch-based."),
                UploadFiles("files", "upload", "Without repository."),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_registry_module_version",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}/{version}",
            "module-versions", Effect.Mutate, Area,
            "Deprecate a module version (users are warned) or revoke it (new users are blocked too), or take that back.") with
        {
            Arguments =
            [
                Attribute("deprecation_status", "deprecation.deprecated-status", JsonKind.Text,
                    "Deprecate first, then revoke.").OneOf("Deprecated", "Undeprecated"),
                Attribute("deprecation_reason", "deprecation.reason", JsonKind.Text, "Shown to users."),
                Attribute("deprecation_link", "deprecation.link", JsonKind.Text, "Where to read more."),
                Attribute("revocation_status", "revocation.status", JsonKind.Text, "Unrevoked: deprecated.")
                    .OneOf("Revoked", "Unrevoked"),
                Attribute("revocation_message", "revocation.message", JsonKind.Text, "Shown to users."),
                Attribute("revocation_link", "revocation.link", JsonKind.Text, "Where to read more."),
            ],
            DefaultFields = ["id", "version", "status", "revocation", "deprecation_id"],
            Availability = Availability.HcpOnly,
        },

        Delete("delete_a_hashicorp_terraform_cloud_registry_module_version",
            "/organizations/{organization_name}/registry-modules/{registry_name}/{namespace}/{name}/{provider}/{version}",
            "registry-module-versions", Area,
            "Delete a module version; runs that need it fail. To warn users first, deprecate it."),

        Action("hashicorp_terraform_cloud_registry_module_versions_create_legacy", HttpMethod.Post,
            "/registry-modules/{organization_name}/{name}/{provider}/versions",
            "registry-module-versions", Effect.Mutate, Area,
            "Deprecated: prefer the one with a namespace.") with
        {
            Arguments =
            [
                Attribute("version", JsonKind.Text, "1.2.0.").Required(),
                Attribute("commit_sha", JsonKind.Text, "If branch-based."),
            ],
            DefaultFields = Fields,
        },

        Legacy("hashicorp_terraform_cloud_registry_modules_delete_legacy",
            "/registry-modules/actions/delete/{organization_name}/{name}",
            "Deprecated: prefer the one with a namespace."),

        Legacy("hashicorp_terraform_cloud_registry_module_delete_provider_legacy",
            "/registry-modules/actions/delete/{organization_name}/{name}/{provider}",
            "Deprecated: prefer the one with a namespace."),

        Legacy("hashicorp_terraform_cloud_registry_modules_delete_version_legacy",
            "/registry-modules/actions/delete/{organization_name}/{name}/{provider}/{version}",
            "Deprecated: prefer the one with a namespace."),

        List("list_all_hashicorp_terraform_cloud_protocol_module_versions",
            "/api/registry/v1/modules/{namespace}/{name}/{provider}/versions",
            "registry-module-versions", Area,
            "A module's versions as Terraform sees them, with submodules' inputs and deprecations.") with
        {
            Shape = ResponseShape.Document,
            IsPaged = false,
        },

        ReadContent("hashicorp_terraform_cloud_registry_protocol_modules_download",
            "/api/registry/v1/modules/{namespace}/{name}/{provider}/{version}/download",
            "registry-module-versions", ResponseShape.Archive, Area,
            "Read a module version's code: its files, or the text of one."),

        Get("get_single_hashicorp_terraform_cloud_public_registry_module",
            "/api/registry/public/v1/modules/{namespace}/{name}/{provider}/{version}",
            "registry-module-versions", Area,
            "Read a public registry module version: inputs, outputs, resources, submodules.") with
        {
            Shape = ResponseShape.Document,
        },
    ];

    private static TerraformTool Legacy(string name, string path, string description) =>
        Action(name, HttpMethod.Post, path, "registry-modules", Effect.Destroy, Area, description) with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ListModules,
        };
}
