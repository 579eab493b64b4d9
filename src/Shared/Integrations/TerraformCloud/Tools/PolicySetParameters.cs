using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Parameters that Sentinel policies of a policy set read.</summary>
internal static class PolicySetParameters
{
    private static readonly string[] Area = ["policy-sets"];

    private static readonly string[] Fields = ["id", "key", "value", "category", "sensitive"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_policy_set_parameters", "/policy-sets/{policy_set_id}/parameters", "vars", Area,
            "List a policy set's parameters for Sentinel; sensitive ones have no value.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_policy_set_parameter_by_id",
            "/policy-sets/{policy_set_id}/parameters/{variable_id}", "vars", Area,
            "Read a policy set's parameter.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_policy_set_parameter", "/policy-sets/{policy_set_id}/parameters",
            "vars", Effect.Mutate, Area,
            "Give a policy set a parameter, from the next run on.") with
        {
            Arguments =
            [
                Attribute("key", JsonKind.Text, "Name.").Required(),
                Attribute("value", JsonKind.Text, "As text.").Secret(),
                Attribute("sensitive", JsonKind.Boolean, "Hide the value for good."),
            ],
            Constants = [Constant(ArgumentPlace.Attribute, "category", "\"policy-set\"")],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_policy_set_parameter_by_id",
            "/policy-sets/{policy_set_id}/parameters/{variable_id}", "vars", Effect.Destroy, Area,
            "Change a policy set's parameter; what you leave out stays.") with
        {
            Arguments =
            [
                Attribute("key", JsonKind.Text, "New name."),
                Attribute("value", JsonKind.Text, "New value.").Secret(),
                Attribute("sensitive", JsonKind.Boolean, "Hide for good."),
            ],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_policy_set_parameter_by_id",
            "/policy-sets/{policy_set_id}/parameters/{variable_id}", "vars", Area,
            "Remove a policy set's parameter; policies that need it fail."),
    ];
}
