using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// The tool that answers a plan's digest. By a run's id it has what policies and the cost estimate say as well; a plan
/// doesn't know its run. At most nine requests: the run, its plan, the plan's JSON twice, and five for policies and
/// cost.
/// </summary>
internal sealed class PlanSummary : IToolReport
{
    public const string Actions = "actions";
    public const string Address = "address";
    public const string IncludeValues = "include_values";

    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var id = call.Arguments.Text("plan_id")!;
        if (!id.StartsWith("run-", StringComparison.Ordinal))
            return await WriteAsync(call, id, null, cancellationToken);
        using var response = await call.Api.GetAsync(
            $"{TerraformClient.Prefix}/runs/{Uri.EscapeDataString(id)}{RunVerdicts.Include}", cancellationToken);
        if (!response.IsSuccess)
            return Refused(call, response);
        using var run = RunVerdicts.Read(response, call.Api);
        return await run.PlanIdAsync(cancellationToken) is { } planId
            ? await WriteAsync(call, planId, run, cancellationToken) : (ContentErrors.NotReady(), CallOutcome.NotReady);
    }

    private static async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, string id, RunVerdicts? run, CancellationToken cancellationToken)
    {
        var query = new PlanQuery
        {
            Actions = call.Arguments.Texts(Actions),
            Address = call.Arguments.Text(Address),
            IncludeValues = call.Arguments.Flag(IncludeValues),
            Skip = call.Page - 1,
            Take = ToolAnswer.PageSize(call.Arguments),
            TakeDrift = call.Page == 1 ? PlanQuery.Default.TakeDrift : 0,
        };
        PlanDigest? digest;
        TerraformResponse? refusal;
        try
        {
            (digest, refusal) = await PlanDocument.ReadAsync(call.Api, id, query, cancellationToken);
        }
        catch (Exception e) when (e is JsonException or TerraformFailedException { Failure: TerraformFailure.NotJson })
        {
            return await NoPlan.TellAsync(call.Call, call.Api, id, run?.RunId, cancellationToken) is { } told
                ? (told, CallOutcome.NotReady)
                : e is UnreadablePlanException ? (Unreadable(e.Message), CallOutcome.Unreadable)
                : throw (e as TerraformFailedException
                    ?? new TerraformFailedException(
                        TerraformFailure.NotJson, call.Api.Account.Address, HttpMethod.Get, call.Api.LastBody));
        }

        using (refusal)
        {
            if (digest is null)
                return await NoDigestAsync(call, id, run, refusal!, cancellationToken);
        }

        var writeVerdicts = run is null || call.Page > 1 ? null : await run.ReadAsync(cancellationToken);
        return (JsonResponse.Bytes(writer => PlanSummaryWriter.Write(writer, call, id, digest, writeVerdicts)), CallOutcome.Ok);
    }

    private static ReadOnlyMemory<byte> Unreadable(string what) => ToolError.Of(writer =>
    {
        writer.WriteString("title", "no readable plan");
        writer.WriteString("detail", what);
        writer.WriteBoolean("retryable", false);
        writer.WriteString(
            "hint", "Do not take it for a plan without changes. The plan itself has counts (resource_additions …), " +
                "and its log has what it printed.");
    });

    private static (ReadOnlyMemory<byte> Json, CallOutcome Outcome) Refused(TerraformCall call, TerraformResponse response) =>
        (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(response, call.Arguments, writer)), CallOutcome.UpstreamError);

    private static async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> NoDigestAsync(
        TerraformCall call, string id, RunVerdicts? run, TerraformResponse refusal, CancellationToken cancellationToken)
    {
        if (refusal.Status is 204 or 404 or 422)
        {
            if (run?.PlanStatus is "errored" or "canceled" or "unreachable")
                return (NoPlan.Of(call.Call, id, run.RunId, run.PlanStatus), CallOutcome.NotReady);
            if (run?.PlanStatus is null
                && await NoPlan.TellAsync(call.Call, call.Api, id, run?.RunId, cancellationToken) is { } told)
            {
                return (told, CallOutcome.NotReady);
            }
        }

        return refusal.Status == 204 ? (ContentErrors.NotReady(), CallOutcome.NotReady) : Refused(call, refusal);
    }
}
