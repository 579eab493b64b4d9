using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>What has changed outside of Terraform.</summary>
internal static class ReviewDrift
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "review_drift",
        Title = "Review drift",
        Description = "Says what has changed outside of Terraform across an organization, what it means, " +
            "and what to do first.",
        Arguments = [Organization],
        Text = """
            Review the drift of the Terraform organization {organization_name}. Change nothing.

            1. Read [hashicorp_terraform_cloud_workspaces_drift_report], and follow next_cursor to the end: drifted
               resources by address and attribute, failed checks, age of each assessment.
            2. For each workspace with drift, see with [list_all_hashicorp_terraform_cloud_runs] whether a run is
               under way that will undo it.

            Answer by urgency: what weakens security (public access, open ports, encryption off), what the next
              apply would break or undo, what is harmless. For each: revert it by a run, or take it over into the
            configuration. Say which assessments are older than two days, and how many workspaces have none.
            """,
    };
}
