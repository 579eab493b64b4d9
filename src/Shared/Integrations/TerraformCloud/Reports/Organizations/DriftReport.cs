using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// What has drifted, and which checks failed, across the workspaces that a URL sees, by their last health assessments:
/// the most drifted first, then by failed checks, then the assessments that failed. Details take a request a workspace,
/// so only the first <see cref="MaxDetails"/> of a page have them.
/// </summary>
internal sealed class DriftReport : IToolReport
{
    /// <summary>The most assessments read for one answer.</summary>
    public const int MaxDetails = 8;

    private const int MaxResources = 5;
    private const int MaxPaths = 6;
    private const int MaxChecks = 3;

    /// <summary>Whether the values are shown, masked as those of a plan are.</summary>
    public const string IncludeValues = "include_values";

    private const string ReadAssessment = "get_single_hashicorp_terraform_cloud_assessment_result_by_id";

    // Nothing that is planned: only what has drifted.
    private static readonly PlanQuery Query = new() { Take = 0, TakeDrift = MaxResources };

    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var (found, refusal) = await OrganizationWorkspaces.ListAsync(call, "current_assessment_result", cancellationToken);
        using (refusal)
        {
            if (found is null)
            {
                return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(refusal!, call.Arguments, writer)),
                    CallOutcome.UpstreamError);
            }
        }

        var rows = await new MissingFacts(call.Api).AssessmentsAsync(found.Rows, cancellationToken);
        var assessed = rows.Where(row => row.Assessment is not null).ToList();
        var ranked = assessed.Where(row => row.Assessment is { Drifted: > 0 } or { ChecksFailed: > 0 } or { Error: not null })
            .OrderByDescending(row => row.Assessment!.Drifted).ThenByDescending(row => row.Assessment!.ChecksFailed)
            .ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        var size = ToolAnswer.PageSize(call.Arguments);
        var page = ranked.Skip((int)Math.Min(int.MaxValue, (call.Page - 1L) * size)).Take(size).ToList();
        var details = new Dictionary<string, (PlanDigest? Digest, string? Trouble)>(StringComparer.Ordinal);
        foreach (var row in page.Where(row => row.Assessment is { Error: null, Id: not null }).Take(MaxDetails))
        {
            details[row.Id] = await DetailsAsync(
                call.Api, row.Assessment!.Id!, Query with { IncludeValues = call.Arguments.Flag(IncludeValues) }, cancellationToken);
        }

        return (JsonResponse.Bytes(
            writer => Write(writer, call, found with { Rows = rows }, assessed.Count, ranked, page, details)), CallOutcome.Ok);
    }

    // An assessment's JSON is a plan, and takes a workspace admin; without it the numbers remain.
    private static async Task<(PlanDigest? Digest, string? Trouble)> DetailsAsync(
        TerraformSession api, string id, PlanQuery query, CancellationToken cancellationToken)
    {
        var (digest, trouble) = await ReportPart.TryAsync<PlanDigest>(api, async () =>
        {
            await using var document = await api.OpenAsync(
                $"{TerraformClient.Prefix}/assessment-results/{Uri.EscapeDataString(id)}/json-output",
                cancellationToken);
            return document switch
            {
                { IsSuccess: true, Status: not 204 } => (await PlanReader.ReadAsync(document, query), null),
                { Status: 429 } => (null, ReportPart.Status(429, api)),
                var refused => (null,
                    new NotRead("refused", string.Create(CultureInfo.InvariantCulture, $"{refused.Status}, and that " +
                        $"takes a workspace admin."))),
            };
        });
        return (digest, trouble is null ? null : $"Its details can't be read: {trouble.Reason}");
    }

    private static void Write(
        Utf8JsonWriter writer, TerraformCall call, OrganizationWorkspaces found, int assessed, List<WorkspaceFacts> ranked,
        List<WorkspaceFacts> page,
        Dictionary<string, (PlanDigest? Digest, string? Trouble)> details)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("summary");
        writer.WriteNumber("workspaces", found.Rows.Count);
        writer.WriteNumber("assessed", assessed);
        foreach (var (name, count) in new[]
            { ("drifted", ranked.Count(row => row.Assessment!.Drifted > 0)),
                ("with_failed_checks", ranked.Count(row => row.Assessment!.ChecksFailed > 0)) })
        {
            // Where nothing was looked at, nothing is known.
            if (assessed == 0 && found.Rows.Count > 0)
                writer.WriteString(name, "unknown");
            else
                writer.WriteNumber(name, count);
        }

        writer.WriteNumber("assessment_failed", ranked.Count(row => row.Assessment!.Error is not null));
        var unknown = found.Rows.Where(row => row.IsAssessmentUnknown).ToList();
        var never = found.Rows.Where(row => row is { Assessment: null, IsAssessmentUnknown: false }).ToList();
        if (never.Count > 0)
            writer.WriteNumber("not_assessed", never.Count);
        if (unknown.Count > 0)
        {
            writer.WriteNumber("drift_unknown", unknown.Count);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("items");
        foreach (var row in page)
        {
            var (digest, trouble) = details.GetValueOrDefault(row.Id);
            WriteRow(writer, call, row, digest, trouble);
        }

        writer.WriteEndArray();
        if (page.Count > MaxDetails)
        {
            writer.WriteString(
                "details", string.Create(
                    CultureInfo.InvariantCulture,
                    $"Resources and checks are of the first {MaxDetails} here. For those of all, page with page_size " +
                        $"{MaxDetails}."));
        }

        if (page.Count > 0)
        {
            writer.WriteString("first_seen", "Before assessed_at; the API keeps the last assessment alone.");
        }

        if (never.Count > 0)
            writer.WriteString("not_assessed", $"{OverviewWriter.Named(never)}.");
        OrganizationAnswer.WriteEnd(writer, call, ranked.Count, found.NotCovered, OverviewWriter.NotSaid(unknown));
        writer.WriteEndObject();
    }

    private static void WriteRow(
        Utf8JsonWriter writer, TerraformCall call, WorkspaceFacts row, PlanDigest? digest, string? trouble)
    {
        var assessment = row.Assessment!;
        writer.WriteStartObject();
        writer.WriteString("workspace_id", row.Id);
        writer.WriteString("workspace_name", row.Name);
        // An id that no tool of this URL takes is of no use.
        if (assessment.Id is not null && call.Call.Filter.Has(ReadAssessment))
        {
            writer.WriteString("assessment_result_id", assessment.Id);
        }

        if (assessment.At is { } at)
        {
            writer.WriteString("assessed_at", at.ToSecond());
            writer.WriteNumber("age_hours", Math.Max(0, (int)(call.Clock.GetUtcNow() - at).TotalHours));
        }

        if (assessment.Error is not null)
        {
            writer.WriteString("error", assessment.Error);
        }

        if (digest is not null || assessment.AreCounted)
        {
            writer.WriteNumber("drifted_count", digest?.DriftCount ?? assessment.Drifted);
        }
        else
        {
            writer.WriteBoolean("drifted", true);
        }

        if (assessment.ChecksFailed > 0)
        {
            writer.WriteNumber("failed_checks_count", assessment.ChecksFailed);
        }

        if (trouble is not null)
        {
            writer.WriteString("not_read", trouble);
        }

        if (digest is { Drift.Count: > 0 })
        {
            WriteDrift(writer, digest, call.Arguments.Flag(IncludeValues));
        }

        if (digest is { FailedChecks.Count: > 0 })
        {
            WriteChecks(writer, digest);
        }

        writer.WriteEndObject();
    }

    private static void WriteDrift(Utf8JsonWriter writer, PlanDigest digest, bool includesValues)
    {
        writer.WriteStartArray("drifted");
        foreach (var resource in digest.Drift)
        {
            if (includesValues)
            {
                PlanWriter.Write(writer, resource);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("address", ResourceAddress.Shown(resource.Address));
            writer.WriteString("action", resource.Action);
            var paths = resource.Changed.Select(change => change.Path).Concat(resource.MayChange).ToList();
            if (paths.Count > 0)
            {
                writer.WriteStartArray("changed");
                foreach (var path in paths.Take(MaxPaths))
                {
                    writer.WriteStringValue(ErrorDocument.Clean(path));
                }

                writer.WriteEndArray();
            }

            if (paths.Count + resource.MoreChanged > MaxPaths)
            {
                writer.WriteNumber("more_changed", paths.Count + resource.MoreChanged - Math.Min(paths.Count, MaxPaths));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteChecks(Utf8JsonWriter writer, PlanDigest digest)
    {
        writer.WriteStartArray("failed_checks");
        foreach (var check in digest.FailedChecks.Take(MaxChecks))
        {
            writer.WriteStartObject();
            writer.WriteString("address", ResourceAddress.Shown(check.Address));
            writer.WriteString("status", check.Status);
            if (check.Messages.Count > 0)
            {
                writer.WriteString("message", TextCut.Shorten(string.Join("; ", check.Messages), 200));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
