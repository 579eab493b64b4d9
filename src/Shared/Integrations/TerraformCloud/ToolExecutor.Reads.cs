using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Integrations.TerraformCloud.Scope;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>What is read beside a change, once it is done or refused: by calls of their own, with the URL's tools.</summary>
internal sealed partial class ToolExecutor
{
    // Whatever goes wrong from here on, the change has been done, and its answer is known.
    private Task<ReadOnlyMemory<byte>> FollowAsync(
        TerraformCall call, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken) =>
        BesidesAsync(answer, () => new FollowedRun(ReaderOf(call), clock).AddAsync(call, answer, cancellationToken));

    // What its answer does not say by itself. Each part fails by itself.
    private Task<ReadOnlyMemory<byte>> RemarkAsync(
        TerraformCall call, ReadOnlyMemory<byte> answer, string? before, CancellationToken cancellationToken) =>
        BesidesAsync(answer, async () =>
        {
            if (before is not null)
            {
                answer = ValueChange.Add(answer, before, await VersionAsync(call, CancellationToken.None));
            }

            if (SimilarNames.IsDue(call))
            {
                answer = await SimilarNames.AddAsync(call, answer, new GivenNames(call, names), cancellationToken);
            }

            if (call.Arguments.Meant is { } meant)
            {
                answer = AnswerRemarks.AddMeant(answer, meant);
            }

            if (call.Call.Config.Mark == ChangeMark.Comment && ChangeAttribution.IsOfRun(call.Tool)
                && !await MarkComment.AddAsync(
                    call.Arguments, answer, AttributionMark.Of(call.Call.Admission.Server),
                    new TerraformSession(terraform, blobs, credentials, call.Api.Account) { Budget = call.Api.Budget }, clock))
            {
                answer = AnswerRemarks.AddUnmarked(answer);
            }

            return answer;
        });

    // And it has been refused, which is known as well.
    private Task<ReadOnlyMemory<byte>> WayOutAsync(
        TerraformCall call, ReadOnlyMemory<byte> refusal, CancellationToken cancellationToken) =>
        BesidesAsync(refusal, () => new WaysOut(ReaderOf(call), call).AddAsync(refusal, cancellationToken));

    // Beside the change: whatever goes wrong here takes nothing from it.
    private async Task<string?> VersionAsync(TerraformCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await ValueChange.VersionAsync(call, ReaderOf(call), cancellationToken);
        }
        catch (Exception failure) when (failure is not StoreUnavailableException)
        {
            return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>> BesidesAsync(ReadOnlyMemory<byte> answer, Func<Task<ReadOnlyMemory<byte>>> add)
    {
        try
        {
            return await add();
        }
        catch (Exception failure)
        {
            if (failure is not (OperationCanceledException or StoreUnavailableException))
            {
                Unexpected(log, failure.GetType().FullName ?? "?", failure.StackTrace ?? "");
            }

            return answer;
        }
    }

    // As a call of its own: its arguments are proven to be in scope, and its answers filtered, as ever.
    private FollowedRun.Reader ReaderOf(TerraformCall call) => async (tool, wait, token, given) =>
    {
        if (call.Call.Filter.Catalog.Find(tool, ToolNames.Canonical) is not TerraformTool row || !call.Call.Filter.Allows(row))
        {
            return null;
        }

        var api = new TerraformSession(terraform, blobs, credentials, call.Call.Account)
        { Budget = call.Api.Budget, Copies = copies };
        api.Guard = ScopeGuard.Of(row, call.Call, api, owners);
        var values = given.ToDictionary(each => each.Name, each => each.Value switch
        {
            string text => ArgumentValue.FromText(text),
            string[] texts => ArgumentValue.FromTexts(texts),
            _ => JsonElement.Parse(Convert.ToString(each.Value, CultureInfo.InvariantCulture)!),
        });
        var (arguments, page, faults) = ToolCallReader.Read(row, values, call.Call.Account.Organization);
        return arguments is null ? (ToolError.BadArguments(faults), CallOutcome.BadArguments)
            : await AskAsync(
                new TerraformCall(arguments, page, api, call.Call) { Clock = clock, Wait = wait ?? row.Wait },
                AuditArguments.Of(arguments), token);
    };
}
