using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>Whether a workspace's outputs are as expected.</summary>
internal static class AuditOutputs
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "audit_outputs",
        Title = "Audit outputs",
        Description = "Reads the outputs of a workspace's current state and compares them with what is expected.",
        Arguments = [Workspace, Organization, Text("expectation", "What should hold: vpn_encryption_algorithm is AES-256.")],
        Text = """
            Audit the outputs of the Terraform workspace {workspace_name} in organization {organization_name}.
              Expected: {expectation}

            1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name].
            2. Read the outputs of its current state with
               [list_all_hashicorp_terraform_cloud_current_state_version_outputs]. Sensitive values are withheld; do
               not try to get at them.

            Answer with a table of outputs, their values, and whether each is as expected. Where nothing is
              expected, name what looks unsafe or out of date. Say what is, not what the name suggests.
            """,
    };
}
