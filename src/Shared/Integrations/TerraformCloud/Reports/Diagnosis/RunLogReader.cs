using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;
using ServerlessMcp.Logs;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Reads the log of a phase for its diagnostics and its ending.</summary>
internal sealed class RunLogReader(TerraformSession api, RelatedResources others)
{
    /// <summary>The facts with what the log says.</summary>
    public async Task<RunFacts> ReadAsync(
        RunFacts facts, string name, ApiResource? phase, CancellationToken cancellationToken)
    {
        if (phase?.Attribute("log-read-url") is not { ValueKind: JsonValueKind.String } link
            || !Uri.TryCreate(link.GetString(), UriKind.RelativeOrAbsolute, out var log))
        {
            others.Say($"The {name} does not say where its log is.");
            return facts with { Unread = facts.Unread | RunParts.Log };
        }

        // An errored plan has no JSON, and so nothing that says what its log shows of marked values.
        var (copies, untold) = (name == "apply" || phase?.Text("status") == "finished") && api.Copies is { } known
            && facts.PlanId is { } plan
            ? await known.ReadAsync(api, plan, cancellationToken)
            : (null, null);
        others.Miss("full plan, for copies of its sensitive values,", untold);
        var (findings, trouble) = await ReportPart.TryAsync<LogFindings>(api, async () =>
        {
            await using var read = await api.OpenBlobAsync(log, cancellationToken);
            return read.IsSuccess ? (await LogDiagnostics.ReadAsync(read, copies, cancellationToken), null)
                : (null, ReportPart.Status(read.Status, api));
        });
        others.Miss($"{name}'s log", trouble);
        return facts with
        {
            // Of a phase that went well the last lines say nothing.
            Log = findings is null ? LogFindings.None : findings with
            {
                AreCopiesChecked = copies is not null && untold is null,
                Ending = phase?.Text("status") == "errored" ? findings.Ending : null,
            },
            Unread = facts.Unread | (findings is null ? RunParts.Log : RunParts.None),
        };
    }
}
