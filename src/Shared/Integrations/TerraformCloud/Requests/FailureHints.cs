using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What to do after a request that had no answer.</summary>
internal static class FailureHints
{
    /// <summary>What is told.</summary>
    public static string Of(TerraformFailedException failure, TerraformTool tool)
    {
        if (failure.MayHaveTakenEffect)
        {
            return "Do not repeat it yet: it may have taken effect. " +
                "Read the resource's state first; repeat only what did not happen.";
        }

        return failure.Failure switch
        {
            TerraformFailure.Unreachable =>
                "Try again shortly. If it stays so, the account's address or the network is for the platform team.",
            TerraformFailure.NoTimeLeft => "Nothing was changed. Call again, and ask for less at once.",
            TerraformFailure.TimedOut or TerraformFailure.Cut =>
                "Nothing was changed. Try again shortly; a smaller page or a filter makes it quicker.",
            TerraformFailure.LinkExpired => "Nothing was changed. Call again: each call gets a new link.",
            TerraformFailure.LinkFailed => "Nothing was changed. Try again shortly.",
            TerraformFailure.TooLarge when tool.Shape is not (ResponseShape.Single or ResponseShape.Collection) =>
                "It is more than is read here. Read what describes it instead: the plan's counts, the run's events, " +
                "the state version's resources.",
            TerraformFailure.TooLarge => "Ask for less: a smaller page_size, or a filter. fields does not help, " +
                "because it is applied afterwards.",
            TerraformFailure.NotJson => "Check with another tool that the resource has what is asked for (its status " +
                "says whether it is finished). If every tool answers so, something else than Terraform's API answers " +
                "at the account's address.",
            _ => "This is for the platform team, which set up the account; a retry will not help.",
        };
    }
}
