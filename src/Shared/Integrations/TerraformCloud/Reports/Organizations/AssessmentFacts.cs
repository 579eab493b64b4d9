using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>A health assessment: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/assessment-results.</summary>
/// <param name="Id"><c>asmtres-…</c>; null where only the numbers are known.</param>
/// <param name="At">When it was made.</param>
/// <param name="Drifted">How many resources are not as the state has them; at least one where the API says only that
/// there are some.</param>
/// <param name="ChecksFailed">How many checks failed, or could not be done; at least one, as above.</param>
/// <param name="Error">Why it could not be made.</param>
internal sealed record AssessmentFacts(string? Id, DateTimeOffset? At, int Drifted, int ChecksFailed, string? Error)
{
    /// <summary>Whether the numbers are the API's own.</summary>
    public bool AreCounted { get; init; } = true;

    /// <summary>What an assessment says; null where it does not say whether anything has drifted.</summary>
    public static AssessmentFacts? Of(ApiResource result, Func<string, string>? spell = null)
    {
        spell ??= name => name;
        var drifted = result.Number(spell("resources-drifted"));
        var failed = result.Number(spell("checks-failed"));
        var hasDrifted = result.Flag(spell("drifted")) ?? (drifted is { } some ? some > 0 : null);
        var hasFailed = result.Flag(spell("all-checks-succeeded")) is { } all ? !all : failed > 0;
        var error = result.Flag("succeeded") == false
            ? result.Text("error-message") ?? result.Text("error-msg") ?? "it did not succeed" : null;
        if (hasDrifted is null && error is null)
        {
            return null;
        }

        var checks = (failed ?? 0) + (result.Number(spell("checks-errored")) ?? 0);
        return new AssessmentFacts(
            null, result.Time("created-at"), drifted ?? (hasDrifted == true ? 1 : 0), checks == 0 && hasFailed ? 1
                : checks, error)
        {
            AreCounted = drifted is not null || hasDrifted != true,
        };
    }
}
