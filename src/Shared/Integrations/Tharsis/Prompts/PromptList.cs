using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.Tharsis.Prompts;

/// <summary>What a person asks an agent to do with runs of Tharsis.</summary>
internal static class PromptList
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PromptDefinition> All { get; } =
    [
        new()
        {
            Name = "diagnose_a_tharsis_run",
            Title = "Diagnose a Tharsis run",
            Description = "Finds out why a run failed or is stuck, and what to do about it. Changes nothing.",
            Arguments = [Text("run", "The run's id or TRN; a workspace's TRN for its latest run.", isRequired: true)],
            Text = """
                Diagnose the Tharsis run {run}. Change nothing.

                1. Call [diagnose_run] with it: cause, phase, error with file and line, what it waits for. If it says that
                   the id is none, find the run with [get_workspaces] and [list_runs], and ask which one is meant.
                2. If the error does not explain itself, read the end of the log with [get_job_logs], as the answer's next
                   calls say, and what the run changes with [get_plan_diff].
                3. If an earlier run went well, say what differs.

                Answer with run, workspace, phase and Terraform version; the cause in one sentence; the evidence; the fix.
                """,
        },
        new()
        {
            Name = "review_a_tharsis_plan",
            Title = "Review a Tharsis plan",
            Description = "Says what a run would change, and what of it is dangerous. Changes nothing.",
            Arguments = [Text("run", "The run's id or TRN.", isRequired: true)],
            Text = """
                Review the plan of the Tharsis run {run}. Change nothing.

                1. Read its numbers with [get_run], then its diffs with [get_plan_diff].
                2. Name first what is deleted or replaced, and what that loses; then what changes in place; then the rest,
                   in numbers.

                Answer with a recommendation: apply, or not, and why.
                """,
        },
    ];

    private static Argument Text(string name, string description, bool isRequired) => new()
    {
        Name = name,
        WireName = name,
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        Description = description,
        IsRequired = isRequired,
    };
}
