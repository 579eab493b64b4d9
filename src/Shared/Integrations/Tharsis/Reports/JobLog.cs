using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using ServerlessMcp.Redaction;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>get_job_logs: a part of a job's log, by bytes.</summary>
internal static class JobLog
{
    private const int Most = 51_200;
    private const int Usual = 10_240;

    private static readonly string[] Types = ["Job"];

    /// <summary>Answers it.</summary>
    public static async Task<ReadOnlyMemory<byte>> AnswerAsync(
        string id, int? start, int? limit, TharsisSession session, CancellationToken cancellationToken)
    {
        if (limit > Most)
        {
            throw new TharsisTroubleException(CallOutcome.BadArguments, 422, "invalid arguments", string.Create(
                CultureInfo.InvariantCulture, $"limit {limit} exceeds maximum allowed limit of {Most} bytes"));
        }

        var (from, length) = (start ?? 0, limit ?? Usual);
        var (job, window, isChecked, secrets) = await ReadAsync(id, from, length, session, cancellationToken);
        var (text, size) = window.Page(from, length, secrets);
        var whole = Integer(job, "logSize") ?? 0;
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.Said("job_id", Text(job, "id"));
            writer.Said("logs", text);
            writer.WriteNumber("start", from);
            writer.WriteNumber("size", size);
            writer.WriteBoolean("has_more", size > 0 && from + (long)size < whole);
            if (!isChecked)
            {
                writer.WriteBoolean("copies_checked", false);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>The end of a job's log, for whoever looks for what went wrong.</summary>
    public static async Task<string> TailAsync(
        string id, int size, int most, TharsisSession session, CancellationToken cancellationToken)
    {
        var from = Math.Max(0, size - most);
        var (_, window, _, secrets) = await ReadAsync(id, from, most, session, cancellationToken);
        return window.Page(from, most, secrets).Text;
    }

    // With the diffs of the job's run, whose secrets its log may have too. A run that changes more than is read of one
    // answer has its log without them, and says so.
    private static async Task<(JsonElement Job, LogWindow Window, bool IsChecked, SecretCopies Secrets)> ReadAsync(
        string id, int from, int length, TharsisSession session, CancellationToken cancellationToken)
    {
        var start = Math.Max(0, from - LogWindow.Before);
        var most = from - start + length + LogWindow.Behind;
        var isChecked = true;
        JsonElement data;
        try
        {
            data = await AskAsync(Queries.LogsAndChanges);
        }
        catch (TharsisTroubleException trouble) when (trouble.Title == "too large")
        {
            isChecked = false;
            data = await AskAsync(Queries.Logs);
        }

        var job = At(data, "node");
        var whole = Integer(job, "logSize") ?? 0;
        var window = LogWindow.Of(Text(job, "logs") ?? "", start, Math.Clamp(whole - start, 0, most));
        return (job, window, isChecked, DiffSecrets.Of(At(job, "run", "plan", "changes")).Copies);

        Task<JsonElement> AskAsync(TharsisQuery query) => Found.AskAsync(session, query, id, "job", "get", Types, cancellationToken, writer =>
        {
            writer.WriteNumber("start", start);
            writer.WriteNumber("limit", most);
        });
    }
}
