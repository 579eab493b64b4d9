namespace ServerlessMcp.Sandbox.Model;

/// <summary>What one policy set said in one evaluation.</summary>
internal sealed class PolicySetOutcome(
    string id, PolicyEvaluation evaluation, PolicySet set, IReadOnlyList<PolicyVerdict> verdicts) : Entity(id)
{
    public override string Type => "policy-set-outcomes";

    public override Organization Organization => Evaluation.Organization;

    public PolicyEvaluation Evaluation { get; } = evaluation;

    public PolicySet Set { get; } = set;

    public IReadOnlyList<PolicyVerdict> Verdicts { get; } = verdicts;

    public bool Overridable => Set.Overridable && Verdicts.Any(v => !v.Passed);
}
