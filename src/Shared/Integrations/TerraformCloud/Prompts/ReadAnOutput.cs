using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>The value of one output.</summary>
internal static class ReadAnOutput
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "read_an_output",
        Title = "Read an output",
        Description = "Answers what one output of a workspace's current state really is.",
        Arguments = [Workspace, Organization, Text("output", "The output's name: vpn_encryption_algorithm.").Required()],
        Text = """
            What is the output {output} of the Terraform workspace {workspace_name} in organization
              {organization_name} right now?

            1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name].
            2. Read the outputs of its current state with
               [list_all_hashicorp_terraform_cloud_current_state_version_outputs].

            Answer with the value exactly as it stands there. If there is no {output}, say so and name the outputs
              there are. If it is sensitive its value is withheld; say that.
            """,
    };
}
