namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>One reason why a run is where it is.</summary>
/// <param name="Name">Its name: <c>policy_override</c>, <c>locked_by_user</c>.</param>
/// <param name="WaitsFor">Whom or what the run waits for; <c>nothing</c> if it has ended.</param>
/// <param name="Holds">Whether it is the reason.</param>
/// <param name="Summary">The reason in a sentence or two.</param>
/// <param name="Next">The tools that get on from here, the best first; null for one of which an argument is not known.</param>
internal sealed record RunCause(
    string Name, string WaitsFor, Func<RunFacts, bool> Holds, Func<RunFacts, string> Summary,
    Func<RunFacts, IEnumerable<NextTool?>> Next)
{
    /// <summary>What <see cref="WaitsFor"/> says of a run that has ended.</summary>
    public const string Nothing = "nothing";

    /// <summary>What it says of a run that goes on by itself.</summary>
    public const string Terraform = "terraform";

    /// <summary>Whether the run waits for something other than its own work.</summary>
    public bool IsWaiting => WaitsFor is not (Nothing or Terraform);
}
