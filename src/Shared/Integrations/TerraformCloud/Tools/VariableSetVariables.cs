using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Variables of variable sets.</summary>
internal static class VariableSetVariables
{
    private static readonly string[] Area = ["variable-sets"];

    private static readonly string[] Fields = ["id", "key", "value", "category", "sensitive", "hcl", "description"];

    private static readonly Argument[] Rest =
    [
        Attribute("hcl", JsonKind.Boolean, "value is HCL."),
        Attribute("sensitive", JsonKind.Boolean, "Hide for good."),
        Attribute("description", JsonKind.Text, "Purpose."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_variable_set_variables", "/varsets/{varset_id}/relationships/vars", "vars", Area,
            "List a variable set's variables; sensitive ones have no value.") with
        {
            DefaultFields = Fields,
            Includable = ["vars"],
        },

        Get("get_single_hashicorp_terraform_cloud_variable_set_variable_by_id",
            "/varsets/{varset_id}/relationships/vars/{variable_id}", "vars", Area,
            "Read a variable set's variable.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_variable_set_variable", "/varsets/{varset_id}/relationships/vars",
            "vars", Effect.Mutate, Area,
            "Add a variable to a variable set, and so to all it applies to.") with
        {
            Arguments =
            [
                Attribute("key", JsonKind.Text, "Name.").Required(),
                Attribute("value", JsonKind.Text, "As text; HCL if hcl.").Secret(),
                Attribute("category", JsonKind.Text, "terraform: input variable; env: environment.")
                    .OneOf("terraform", "env").Required(),
                .. Rest,
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_variable_set_variable_by_id",
            "/varsets/{varset_id}/relationships/vars/{variable_id}", "vars", Effect.Destroy, Area,
            "Change a variable set's variable, for all it applies to, from the next run on.") with
        {
            ShortName = "tfc_variable_set_variables_update",
            Arguments = [Attribute("key", JsonKind.Text, "New name."),
                Attribute("value", JsonKind.Text, "New value.").Secret(), .. Rest],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_variable_set_variable_by_id",
            "/varsets/{varset_id}/relationships/vars/{variable_id}", "vars", Area,
            "Remove a variable from a variable set, and so from all it applies to."),

        List("list_all_hashicorp_terraform_cloud_workspace_varset_variables",
            "/workspaces/{workspace_id}/varsets/{varset_id}/relationships/vars", "vars", Area,
            "List the variables one variable set gives a workspace, if you may see the workspace but not the set.") with
        {
            DefaultFields = Fields,
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_workspace_varset_variable",
            "/workspaces/{workspace_id}/varsets/{varset_id}/relationships/vars/{variable_id}",
            "vars", Area,
            "Read a variable that a variable set gives a workspace.") with
        {
            DefaultFields = Fields,
        },
    ];
}
