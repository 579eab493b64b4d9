using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>Breaks a lock, and starts a run.</summary>
internal static class RecoverALockedWorkspace
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "recover_a_locked_workspace",
        Title = "Recover a locked workspace",
        Description = "Finds out who locked a workspace, breaks the lock when told to, and starts a run.",
        Arguments = [Workspace, Organization, Text("message", "Shown next to the run: AI auto-recovery.").Required()],
        Text = """
            The Terraform workspace {workspace_name} in organization {organization_name} is locked. Recover it.

            1. Read it with [get_single_hashicorp_terraform_cloud_workspace_by_name]: whether it is locked, by whom
               (locked_by) and why (locked_reason).
            2. If a run holds the lock, call [hashicorp_terraform_cloud_runs_diagnose] with that run's id. If it is
               applying, stop: breaking its lock can lose state.
            3. Tell me who holds the lock and why, and ask whether to break it. When I agree, or have already told
               you to, call [hashicorp_terraform_cloud_workspaces_force_unlock].
            4. Start a run with [create_a_hashicorp_terraform_cloud_run], with the message "{message}".
            5. Read it with [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until it needs
               something. Tell me what it plans, and what it waits for.
            """,
    };
}
