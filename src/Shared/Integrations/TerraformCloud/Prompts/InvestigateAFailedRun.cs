using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>Why the latest run failed or is stuck.</summary>
internal static class InvestigateAFailedRun
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "investigate_a_failed_run",
        Title = "Investigate a failed run",
        Description = "Finds out why a workspace's latest run failed or is stuck, and what to do about it. Changes nothing.",
        Arguments = [Workspace, Organization],
        Text = """
            The latest run of the Terraform workspace {workspace_name} in organization {organization_name} failed or
              is stuck. Find out why. Change nothing.

            1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name], and its runs
               with [list_all_hashicorp_terraform_cloud_runs]. Take the latest.
            2. Call [hashicorp_terraform_cloud_runs_diagnose] with its id: cause, failed policies, diagnostics with
               file and line, lock and queue.
            3. If a variable is missing or wrong, look at [list_all_hashicorp_terraform_cloud_workspace_variables].
            4. If another run or somebody's lock is in the way, say who it is and since when; diagnose that run too.

            Answer with the cause in one sentence, the evidence (policy, or file and line), and the next steps with
              the tools they take. Say which of them change something, and do not take them.
            """,
    };
}
