using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>Sets a variable, and starts a run.</summary>
internal static class ChangeAVariable
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "change_a_variable",
        Title = "Change a variable and run",
        Description = "Locks a workspace, sets a variable, unlocks it and starts a run.",
        Arguments = [Workspace, Organization, Text("variable", "The variable's name: max_nodes.").Required(),
            Text("value", "Its new value: 20.").Required()],
        Text = """
            In the Terraform workspace {workspace_name} in organization {organization_name}, set the variable
              {variable} to {value}.

            1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name]. If it is
               locked, stop and tell me by whom.
            2. Lock it with [hashicorp_terraform_cloud_workspaces_lock], so that no run starts meanwhile. Say why in
               reason.
            3. Find the variable's id with [list_all_hashicorp_terraform_cloud_workspace_variables]. If there is no
               {variable}, unlock the workspace and tell me which there are.
            4. Set it with [update_a_hashicorp_terraform_cloud_workspace_variable_by_id].
            5. Unlock the workspace with [hashicorp_terraform_cloud_workspaces_unlock]; do so also if a step before
               failed.
            6. Start a run with [create_a_hashicorp_terraform_cloud_run], and read it with
               [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until its can has confirm.
               Tell me what it would change; do not apply it.
            """,
    };
}
