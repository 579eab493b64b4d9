using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Users of an identity provider, by SCIM 2.0 (RFC 7644): one configuration of many in HCP Terraform, the only
/// one in Terraform Enterprise.</summary>
internal static class ScimUsers
{
    private static readonly string[] Area = ["scim"];

    private static readonly string[] Fields = ["id", "user_name", "active", "emails", "name", "external_id"];

    private static readonly Argument Filter = Query("filter", "filter", JsonKind.Text, "userName eq \"ann@example.com\"");

    private static readonly Argument UserSchema =
        Constant(ArgumentPlace.Root, "schemas", """["urn:ietf:params:scim:schemas:core:2.0:User"]""");

    private static readonly Argument[] User =
    [
        Scim.Root("user_name", "userName", JsonKind.Text, "Login.").Required(),
        Scim.Root("emails", "emails", JsonKind.RecordList, "At least one.").Required() with
        {
            Members = [Member("value", JsonKind.Text, "Address.").Required(),
                Member("primary", JsonKind.Boolean, "The main one.")],
        },
        Scim.Root("active", "active", JsonKind.Boolean, "Default true."),
        Scim.Root("given_name", "name.givenName", JsonKind.Text, "First name."),
        Scim.Root("family_name", "name.familyName", JsonKind.Text, "Last name."),
        Scim.Root("external_id", "externalId", JsonKind.Text, "Provider's id."),
    ];

    private static readonly Argument Operations = Scim.Operations(
        Member("value", JsonKind.Text, "New text."),
        Attribute("active", "value", JsonKind.Boolean, "Instead, for path active."));

    public static IReadOnlyList<TerraformTool> Tools => [.. HcpOnly(Hcp), .. EnterpriseOnly(Enterprise)];

    private static TerraformTool[] Hcp =>
    [
        List("list_all_hashicorp_terraform_cloud_scim_users", "/scim/v2/{scim_configuration_id}/Users", "scim-users", Area,
            "List users that the identity provider keeps in HCP Terraform. Needs a SCIM token.") with
        {
            Arguments = [Filter],
            DefaultFields = Fields,
            Paging = PagingStyle.StartIndex,
            MediaType = Scim.MediaType,
            ListMember = Scim.Resources,
        },

        Get("get_single_hashicorp_terraform_cloud_scim_user_by_id",
            "/scim/v2/{scim_configuration_id}/Users/{scim_user_id}", "scim-users", Area,
            "Read a SCIM user. Needs a SCIM token.") with
        {
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Create("create_a_hashicorp_terraform_cloud_scim_user", "/scim/v2/{scim_configuration_id}/Users", "scim-users",
            Effect.Mutate, Area,
            "Add a user, as an identity provider would. Needs a SCIM token.") with
        {
            Arguments = User,
            Constants = [UserSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Update("update_a_hashicorp_terraform_cloud_scim_user_by_id",
            "/scim/v2/{scim_configuration_id}/Users/{scim_user_id}", "scim-users", Effect.Destroy, Area,
            "Change a SCIM user; active false blocks. Needs a SCIM token.") with
        {
            Arguments = [Operations],
            Constants = [Scim.PatchSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Action("hashicorp_terraform_cloud_scim_users_replace", HttpMethod.Put,
            "/scim/v2/{scim_configuration_id}/Users/{scim_user_id}", "scim-users",
            Effect.Destroy, Area,
            "Set a SCIM user anew; what you leave out is cleared. Needs a SCIM token.") with
        {
            Arguments = User,
            Constants = [UserSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Delete("delete_a_hashicorp_terraform_cloud_scim_user_by_id",
            "/scim/v2/{scim_configuration_id}/Users/{scim_user_id}", "scim-users", Area,
            "Remove a SCIM user's access; update active to block for a while. Needs a SCIM token.") with
        {
            MediaType = Scim.MediaType,
        },
    ];

    private static TerraformTool[] Enterprise =>
    [
        List("list_all_hashicorp_terraform_cloud_tfe_scim_users", "/scim/v2/Users", "scim-users", Area,
            "List users that the identity provider keeps in Terraform Enterprise. Needs a SCIM token.") with
        {
            Arguments = [Filter],
            DefaultFields = Fields,
            Paging = PagingStyle.StartIndex,
            MediaType = Scim.MediaType,
            ListMember = Scim.Resources,
        },

        Get("get_single_hashicorp_terraform_cloud_tfe_scim_user_by_id", "/scim/v2/Users/{scim_user_id}", "scim-users", Area,
            "Read a SCIM user. Needs a SCIM token.") with
        {
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Create("create_a_hashicorp_terraform_cloud_tfe_scim_user", "/scim/v2/Users", "scim-users", Effect.Mutate, Area,
            "Add a user, as an identity provider would. Needs a SCIM token.") with
        {
            Arguments = User,
            Constants = [UserSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Update("update_a_hashicorp_terraform_cloud_tfe_scim_user_by_id", "/scim/v2/Users/{scim_user_id}", "scim-users",
            Effect.Destroy, Area,
            "Change a SCIM user; active false blocks. Needs a SCIM token.") with
        {
            Arguments = [Operations],
            Constants = [Scim.PatchSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Action("hashicorp_terraform_cloud_tfe_scim_users_replace", HttpMethod.Put, "/scim/v2/Users/{scim_user_id}",
            "scim-users", Effect.Destroy, Area,
            "Set a SCIM user anew; what you leave out is cleared. Needs a SCIM token.") with
        {
            Arguments = User,
            Constants = [UserSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Delete("delete_a_hashicorp_terraform_cloud_tfe_scim_user_by_id", "/scim/v2/Users/{scim_user_id}", "scim-users", Area,
            "Remove a SCIM user's access; update active to block for a while. Needs a SCIM token.") with
        {
            MediaType = Scim.MediaType,
        },
    ];
}
