using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>A Sentinel policy check of a run.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-checks</summary>
internal sealed class PolicyCheck(string id, Run run, DateTimeOffset queuedAt) : Entity(id)
{
    public override string Type => "policy-checks";

    public override Organization Organization => Run.Organization;

    public Run Run { get; } = run;

    public string Status { get; private set; } = "queued";

    public List<KeyValuePair<string, DateTimeOffset>> Timestamps { get; } = [KeyValuePair.Create("queued-at", queuedAt)];

    public IReadOnlyList<PolicyVerdict> Verdicts { get; private set; } = [];

    public bool IsOverridable => Status == "soft_failed";

    public int Failed(string level) => Verdicts.Count(v => !v.Passed && v.Policy.EnforcementLevel == level);

    public void Judge(IReadOnlyList<PolicyVerdict> verdicts, DateTimeOffset at)
    {
        Verdicts = verdicts;
        Enter(Failed("hard-mandatory") > 0 ? "hard_failed" : Failed("soft-mandatory") > 0 ? "soft_failed" : "passed", at);
    }

    public void Enter(string status, DateTimeOffset at)
    {
        Status = status;
        Timestamps.Add(KeyValuePair.Create(RunStatus.TimestampName(status), at));
    }
}
