namespace ServerlessMcp.Sandbox.Model;

/// <summary>One evaluation of the OPA policy sets of a workspace.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-evaluations</summary>
internal sealed class PolicyEvaluation(string id, Run run, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "policy-evaluations";

    public override Organization Organization => Run.Organization;

    public Run Run { get; } = run;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string Status { get; set; } = "running";

    public List<PolicySetOutcome> Outcomes { get; } = [];

    public int Failed(string level) => Outcomes.Sum(o => o.Verdicts.Count(v => !v.Passed && v.Policy.EnforcementLevel == level));

    public int Passed => Outcomes.Sum(o => o.Verdicts.Count(v => v.Passed));
}
