using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Variables;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Variables of workspaces, and the older /vars, which finds a workspace by name.</summary>
internal static class Variables
{
    private static readonly string[] Core = ["core", "variables"];

    private static readonly string[] Area = ["variables"];

    private static readonly string[] Fields = ["id", "key", "value", "category", "sensitive", "hcl", "description"];

    private static readonly Argument[] Changes =
    [
        Attribute("key", JsonKind.Text, "New name."),
        Attribute("value", JsonKind.Text, "As text: 20, eu-1; HCL expression if hcl.").Secret(),
        Attribute("category", JsonKind.Text, "terraform: input variable; env: environment.").OneOf("terraform", "env"),
        Attribute("hcl", JsonKind.Boolean, "value is HCL."),
        Attribute("sensitive", JsonKind.Boolean, "Hides the value for good."),
        Attribute("description", JsonKind.Text, "Purpose."),
    ];

    private static readonly Argument[] NewVariable =
    [
        Attribute("key", JsonKind.Text, "Name.").Required(),
        Attribute("value", JsonKind.Text, "As text: 20, eu-1; HCL expression if hcl.").Secret(),
        Attribute("category", JsonKind.Text, "terraform: input variable; env: environment.").OneOf("terraform", "env").Required(),
        Attribute("hcl", JsonKind.Boolean, "value is HCL."),
        Attribute("sensitive", JsonKind.Boolean, "Hide the value for good."),
        Attribute("description", JsonKind.Text, "Purpose."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_workspace_variables", "/workspaces/{workspace_id}/vars", "vars", Core,
            "List a workspace's own variables with values (sensitive ones have none). Take the id from here to " +
                "update one; variable sets are not in it.") with
        {
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_workspace_all_variables", "/workspaces/{workspace_id}/all-vars", "vars", Core,
            "List every variable that reaches a workspace, those of variable sets too (from), and which is effective.") with
        {
            DefaultFields = [.. Fields, "varset_id"],
            DefaultAnswer = new ReachingVariables(),
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_workspace_variable_by_id",
            "/workspaces/{workspace_id}/vars/{variable_id}", "vars", Core,
            "Read one variable of a workspace. A sensitive one's value is never shown.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_workspace_variable", "/workspaces/{workspace_id}/vars", "vars",
            Effect.Mutate, Core,
            "Add a variable to a workspace. It counts from the next run on; " +
                "if the key exists, update that variable instead.") with
        {
            Arguments = NewVariable,
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_workspace_variable_by_id",
            "/workspaces/{workspace_id}/vars/{variable_id}", "vars", Effect.Destroy, Core,
            "Change a variable of a workspace: its value, mostly; what you leave out stays. Create a run to put it into " +
                "effect.") with
        {
            Arguments = Changes,
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_workspace_variables_bulk_update", HttpMethod.Patch,
            "/workspaces/{workspace_id}/relationships/vars", "vars", Effect.Destroy, Area,
            "Change several variables of a workspace at once; all or none.") with
        {
            Arguments =
            [
                Resources("variables", "vars", "What you leave out stays.",
                [
                    Member("id", JsonKind.Text, "var-… or key.").Required(),
                    Member("key", JsonKind.Text, "New name."),
                    Member("value", JsonKind.Text, "New value.").Secret(),
                    Member("category", JsonKind.Text, "env: environment.").OneOf("terraform", "env"),
                    Member("hcl", JsonKind.Boolean, "value is HCL."),
                    Member("sensitive", JsonKind.Boolean, "Hide for good."),
                    Member("description", JsonKind.Text, "What for."),
                ]).Required().Secret(),
            ],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Create a run to put them into effect.",
            NextTool = "create_a_hashicorp_terraform_cloud_run",
        },

        Delete("delete_a_hashicorp_terraform_cloud_workspace_variable_by_id",
            "/workspaces/{workspace_id}/vars/{variable_id}", "vars", Area,
            "Remove a variable from a workspace; a sensitive value can't be read back first."),

        List("list_all_hashicorp_terraform_cloud_variables", "/vars", "vars", Core,
            "A workspace's variables by names of organization and workspace. " +
                "With its id prefer the list of workspace variables.") with
        {
            Arguments =
            [
                Query("organization_name", "filter[organization][name]", JsonKind.Text, "Organization name.").Required(),
                Query("workspace_name", "filter[workspace][name]", JsonKind.Text, "Workspace name.").Required(),
            ],
            DefaultFields = Fields,
            IsPaged = false,
            MergedInto = "list_all_hashicorp_terraform_cloud_workspace_variables",
        },

        Create("create_a_hashicorp_terraform_cloud_variable", "/vars", "vars", Effect.Mutate, Area,
            "Deprecated: prefer to create a workspace variable.") with
        {
            Arguments = [.. NewVariable, Relationship("workspace_id", "workspaces", "ws-…").Required()],
            DefaultFields = Fields,
            MergedInto = "create_a_hashicorp_terraform_cloud_workspace_variable",
        },

        Delete("delete_a_hashicorp_terraform_cloud_variable_by_id", "/vars/{variable_id}", "vars", Area,
            "Remove a variable by its id alone."),

        Update("update_a_hashicorp_terraform_cloud_variable_by_id", "/vars/{variable_id}", "vars", Effect.Destroy, Core,
            "Change a variable when you have its id but not its workspace's; what you leave out stays. Then create a run.")
            with
        {
            Arguments = Changes,
            DefaultFields = Fields,
        },
    ];
}
