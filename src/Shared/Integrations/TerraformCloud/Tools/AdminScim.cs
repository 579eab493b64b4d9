using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>How a Terraform Enterprise installation takes users and groups from an identity provider: SCIM settings,
/// tokens, and which group fills which team.</summary>
internal static class AdminScim
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] SettingFields =
        ["enabled", "paused", "site_admin_group_scim_id", "site_admin_group_display_name"];

    private static readonly string[] TokenFields = ["id", "description", "created_at", "last_used_at", "expired_at"];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        Get("get_single_hashicorp_terraform_cloud_admin_scim_setting_by_id", "/admin/scim-settings", "scim-settings", Area,
            "Whether SCIM provisioning is on or paused, and which group makes site admins.") with
        {
            DefaultFields = SettingFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_scim_setting_by_id", "/admin/scim-settings", "scim-settings",
            Effect.Destroy, Area,
            "Turn SCIM provisioning on, pause it, or choose the group of site admins. Needs SAML.") with
        {
            Arguments =
            [
                Attribute("enabled", JsonKind.Boolean, "On or off."),
                Attribute("paused", JsonKind.Boolean, "Take no changes for now."),
                Attribute("site_admin_group_scim_id", JsonKind.Text, "SCIM group id."),
            ],
            DefaultFields = SettingFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_scim_setting_by_id", "/admin/scim-settings", "scim-settings", Area,
            "Turn SCIM off and drop its settings. To stop for a while, update paused."),

        List("list_all_hashicorp_terraform_cloud_admin_scim_groups", "/admin/scim-groups", "scim-groups", Area,
            "List the identity provider's groups, to link them to teams.") with
        {
            Arguments = [Query("search", "q", JsonKind.Text, "Part of the name.")],
            DefaultFields = ["id", "name"],
        },

        Create("create_a_hashicorp_terraform_cloud_admin_scim_group_mapping",
            "/admin/teams/{team_id}/scim-group-mapping", "scim-group-mappings", Effect.Destroy,
            Area,
            "Link a team to a SCIM group, which then decides its members.") with
        {
            Arguments = [Attribute("scim_group_id", JsonKind.Text, "From list of SCIM groups.").Required()],
            Shape = ResponseShape.NoContent,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_scim_group_mapping",
            "/admin/teams/{team_id}/scim-group-mapping", "scim-group-mappings", Effect.Mutate,
            Area,
            "Pause or resume a team's sync with its SCIM group.") with
        {
            Arguments = [Attribute("scim_sync_paused", JsonKind.Boolean, "true pauses.").Required()],
            Shape = ResponseShape.NoContent,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_scim_group_mapping",
            "/admin/teams/{team_id}/scim-group-mapping", "scim-group-mappings", Area,
            "Unlink a team from its SCIM group. Its members stay."),

        List("list_all_hashicorp_terraform_cloud_admin_scim_tokens", "/admin/scim-tokens", "authentication-tokens", Area,
            "List SCIM tokens, without their text. Deleting the authentication token ends one.") with
        {
            DefaultFields = TokenFields,
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_scim_token_by_id", "/admin/scim-tokens/{scim_token_id}",
            "authentication-tokens", Area,
            "Read a SCIM token's use and expiry.") with
        {
            DefaultFields = TokenFields,
        },

        Create("create_a_hashicorp_terraform_cloud_admin_scim_token", "/admin/scim-tokens", "authentication-tokens",
            Effect.Mutate, [.. Area, "credentials"],
            "Make a token for the identity provider's SCIM client. Shown once.") with
        {
            Arguments =
            [
                Attribute("description", JsonKind.Text, "Purpose.").Required(),
                Attribute("expired_at", JsonKind.Text, "ISO 8601, in 29-365 days; default 365.").Instant(),
            ],
            DefaultFields = ["id", "token", "description", "expired_at"],
        },
    ]);
}
