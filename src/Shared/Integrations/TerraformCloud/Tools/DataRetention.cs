using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>After how many days Terraform Enterprise deletes old state versions and configuration versions.</summary>
internal static class DataRetention
{
    private const string DeleteOlder = "data-retention-policy-delete-olders";

    private const string DoNotDelete = "data-retention-policy-dont-deletes";

    private static readonly string[] Area = ["data-retention"];

    private static readonly string[] Fields = ["id", "delete_older_than_n_days"];

    private static readonly Argument[] Policy =
    [
        Type("type", "delete-olders needs days.", DeleteOlder, DoNotDelete),
        Attribute("delete_older_than_n_days", JsonKind.Integer, "For delete-olders.") with { Minimum = 1 },
    ];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        Get("get_single_hashicorp_terraform_cloud_organization_data_retention",
            "/organizations/{organization_name}/relationships/data-retention-policy",
            DeleteOlder, Area,
            "Read an organization's retention policy; without delete_older_than_n_days it keeps all.") with
        {
            DefaultFields = Fields,
            CanBeNone = true,
        },

        Create("create_a_hashicorp_terraform_cloud_organization_data_retention",
            "/organizations/{organization_name}/relationships/data-retention-policy",
            DeleteOlder,
            Effect.Destroy, Area,
            "Set an organization's retention policy; old data is deleted for good.") with
        {
            Arguments = Policy,
            Shape = ResponseShape.NoContent,
        },

        Update("update_a_hashicorp_terraform_cloud_organization_data_retention",
            "/organizations/{organization_name}/relationships/data-retention-policy",
            DeleteOlder,
            Effect.Destroy, Area,
            "Change an organization's retention policy; same as create.") with
        {
            Arguments = Policy,
            Shape = ResponseShape.NoContent,
        },

        Delete("delete_a_hashicorp_terraform_cloud_organization_data_retention",
            "/organizations/{organization_name}/relationships/data-retention-policy",
            DeleteOlder, Area,
            "Remove an organization's retention policy; the installation's then counts."),

        Get("get_single_hashicorp_terraform_cloud_workspace_data_retention",
            "/workspaces/{workspace_id}/relationships/data-retention-policy", DeleteOlder, Area,
            "Read a workspace's retention policy; without one the organization's counts.") with
        {
            DefaultFields = Fields,
            CanBeNone = true,
        },

        Create("create_a_hashicorp_terraform_cloud_workspace_data_retention",
            "/workspaces/{workspace_id}/relationships/data-retention-policy", DeleteOlder,
            Effect.Destroy, Area,
            "Set a workspace's retention policy; old data is deleted for good.") with
        {
            Arguments = Policy,
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_workspace_data_retention",
            "/workspaces/{workspace_id}/relationships/data-retention-policy", DeleteOlder,
            Effect.Destroy, Area,
            "Change a workspace's retention policy; same as create.") with
        {
            Arguments = Policy,
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_workspace_data_retention",
            "/workspaces/{workspace_id}/relationships/data-retention-policy", DeleteOlder, Area,
            "Remove a workspace's retention policy; the organization's then counts."),
    ]);
}
