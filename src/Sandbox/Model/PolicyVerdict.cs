namespace ServerlessMcp.Sandbox.Model;

/// <summary>What one policy said about one plan.</summary>
internal sealed record PolicyVerdict(PolicySet Set, Policy Policy, IReadOnlyList<string> Violations)
{
    public bool Passed => Violations.Count == 0;

    public static List<PolicyVerdict> Judge(IEnumerable<PolicySet> sets, Run run) =>
        [.. from set in sets
            from policy in set.Policies
            select new PolicyVerdict(
                set, policy, [.. run.Plan.Changes.Where(c => c.IsChange).Select(policy.Rule).OfType<string>()])];
}
