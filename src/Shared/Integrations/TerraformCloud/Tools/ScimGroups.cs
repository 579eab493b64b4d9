using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Groups of an identity provider, by SCIM 2.0 (RFC 7644): one configuration of many in HCP Terraform, the
/// only one in Terraform Enterprise.</summary>
internal static class ScimGroups
{
    private static readonly string[] Area = ["scim"];

    private static readonly string[] Fields = ["id", "display_name", "external_id", "members"];

    private static readonly Argument Filter = Query("filter", "filter", JsonKind.Text, "displayName eq \"ops\"");

    private static readonly Argument GroupSchema =
        Constant(ArgumentPlace.Root, "schemas", """["urn:ietf:params:scim:schemas:core:2.0:Group"]""");

    private static readonly Argument[] Group =
    [
        Scim.Root("display_name", "displayName", JsonKind.Text, "Name.").Required(),
        Scim.Root("external_id", "externalId", JsonKind.Text, "Provider's id."),
        Scim.Root("members", "members", JsonKind.RecordList, "All of them.")
            with { Members = [Member("value", JsonKind.Text, "SCIM user id.").Required()] },
    ];

    private static readonly Argument Operations = Scim.Operations(
        Member("value", JsonKind.Text, "New text."),
        Attribute("members", "value", JsonKind.RecordList, "Instead, for path members.")
            with
        { Members = [Member("value", JsonKind.Text, "SCIM user id.").Required()] });

    public static IReadOnlyList<TerraformTool> Tools => [.. HcpOnly(Hcp), .. EnterpriseOnly(Enterprise)];

    private static TerraformTool[] Hcp =>
    [
        List("list_all_hashicorp_terraform_cloud_scim_groups", "/scim/v2/{scim_configuration_id}/Groups", "scim-groups", Area,
            "List groups that the identity provider keeps in HCP Terraform. Needs a SCIM token.") with
        {
            Arguments =
            [
                Filter,
                Query("excluded_attributes", "excludedAttributes", JsonKind.Text, "members: short list."),
            ],
            DefaultFields = Fields,
            Paging = PagingStyle.StartIndex,
            MediaType = Scim.MediaType,
            ListMember = Scim.Resources,
        },

        Get("get_single_hashicorp_terraform_cloud_scim_group_by_id",
            "/scim/v2/{scim_configuration_id}/Groups/{scim_group_id}", "scim-groups", Area,
            "Read a SCIM group with its members. Needs a SCIM token.") with
        {
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Create("create_a_hashicorp_terraform_cloud_scim_group", "/scim/v2/{scim_configuration_id}/Groups",
            "scim-groups", Effect.Mutate, Area,
            "Add a SCIM group, as an identity provider would. Needs a SCIM token.") with
        {
            Arguments = Group,
            Constants = [GroupSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Update("update_a_hashicorp_terraform_cloud_scim_group_by_id",
            "/scim/v2/{scim_configuration_id}/Groups/{scim_group_id}", "scim-groups", Effect.Destroy,
            Area,
            "Rename a SCIM group, add or remove members. Needs a SCIM token.") with
        {
            Arguments = [Operations],
            Constants = [Scim.PatchSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Action("hashicorp_terraform_cloud_scim_groups_replace", HttpMethod.Put,
            "/scim/v2/{scim_configuration_id}/Groups/{scim_group_id}", "scim-groups",
            Effect.Destroy, Area,
            "Set a SCIM group anew; who is not in members is removed. Needs a SCIM token.") with
        {
            Arguments = Group,
            Constants = [GroupSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Delete("delete_a_hashicorp_terraform_cloud_scim_group_by_id",
            "/scim/v2/{scim_configuration_id}/Groups/{scim_group_id}", "scim-groups", Area,
            "Delete a SCIM group; linked teams lose it. Needs a SCIM token.") with
        {
            MediaType = Scim.MediaType,
        },
    ];

    private static TerraformTool[] Enterprise =>
    [
        List("list_all_hashicorp_terraform_cloud_tfe_scim_groups", "/scim/v2/Groups", "scim-groups", Area,
            "List groups that the identity provider keeps in Terraform Enterprise. Needs a SCIM token.") with
        {
            Arguments =
            [
                Filter,
                Query("excluded_attributes", "excludedAttributes", JsonKind.Text, "members: short list."),
            ],
            DefaultFields = Fields,
            Paging = PagingStyle.StartIndex,
            MediaType = Scim.MediaType,
            ListMember = Scim.Resources,
        },

        Get("get_single_hashicorp_terraform_cloud_tfe_scim_group_by_id", "/scim/v2/Groups/{scim_group_id}", "scim-groups", Area,
            "Read a SCIM group with its members. Needs a SCIM token.") with
        {
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Create("create_a_hashicorp_terraform_cloud_tfe_scim_group", "/scim/v2/Groups", "scim-groups", Effect.Mutate, Area,
            "Add a SCIM group, as an identity provider would. Needs a SCIM token.") with
        {
            Arguments = Group,
            Constants = [GroupSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Update("update_a_hashicorp_terraform_cloud_tfe_scim_group_by_id", "/scim/v2/Groups/{scim_group_id}",
            "scim-groups", Effect.Destroy, Area,
            "Rename a SCIM group, add or remove members. Needs a SCIM token.") with
        {
            Arguments = [Operations],
            Constants = [Scim.PatchSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Action("hashicorp_terraform_cloud_tfe_scim_groups_replace", HttpMethod.Put, "/scim/v2/Groups/{scim_group_id}",
            "scim-groups", Effect.Destroy, Area,
            "Set a SCIM group anew; who is not in members is removed. Needs a SCIM token.") with
        {
            Arguments = Group,
            Constants = [GroupSchema],
            DefaultFields = Fields,
            MediaType = Scim.MediaType,
            WholeBy = Scim.Id,
        },

        Delete("delete_a_hashicorp_terraform_cloud_tfe_scim_group_by_id", "/scim/v2/Groups/{scim_group_id}", "scim-groups", Area,
            "Delete a SCIM group; linked teams lose it. Needs a SCIM token.") with
        {
            MediaType = Scim.MediaType,
        },
    ];
}
