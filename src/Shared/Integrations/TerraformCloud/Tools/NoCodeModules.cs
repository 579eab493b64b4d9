using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>No-code modules: registry modules from which workspaces are made without writing configuration.</summary>
internal static class NoCodeModules
{
    private static readonly string[] Area = ["no-code"];

    private static readonly string[] Fields = ["id", "enabled", "version_pin", "registry_module_id", "variable_option_ids"];

    private static readonly string[] UpgradeFields = ["id", "status", "workspace_id"];

    private static readonly Argument[] Settings =
    [
        Attribute("enabled", JsonKind.Boolean, "Offer it."),
        Attribute("version_pin", JsonKind.Text, "Module version. Default: the latest."),
        Relationship("variable_option_ids", "variable-options", "Which values variables may take.") with
        {
            Name = "variable_options",
            Kind = JsonKind.RecordList,
            Members =
            [
                Member("id", JsonKind.Text, "ncvaropt-…"),
                Member("variable_name", JsonKind.Text, "Name.").Required(),
                Member("variable_type", JsonKind.Text, "string, number, bool…").Required(),
                Member("options", JsonKind.TextList, "Allowed values.").Required(),
            ],
        },
    ];

    private static readonly Argument Variables = Relationship("var_ids", "vars", "Module inputs.").Secret() with
    {
        Name = "variables",
        Kind = JsonKind.RecordList,
        Members =
        [
            Member("key", JsonKind.Text, "Name.").Required(),
            Member("value", JsonKind.Text, "As text; HCL if hcl."),
            Member("category", JsonKind.Text, "Input variable or environment.").OneOf("terraform", "env").Required(),
            Member("hcl", JsonKind.Boolean, "value is HCL."),
            Member("sensitive", JsonKind.Boolean, "Hide for good."),
            Member("description", JsonKind.Text, "What for."),
        ],
    };

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_no_code_module_by_id", "/no-code-modules/{no_code_module_id}",
            "no-code-modules", Area,
            "Read a no-code module: registry module, pinned version, variables with fixed choices.") with
        {
            DefaultFields = ["id", "enabled", "version_pin", "registry_module_id", "variable_options.variable_name",
                "variable_options.options"],
            Include = ["variable_options"],
            Includable = ["variable-options"],
        },

        Create("create_a_hashicorp_terraform_cloud_no_code_module",
            "/organizations/{organization_name}/no-code-modules", "no-code-modules", Effect.Mutate, Area,
            "Offer a private module for no-code provisioning, with fixed choices for variables if you like.") with
        {
            Arguments = [Relationship("registry_module_id", "registry-modules", "mod-…").Required(), .. Settings],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_no_code_module_by_id", "/no-code-modules/{no_code_module_id}",
            "no-code-modules", Effect.Mutate, Area,
            "Change a no-code module: offered or not, version, choices. Its workspaces are offered the upgrade.") with
        {
            Arguments = [Relationship("registry_module_id", "registry-modules", "mod-…"), .. Settings],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_no_code_module_by_id", "/no-code-modules/{no_code_module_id}",
            "no-code-modules", Area,
            "Withdraw a module from no-code provisioning. Module and workspaces remain."),

        List("list_all_hashicorp_terraform_cloud_no_code_module_variables",
            "/no-code-modules/{no_code_module_id}/versions/{module_version_id}/module-variables",
            "registry-module-variables", Area,
            "List a no-code module version's inputs, before making a workspace.") with
        {
            DefaultFields = ["id", "name", "type", "description", "required", "sensitive", "options", "has_global"],
            IsPaged = false,
        },

        Create("create_a_hashicorp_terraform_cloud_no_code_workspace",
            "/no-code-modules/{no_code_module_id}/workspaces", "workspaces", Effect.Destroy, Area,
            "Make a workspace from a no-code module and start its first run.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Workspace name.").Required(),
                Attribute("description", JsonKind.Text, "Purpose."),
                Attribute("auto_apply", JsonKind.Boolean, "Apply without asking.").HasEffectOf(Runs.Apply).Otherwise("false"),
                Attribute("execution_mode", JsonKind.Text, "Default: the organization's.").OneOf("remote", "agent"),
                Attribute("agent_pool_id", JsonKind.Text, "apool-…"),
                Attribute("terraform_version", JsonKind.Text, "Default: the latest."),
                Attribute("source_name", JsonKind.Text, "What made it."),
                Attribute("source_url", JsonKind.Text, "Its link."),
                Relationship("project_id", "projects", "prj-…; default the default project."),
                Variables,
            ],
            DefaultFields = ["id", "name", "auto_apply", "execution_mode", "terraform_version", "current_run_id", "project_id"],
        },

        Action("hashicorp_terraform_cloud_no_code_workspaces_upgrade", HttpMethod.Post,
            "/no-code-modules/{no_code_module_id}/workspaces/{workspace_id}/upgrade",
            "workspaces", Effect.Destroy, Area,
            "Plan a no-code workspace's upgrade to the pinned version. Read the plan, then confirm.") with
        {
            Arguments = [Variables],
            DefaultFields = ["id"],
        },

        Get("get_single_hashicorp_terraform_cloud_no_code_workspace_upgrade",
            "/no-code-modules/{no_code_module_id}/workspaces/{workspace_id}/upgrade/{upgrade_id}",
            "workspace-upgrade", Area,
            "Read the state of an upgrade's plan. Its id is the run's.") with
        {
            DefaultFields = UpgradeFields,
        },

        Action("hashicorp_terraform_cloud_no_code_workspace_upgrade_confirm", HttpMethod.Post,
            "/no-code-modules/{no_code_module_id}/workspaces/{workspace_id}/upgrade/{upgrade_id}", "workspace-upgrade",
            Effect.Destroy, Area,
            "Confirm an upgrade: its plan becomes real.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "Read the run of the same id until it is applied or errored.",
        },
    ];
}
