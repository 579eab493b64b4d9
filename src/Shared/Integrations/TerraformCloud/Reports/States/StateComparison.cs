using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>What two states of a workspace differ in: resources and outputs that were added, removed or changed. Two
/// requests and what their links lead to; up to six more where a run or a time is named.</summary>
internal sealed class StateComparison : IToolReport
{
    /// <summary>The older one.</summary>
    public const string From = "from";

    /// <summary>The newer one.</summary>
    public const string To = "to";

    private const int MaxLength = 36_000;

    private static readonly (string Action, string Word)[] Words = [("create", "added"), ("delete", "removed"), ("update", "changed")];

    /// <inheritdoc/>
    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var (choice, sides) = (new ChosenState(call.Api, call.Arguments.Text("workspace_id")!), new List<ChosenState.Version>());
        foreach (var name in (string[])[From, To])
        {
            var asked = call.Arguments.Text(name);
            if (asked is not null && !IsOne(asked))
            {
                return (Missing(name, "It takes the id of a state version (sv-…), of a run (run-…), or a time "
                    + "(2026-01-31T12:00:00Z)."), CallOutcome.BadArguments);
            }

            var (found, refusal, missing) = await choice.FindAsync(asked, cancellationToken);
            using (refusal)
            {
                if (refusal is not null)
                    return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(refusal, call.Arguments, writer)), CallOutcome.UpstreamError);
            }

            if (found is null)
                return (Missing(name, missing!), CallOutcome.NotReady);
            sides.Add(found);
        }

        // Both in one form, or what they call their attributes might differ.
        var isShown = sides.TrueForAll(side => side == ChosenState.Version.None || side.Shown is not null);
        var states = new List<WholeState>();
        foreach (var side in sides)
        {
            if (side == ChosenState.Version.None)
            {
                states.Add(new WholeState());
                continue;
            }

            if ((isShown ? side.Shown : side.Stored) is not { } link)
                return (ContentErrors.NotReady(), CallOutcome.NotReady);
            await using var state = await call.Api.OpenBlobAsync(link, cancellationToken);
            if (!state.IsSuccess || state.Status == 204)
            {
                using var refusal = await state.ReadWholeAsync(TextPiece.Length * 10);
                return refusal.Status == 204 ? (ContentErrors.NotReady(), CallOutcome.NotReady)
                    : (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(refusal, call.Arguments.Row, writer)), CallOutcome.UpstreamError);
            }

            var whole = new WholeState();
            try
            {
                await StateReader.VisitAsync(state, whole);
            }
            catch (NoStateException found)
            {
                return (Missing(side.Id, found.Message), CallOutcome.Unreadable);
            }

            if (whole.IsTooLarge)
            {
                return (Missing(side.Id, string.Create(CultureInfo.InvariantCulture,
                    $"It has more than the {WholeState.MaxResources} resources that are compared.")), CallOutcome.Unreadable);
            }

            states.Add(whole);
        }

        var digest = StateDifference.Of(states[0], states[1], new PlanQuery
        {
            Address = call.Arguments.Text(StateResources.Address),
            IncludeValues = call.Arguments.Flag(StateResources.IncludeValues),
            Skip = call.Page - 1,
            Take = ToolAnswer.PageSize(call.Arguments),
            TakeDrift = 0,
        }, call.Api.Budget);
        return (JsonResponse.Bytes(writer => Write(writer, call, sides, digest)), CallOutcome.Ok);
    }

    private static bool IsOne(string asked) =>
        asked.StartsWith("sv-", StringComparison.Ordinal) || asked.StartsWith("run-", StringComparison.Ordinal)
        || SameValue.Instant(asked) is not null;

    private static ReadOnlyMemory<byte> Missing(string what, string why) => ToolError.Of(writer =>
    {
        writer.WriteString("title", "no such state");
        writer.WriteString("detail", $"{what}: {why}");
        writer.WriteBoolean("retryable", false);
    });

    private static void Write(Utf8JsonWriter writer, TerraformCall call, List<ChosenState.Version> sides, PlanDigest digest)
    {
        writer.WriteStartObject();
        Write(writer, From, sides[0]);
        Write(writer, To, sides[1]);
        writer.WriteStartObject("counts");
        foreach (var (action, word) in Words)
            writer.WriteNumber(word, digest.Counts.GetValueOrDefault(action));
        writer.WriteEndObject();
        writer.WriteStartArray("items");
        var written = 0;
        foreach (var change in digest.Resources)
        {
            // At least one, or the cursor would not move.
            if (written > 0 && writer.BytesCommitted + writer.BytesPending > MaxLength)
                break;
            PlanWriter.Write(writer, change with { Action = Word(change.Action) });
            written++;
        }

        writer.WriteEndArray();
        if (call.Page - 1 + written < digest.Matching && Cursor.Encode(call.Arguments, call.Page + written) is { } cursor)
            writer.WriteString("next_cursor", cursor);
        writer.WriteNumber("total_count", digest.Matching);
        if (call.Page == 1 && digest.Outputs.Count > 0)
        {
            writer.WriteStartArray("outputs");
            foreach (var output in digest.Outputs)
                PlanWriter.Write(writer, output with { Action = Word(output.Action) });
            writer.WriteEndArray();
            if (digest.OutputCount > digest.Outputs.Count)
                writer.WriteNumber("more_outputs", digest.OutputCount - digest.Outputs.Count);
        }

        if (digest.HasSecretKeys)
            ResourceAddress.WriteSecretKeys(writer);
        writer.WriteEndObject();
    }

    private static string Word(string action) => Array.Find(Words, word => word.Action == action).Word ?? action;

    private static void Write(Utf8JsonWriter writer, string name, ChosenState.Version side)
    {
        writer.WriteStartObject(name);
        if (side == ChosenState.Version.None)
            writer.WriteString("state", "none yet");
        else
            writer.WriteString("state_version_id", side.Id);
        if (side.Serial is { } serial)
            writer.WriteNumber("serial", serial);
        if (side.At is { } at)
            writer.WriteString("created_at", at.ToSecond());
        if (side.RunId is { } run)
            writer.WriteString("run_id", run);
        writer.WriteEndObject();
    }
}
