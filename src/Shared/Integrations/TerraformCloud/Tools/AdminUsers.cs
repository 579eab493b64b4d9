using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>All users of a Terraform Enterprise installation.</summary>
internal static class AdminUsers
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] Fields =
        ["id", "username", "email", "is_admin", "is_suspended", "is_service_account", "two_factor.enabled"];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        List("list_all_hashicorp_terraform_cloud_admin_users", "/admin/users", "users", Area,
            "List users, with admin and suspension. Other user tools take the user_id.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "In name and email."),
                Query("admin", "filter[admin]", JsonKind.Boolean, "Only site admins, or none."),
                Query("suspended", "filter[suspended]", JsonKind.Boolean, "Only suspended, or none."),
            ],
            DefaultFields = Fields,
            Includable = ["organizations"],
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_user_by_id", "/admin/users/{user_id}", "users", Area,
            "Delete a user with tokens and memberships. To block for a while, suspend."),

        Action("hashicorp_terraform_cloud_admin_users_suspend", HttpMethod.Post,
            "/admin/users/{user_id}/actions/suspend", "users", Effect.Destroy, Area,
            "Block a user's login and tokens. Unsuspend undoes it.") with
        {
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_admin_users_unsuspend", HttpMethod.Post,
            "/admin/users/{user_id}/actions/unsuspend", "users", Effect.Mutate, Area,
            "Let a suspended user in again.") with
        {
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_admin_users_grant_admin", HttpMethod.Post,
            "/admin/users/{user_id}/actions/grant_admin", "users", Effect.Destroy, Area,
            "Make a user site admin: full power over the installation.") with
        {
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_admin_users_revoke_admin", HttpMethod.Post,
            "/admin/users/{user_id}/actions/revoke_admin", "users", Effect.Destroy,
            Area,
            "Take site admin away from a user.") with
        {
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_admin_users_disable_two_factor", HttpMethod.Post,
            "/admin/users/{user_id}/actions/disable_two_factor", "users",
            Effect.Destroy, Area,
            "Turn off a user's two-factor login when the device is lost. Verify who asks.") with
        {
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_admin_users_impersonate", HttpMethod.Post,
            "/admin/users/{user_id}/actions/impersonate", "users", Effect.Destroy, Area,
            "Start acting as a user. For browser sessions: an API token keeps its identity.") with
        {
            Arguments = [Root("reason", JsonKind.Text, "For the audit log.").Required()],
            Shape = ResponseShape.NoContent,
            Next = "Unimpersonate when done.",
        },

        Action("hashicorp_terraform_cloud_admin_users_unimpersonate", HttpMethod.Post,
            "/admin/users/actions/unimpersonate", "users", Effect.Mutate, Area,
            "Stop acting as another user.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "Go on as yourself.",
        },
    ]);
}
