using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>Answers of jobs.</summary>
internal static class JobAnswer
{
    private static readonly string[] Types = ["Job"];
    private static readonly string[] Phases = ["Run", "Plan", "Apply"];

    /// <summary>get_job.</summary>
    public static async Task<ReadOnlyMemory<byte>> JobAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var job = At(await Found.AskAsync(session, Queries.Job, id, "job", "get", Types, cancellationToken), "node");
        return AnswerWriter.One("job", writer =>
        {
            writer.Said("job_id", Text(job, "id"));
            writer.Said("trn", Text(job, "metadata", "trn"));
            writer.Said("status", Text(job, "status"));
            writer.Said("type", Text(job, "type"));
            writer.Said("workspace_id", Text(job, "workspace", "id"));
            writer.Said("run_id", Text(job, "run", "id"));
            writer.IfAny("runner_id", Text(job, "runner", "id"));
            writer.IfAny("queued_timestamp", Text(job, "timestamps", "queuedAt"));
            writer.IfAny("pending_timestamp", Text(job, "timestamps", "pendingAt"));
            writer.IfAny("running_timestamp", Text(job, "timestamps", "runningAt"));
            writer.IfAny("finished_timestamp", Text(job, "timestamps", "finishedAt"));
        });
    }

    /// <summary>get_latest_job: of a plan or an apply; of a run that of its apply, if that has one, else of its plan.</summary>
    public static async Task<ReadOnlyMemory<byte>> LatestAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var node = At(await Found.AskAsync(session, Queries.Phase, id, "latest job", "get", Phases, cancellationToken), "node");
        var job = Text(node, "__typename") != "Run" ? Text(node, "currentJob", "id")
            : Named(node, id) is { } part ? Text(node, part, "currentJob", "id")
            : Text(node, "apply", "currentJob", "id") ?? Text(node, "plan", "currentJob", "id");
        return job is not null ? await JobAsync(job, session, cancellationToken)
            : throw Trouble.NotReady($"failed to get latest job of \"{id}\": it has none yet",
                "It waits for its turn, or for a person to apply it: [diagnose_run] says for what.");
    }

    // A newer server answers the run for the id or the TRN of its plan or apply; which of them was meant stands there.
    private static string? Named(JsonElement run, string id) =>
        id == Text(run, "plan", "id") || id.EndsWith("/plan", StringComparison.Ordinal) ? "plan"
        : id == Text(run, "apply", "id") || id.EndsWith("/apply", StringComparison.Ordinal) ? "apply"
        : null;
}
