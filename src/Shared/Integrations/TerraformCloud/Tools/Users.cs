using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Users, the account that a token belongs to, and tokens by id.</summary>
internal static class Users
{
    private static readonly string[] Area = ["users"];

    private static readonly string[] TokenArea = ["tokens"];

    private static readonly string[] AccountFields =
        ["id", "username", "email", "unconfirmed_email", "is_service_account", "two_factor.enabled"];

    private static readonly string[] TokenFields =
        ["id", "description", "created_at", "last_used_at", "expired_at", "created_by_id"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_account_by_id", "/account/details", "users", Area,
            "Who this connection is: whose token it uses; team and organization tokens are service accounts.") with
        {
            DefaultFields = AccountFields,
        },

        Update("update_a_hashicorp_terraform_cloud_account_by_id", "/account/update", "users", Effect.Mutate, Area,
            "Change your own username or email; an email counts once confirmed.") with
        {
            Arguments =
            [
                Attribute("username", JsonKind.Text, "New name."),
                Attribute("email", JsonKind.Text, "New address."),
            ],
            DefaultFields = AccountFields,
        },

        Action("hashicorp_terraform_cloud_account_change_password", HttpMethod.Patch, "/account/password", "users",
            Effect.Destroy, Area,
            "Change your own password.") with
        {
            Arguments =
            [
                Attribute("current_password", "current_password", JsonKind.Text, "The old one.").Required().Secret(),
                Attribute("password", "password", JsonKind.Text, "At least 10 characters.").Required().Secret(),
                Attribute("password_confirmation", "password_confirmation", JsonKind.Text, "The same again.").Required().Secret(),
            ],
            DefaultFields = AccountFields,
        },

        Get("get_single_hashicorp_terraform_cloud_hcp_organization_by_id",
            "/account/hcp-organizations/{hcp_organization_id}", "hcp-organizations", Area,
            "Read an HCP organization linked to your account.") with
        {
            DefaultFields = ["id", "name", "hcp_owner_email", "is_hcp_admin"],
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_user_by_id", "/users/{user_id}", "users", Area,
            "Read who a user id is. Email only for yourself.") with
        {
            DefaultFields = ["id", "username", "email", "is_service_account"],
        },

        List("list_all_hashicorp_terraform_cloud_user_tokens", "/users/{user_id}/authentication-tokens",
            "authentication-tokens", Area,
            "List your own user tokens, without their text.") with
        {
            DefaultFields = TokenFields,
        },

        Create("create_a_hashicorp_terraform_cloud_user_token", "/users/{user_id}/authentication-tokens",
            "authentication-tokens", Effect.Mutate, [.. Area, "credentials"],
            "Make a token that can do all you can. Shown once; for automation prefer a team's.") with
        {
            Arguments =
            [
                Attribute("description", JsonKind.Text, "Purpose."),
                Attribute("expired_at", JsonKind.Text, "ISO 8601; default never.").Instant(),
            ],
            DefaultFields = ["id", "token", "description", "created_at", "expired_at"],
        },

        Get("get_single_hashicorp_terraform_cloud_authentication_token_by_id",
            "/authentication-tokens/{authentication_token_id}", "authentication-tokens",
            TokenArea,
            "When a user, team or agent token was made, last used and ends.") with
        {
            DefaultFields = TokenFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_authentication_token_by_id",
            "/authentication-tokens/{authentication_token_id}", "authentication-tokens",
            TokenArea,
            "Revoke a user, team or agent token."),
    ];
}
