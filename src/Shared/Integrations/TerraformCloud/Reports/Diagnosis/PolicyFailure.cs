namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>A policy that a run failed.</summary>
/// <param name="Generation"><c>policy_check</c> (Sentinel from the start), <c>policy_evaluation</c> (OPA, Sentinel of
/// agents) or <c>tf_policy_evaluation</c>.</param>
/// <param name="Id">What an override takes: a policy check, a task stage, or a tf-policy evaluation.</param>
/// <param name="Name">The policy, with its set: <c>network-guardrails/restrict-ingress-cidr</c>.</param>
/// <param name="EnforcementLevel"><c>hard-mandatory</c>, <c>soft-mandatory</c>, <c>mandatory</c> or <c>advisory</c>.</param>
/// <param name="Rule">The rule that failed and where it stands (<c>main (restrict.sentinel:12)</c>), or the OPA query;
/// null where the API doesn't say.</param>
/// <param name="Description">What the policy is for.</param>
/// <param name="Message">What it printed.</param>
internal sealed record PolicyFailure(
    string Generation, string Id, string Name, string? EnforcementLevel, string? Rule, string? Description,
    string? Message)
{
    /// <summary>Whether the API says which policy it is, and not only that one failed.</summary>
    public bool IsNamed => !Name.StartsWith('(');

    /// <summary>Whether it only advises; such a failure stops nothing.</summary>
    public bool IsAdvisory => EnforcementLevel == "advisory";

    /// <summary>For sorting: the strictest first.</summary>
    public int Rank => EnforcementLevel switch
    {
        "hard-mandatory" => 0,
        "mandatory" => 1,
        "soft-mandatory" => 2,
        "advisory" => 4,
        _ => 3,
    };
}
