using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>Overrides a failed policy, and applies.</summary>
internal static class OverrideAPolicyAndApply
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "override_a_policy_and_apply",
        Title = "Override a policy and apply",
        Description = "Gets a run on that waits in policy_override: shows the failed policy, overrides it and " +
            "applies, asking before each.",
        Arguments = [Workspace, Organization],
        Text = """
            The latest run of the Terraform workspace {workspace_name} in organization {organization_name} is stuck.
              Get it on.

            1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name], and its latest
               run with [list_all_hashicorp_terraform_cloud_runs].
            2. Call [hashicorp_terraform_cloud_runs_diagnose] with the run's id. If its cause is not
               policy_override, stop and tell me.
            3. Tell me which policy failed, its enforcement level, and on which resource. Ask whether to override
               it.
            4. When I agree, call [hashicorp_terraform_cloud_policy_checks_override] with the policy_check_id of the
               diagnosis.
            5. Read the run with [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until
               its can has confirm. Tell me what it would change, and ask whether to apply it.
            6. When I agree, call [hashicorp_terraform_cloud_runs_apply], and read the run with wait_seconds 20
               until its status is applied or errored.
            """,
    };
}
