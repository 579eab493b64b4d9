using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>The versions of Terraform, Sentinel and OPA that a Terraform Enterprise installation offers.</summary>
internal static class AdminToolVersions
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] Fields =
        ["id", "version", "enabled", "deprecated", "deprecated_reason", "beta", "official", "usage", "created_at"];

    private static readonly Argument[] Filters =
    [
        Query("version", "filter[version]", JsonKind.Text, "1.9.5"),
        Query("search", "search[version]", JsonKind.Text, "Part of it."),
    ];

    private static readonly Argument[] Changes =
    [
        Attribute("version", JsonKind.Text, "1.9.5"),
        Attribute("url", JsonKind.Text, "For amd64; or archs."),
        Attribute("sha", JsonKind.Text, "SHA-256."),
        Attribute("enabled", JsonKind.Boolean, "Offer it."),
        Attribute("deprecated", JsonKind.Boolean, "Warn users of it.").Rare(),
        Attribute("deprecated_reason", JsonKind.Text, "Shown to them.").Rare(),
        Attribute("official", JsonKind.Boolean, "HashiCorp's.").Rare(),
        Attribute("beta", JsonKind.Boolean, "A beta release.").Rare(),
        Attribute("archs", JsonKind.RecordList, "One per architecture.") with
        {
            Members =
            [
                Member("url", JsonKind.Text, "Of its zip.").Required(),
                Member("sha", JsonKind.Text, "SHA-256.").Required(),
                Member("os", JsonKind.Text, "linux").Required(),
                Member("arch", JsonKind.Text, "Processor.").OneOf("amd64", "arm64").Required(),
            ],
        },
    ];

    private static readonly Argument[] NewVersion = [Changes[0].Required(), .. TrueByDefault(Changes[1..], "enabled")];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        List("list_all_hashicorp_terraform_cloud_admin_terraform_versions", "/admin/terraform-versions",
            "terraform-versions", Area,
            "List the Terraform versions that workspaces may use, and how many do (usage).") with
        {
            Arguments = Filters,
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_terraform_version",
            "/admin/terraform-versions/{terraform_version_id}", "terraform-versions", Area,
            "Read one Terraform version.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_admin_terraform_version", "/admin/terraform-versions",
            "terraform-versions", Effect.Mutate, Area,
            "Offer one more Terraform version, with url and sha, or archs.") with
        {
            Arguments = NewVersion,
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_terraform_version_by_id",
            "/admin/terraform-versions/{terraform_version_id}", "terraform-versions",
            Effect.Mutate, Area,
            "Enable, disable or deprecate a Terraform version; of an official one nothing else.") with
        {
            Arguments = Changes,
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_terraform_version_by_id",
            "/admin/terraform-versions/{terraform_version_id}", "terraform-versions", Area,
            "Remove a Terraform version that is neither official nor in use. To hide one, disable it."),

        List("list_all_hashicorp_terraform_cloud_admin_sentinel_versions", "/admin/sentinel-versions", "sentinel-versions", Area,
            "List the Sentinel versions that policy sets may use.") with
        {
            Arguments = Filters,
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_sentinel_version",
            "/admin/sentinel-versions/{sentinel_version_id}", "sentinel-versions", Area,
            "Read one Sentinel version.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_admin_sentinel_version", "/admin/sentinel-versions",
            "sentinel-versions", Effect.Mutate, Area,
            "Offer one more Sentinel version, with url and sha, or archs.") with
        {
            Arguments = NewVersion,
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_sentinel_version_by_id",
            "/admin/sentinel-versions/{sentinel_version_id}", "sentinel-versions",
            Effect.Mutate, Area,
            "Enable, disable or deprecate a Sentinel version.") with
        {
            Arguments = Changes,
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_sentinel_version_by_id",
            "/admin/sentinel-versions/{sentinel_version_id}", "sentinel-versions", Area,
            "Remove an unused Sentinel version. To hide one, disable it."),

        List("list_all_hashicorp_terraform_cloud_admin_opa_versions", "/admin/opa-versions", "opa-versions", Area,
            "List the OPA versions that policy sets may use.") with
        {
            Arguments = Filters,
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_opa_version_by_id", "/admin/opa-versions/{opa_version_id}",
            "opa-versions", Area,
            "Read one OPA version.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_admin_opa_version", "/admin/opa-versions", "opa-versions", Effect.Mutate, Area,
            "Offer one more OPA version, with url and sha, or archs.") with
        {
            Arguments = NewVersion,
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_opa_version_by_id", "/admin/opa-versions/{opa_version_id}",
            "opa-versions", Effect.Mutate, Area,
            "Enable, disable or deprecate an OPA version.") with
        {
            Arguments = Changes,
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_opa_version_by_id", "/admin/opa-versions/{opa_version_id}",
            "opa-versions", Area,
            "Remove an unused OPA version. To hide one, disable it."),
    ]);
}
