using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Teams and their members.</summary>
internal static class Teams
{
    private const string SeeTeam = "Read the team with fields [\"user_ids\"].";

    private static readonly string[] Area = ["teams"];

    private static readonly string[] Fields =
        ["id", "name", "visibility", "users_count", "sso_team_id", "organization_access",
            "permissions.can_update_membership", "organization_membership_ids"];

    private static readonly Argument[] Settings =
    [
        Attribute("visibility", JsonKind.Text, "Default secret.").OneOf("secret", "organization"),
        Attribute("sso_team_id", JsonKind.Text, "SAML team id."),
        Attribute("allow_member_token_management", JsonKind.Boolean, "Members manage its tokens."),
        Right("manage_policies"),
        Right("manage_policy_overrides"),
        Right("delegate_policy_overrides"),
        Right("manage_workspaces"),
        Right("read_workspaces"),
        Right("manage_projects"),
        Right("read_projects"),
        Right("manage_vcs_settings"),
        Right("manage_modules"),
        Right("manage_providers"),
        Right("manage_run_tasks"),
        Right("manage_membership"),
        Right("manage_teams"),
        Right("manage_organization_access"),
        Right("access_secret_teams"),
        Right("manage_agent_pools"),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_teams", "/organizations/{organization_name}/teams", "teams", Area,
            "List teams, as far as you may see them.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Part of the name."),
                Query("names", "filter[names]", JsonKind.Text, "Comma-separated."),
            ],
            DefaultFields = ["id", "name", "visibility", "users_count", "sso_team_id"],
            Includable = ["organization-memberships", "users"],
        },

        Get("get_single_hashicorp_terraform_cloud_team_by_id", "/teams/{team_id}", "teams", Area,
            "Read a team: its organization-wide rights and its members' ids.") with
        {
            DefaultFields = Fields,
            Includable = ["organization-memberships", "users"],
        },

        Create("create_a_hashicorp_terraform_cloud_team", "/organizations/{organization_name}/teams", "teams",
            Effect.Mutate, Area,
            "Create a team. Add members next, and give it access to workspaces or projects.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "Letters, digits, - and _.").Required(), .. Settings],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_team_by_id", "/teams/{team_id}", "teams", Effect.Mutate, Area,
            "Change a team's name, visibility or organization-wide rights; what you leave out stays.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "New name."), .. Settings,
                Attribute("allow_team_token_management", JsonKind.Boolean, "Team tokens allowed.")],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_team_by_id", "/teams/{team_id}", "teams", Area,
            "Delete a team, its tokens and its access. Its members stay in the organization."),

        List("list_all_hashicorp_terraform_cloud_team_organization_memberships",
            "/teams/{team_id}/relationships/organization-memberships",
            "organization-memberships", Area,
            "List a team's members as memberships: email, and whether the invitation was accepted.") with
        {
            Arguments =
            [
                Query("status", "filter[status]", JsonKind.Text, "Only these.").OneOf("active", "invited", "inactive"),
                Query("is_service_account", "filter[is_service_account]", JsonKind.Boolean, "Only these, or none."),
                Query("sort", "sort", JsonKind.Text, "By status.").OneOf("status", "-status"),
            ],
            DefaultFields = ["id", "email", "status", "user_id"],
        },

        Action("hashicorp_terraform_cloud_teams_add_organization_memberships", HttpMethod.Post,
            "/teams/{team_id}/relationships/organization-memberships",
            "teams",
            Effect.Mutate, Area,
            "Add members to a team, by membership; also before an invitation is accepted.") with
        {
            Arguments = [Identifiers("organization_membership_ids", "organization-memberships", "ou-…").Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the team's organization memberships.",
        },

        Action("hashicorp_terraform_cloud_teams_remove_organization_memberships", HttpMethod.Delete,
            "/teams/{team_id}/relationships/organization-memberships",
            "teams",
            Effect.Destroy, Area,
            "Take members out of a team, by membership. They stay in the organization.") with
        {
            Arguments = [Identifiers("organization_membership_ids", "organization-memberships", "ou-…").Required()],
            Shape = ResponseShape.NoContent,
            Next = "List the team's organization memberships.",
        },

        Action("hashicorp_terraform_cloud_teams_add_users", HttpMethod.Post, "/teams/{team_id}/relationships/users",
            "teams", Effect.Mutate, Area,
            "Add members of the organization to a team, by username.") with
        {
            Arguments = [Identifiers("usernames", "users", "Usernames.").Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = SeeTeam,
        },

        Action("hashicorp_terraform_cloud_teams_remove_users", HttpMethod.Delete,
            "/teams/{team_id}/relationships/users", "teams", Effect.Destroy, Area,
            "Take members out of a team, by username. They stay in the organization.") with
        {
            Arguments = [Identifiers("usernames", "users", "Usernames.").Required()],
            Shape = ResponseShape.NoContent,
            Next = SeeTeam,
        },
    ];

    private static Argument Right(string name) =>
        Attribute(name, "organization-access." + name.Replace('_', '-'), JsonKind.Boolean, "Right.").Rare();
}
