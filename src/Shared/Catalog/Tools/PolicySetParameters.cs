using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>Parameters that Sentinel policies of a policy set read.</summary>
internal static class PolicySetParameters
{
    private static readonly string[] Area = ["policy-sets"];

    private static readonly string[] Fields = ["id", "key", "value", "category", "sensitive"];

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_policy_set_parameters", "/policy-sets/{policy_set_id}/parameters", "vars", Area,
            "List the parameters that a policy set's Sentinel policies read; sensitive ones have no value.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_policy_set_parameter_by_id", "/policy-sets/{policy_set_id}/parameters/{variable_id}", "vars", Area,
            "Read one parameter of a policy set.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_policy_set_parameter", "/policy-sets/{policy_set_id}/parameters", "vars", Effect.Mutate, Area,
            "Give a policy set a parameter. It counts from the next run on.") with
        {
            Arguments =
            [
                Attribute("key", JsonKind.Text, "Name.").Required(),
                Attribute("value", JsonKind.Text, "As text.").Secret(),
                Attribute("sensitive", JsonKind.Boolean, "Hide the value for good. Default false."),
            ],
            Constants = [Constant(ArgumentPlace.Attribute, "category", "\"policy-set\"")],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_policy_set_parameter_by_id", "/policy-sets/{policy_set_id}/parameters/{variable_id}", "vars", Effect.Mutate, Area,
            "Change a parameter of a policy set; what you leave out stays.") with
        {
            Arguments =
            [
                Attribute("key", JsonKind.Text, "New name."),
                Attribute("value", JsonKind.Text, "New value.").Secret(),
                Attribute("sensitive", JsonKind.Boolean, "true hides the value for good."),
            ],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_policy_set_parameter_by_id", "/policy-sets/{policy_set_id}/parameters/{variable_id}", "vars", Area,
            "Remove a parameter from a policy set. Policies that need it will fail."),
    ];
}
