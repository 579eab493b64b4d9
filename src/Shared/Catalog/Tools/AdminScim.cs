using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>How a Terraform Enterprise installation takes users and groups from an identity provider: SCIM settings, tokens, and which group fills which team.</summary>
internal static class AdminScim
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] SettingFields = ["enabled", "paused", "site_admin_group_scim_id", "site_admin_group_display_name"];

    private static readonly string[] TokenFields = ["id", "description", "created_at", "last_used_at", "expired_at"];

    public static IReadOnlyList<ToolDefinition> Tools => EnterpriseOnly(
    [
        Get("get_single_hashicorp_terraform_cloud_admin_scim_setting_by_id", "/admin/scim-settings", "scim-settings", Area,
            "Read whether SCIM provisioning is on or paused, and which group makes site admins.") with
        {
            DefaultFields = SettingFields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_scim_setting_by_id", "/admin/scim-settings", "scim-settings", Effect.Mutate, Area,
            "Turn SCIM provisioning on, pause it, or choose the group that makes site admins. It needs SAML.") with
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
            "Turn SCIM off and drop its settings. To stop it for a while, update paused."),

        List("list_all_hashicorp_terraform_cloud_admin_scim_groups", "/admin/scim-groups", "scim-groups", Area,
            "List the groups that the identity provider has sent, for linking them to teams.") with
        {
            Arguments = [Query("search", "q", JsonKind.Text, "Part of the name.")],
            DefaultFields = ["id", "name"],
        },

        Create("create_a_hashicorp_terraform_cloud_admin_scim_group_mapping", "/admin/teams/{team_id}/scim-group-mapping", "scim-group-mappings", Effect.Mutate,
            Area,
            "Link a team to a SCIM group, which then decides who is in it.") with
        {
            Arguments = [Attribute("scim_group_id", JsonKind.Text, "From the list of SCIM groups.").Required()],
            Shape = ResponseShape.NoContent,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_scim_group_mapping", "/admin/teams/{team_id}/scim-group-mapping", "scim-group-mappings", Effect.Mutate,
            Area,
            "Pause or resume a team's sync with its SCIM group.") with
        {
            Arguments = [Attribute("scim_sync_paused", JsonKind.Boolean, "true pauses.").Required()],
            Shape = ResponseShape.NoContent,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_scim_group_mapping", "/admin/teams/{team_id}/scim-group-mapping", "scim-group-mappings", Area,
            "Unlink a team from its SCIM group. Its members stay, now managed by hand."),

        List("list_all_hashicorp_terraform_cloud_admin_scim_tokens", "/admin/scim-tokens", "authentication-tokens", Area,
            "List the tokens that identity providers use for SCIM, without their text. An authentication token's delete ends one.") with
        {
            DefaultFields = TokenFields,
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_admin_scim_token_by_id", "/admin/scim-tokens/{scim_token_id}", "authentication-tokens", Area,
            "Read a SCIM token's use and expiry, without its text.") with
        {
            DefaultFields = TokenFields,
        },

        Create("create_a_hashicorp_terraform_cloud_admin_scim_token", "/admin/scim-tokens", "authentication-tokens", Effect.Mutate, Area,
            "Make a token for the identity provider's SCIM client. Its text is shown once.") with
        {
            Arguments =
            [
                Attribute("description", JsonKind.Text, "What it is for.").Required(),
                Attribute("expired_at", JsonKind.Text, "ISO 8601, 29 to 365 days ahead; default 365."),
            ],
            DefaultFields = ["id", "token", "description", "expired_at"],
        },
    ]);
}
