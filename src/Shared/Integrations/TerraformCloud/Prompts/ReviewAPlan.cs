using ServerlessMcp.Catalog;
using static ServerlessMcp.Integrations.TerraformCloud.Prompts.PromptArguments;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>What a run would change.</summary>
internal static class ReviewAPlan
{
    public static PromptDefinition Prompt { get; } = new()
    {
        Name = "review_a_plan",
        Title = "Review a plan",
        Description = "Reads what a run would change, and says what a reviewer has to look at before it is applied.",
        Arguments = [Id("run_id", "The run whose plan is reviewed.").Required()],
        Text = """
            Review the plan of Terraform run {run_id} before anybody applies it. Change nothing.

            1. Read the run with [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until its plan
               has finished.
            2. Read [hashicorp_terraform_cloud_plans_summary] with plan_id {run_id}: counts, each changed resource
               with its attribute paths, drift, outputs, failed checks, policies, cost. Follow next_cursor to the
               end.

            Answer with: what is destroyed or replaced, and for a replacement the attribute that forces it; what
              touches data, networks, permissions or secrets; what has drifted and would be undone; failed policies
              and
            checks; the change in cost. End with "safe to apply", "apply with care" or "do not apply", and why. Do
              not apply it.
            """,
    };
}
