using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Who belongs to an organization.</summary>
internal static class OrganizationMemberships
{
    private static readonly string[] Area = ["organization-memberships"];

    private static readonly string[] Fields = ["id", "email", "status", "created_at", "user_id", "user.username", "team_ids"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_organization_memberships",
            "/organizations/{organization_name}/organization-memberships",
            "organization-memberships", Area,
            "List members and invited people, with their teams.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "In name and email."),
                Query("status", "filter[status]", JsonKind.Text, "Only these.").OneOf("active", "invited", "inactive"),
                Query("email", "filter[email]", JsonKind.Text, "Comma-separated exact addresses."),
            ],
            DefaultFields = Fields,
            Include = ["user"],
            Includable = ["scim-identity", "teams"],
        },

        List("list_all_hashicorp_terraform_cloud_user_organization_memberships", "/organization-memberships",
            "organization-memberships", Area,
            "Your own memberships: organizations you are in or invited to.") with
        {
            DefaultFields = ["id", "email", "status", "organization_id", "team_ids"],
            Includable = ["organization", "teams", "user"],
        },

        Get("get_single_hashicorp_terraform_cloud_organization_membership",
            "/organization-memberships/{organization_membership_id}",
            "organization-memberships", Area,
            "Read one membership: person, status, teams.") with
        {
            DefaultFields = Fields,
            Include = ["user"],
            Includable = ["teams"],
        },

        Create("create_a_hashicorp_terraform_cloud_organization_membership",
            "/organizations/{organization_name}/organization-memberships",
            "organization-memberships",
            Effect.Mutate, Area,
            "Invite a person to the organization and into teams, by mail.") with
        {
            Arguments =
            [
                Attribute("email", JsonKind.Text, "Their address.").Required(),
                Relationship("team_ids", "teams", "team-…; at least one."),
            ],
            DefaultFields = ["id", "email", "status", "user_id", "team_ids"],
        },

        Delete("delete_a_hashicorp_terraform_cloud_organization_membership_by_id",
            "/organization-memberships/{organization_membership_id}",
            "organization-memberships", Area,
            "Remove a person from the organization and all teams, or withdraw an invitation. Owners may need to " +
                "leave the owners team first."),
    ];
}
