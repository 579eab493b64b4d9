using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>Finds the plan whose run a log is of: by the resource that has the log, or by what that is related to.</summary>
internal static class PlanOfLog
{
    private static readonly (SecretCopies Known, bool? AreChecked) Unchecked = (SecretCopies.None, false);

    /// <summary>What to look for in the log, and whether that is all: not if the plan's JSON is not known, not there
    /// yet, or not for this token.</summary>
    /// <param name="api">The account's API; at most three requests, and mostly one.</param>
    /// <param name="document">The plan, the apply, or the run that came with it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(SecretCopies Known, bool? AreChecked)> CopiesAsync(
        TerraformSession api, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        using var parsed = JsonDocument.Parse(document);
        var data = Member(parsed.RootElement, "data");
        if (Text(data, "type") == "plans")
        {
            // An errored plan has no JSON, and one that runs has none yet.
            return Text(Member(data, "attributes"), "status") == "finished" && Text(data, "id") is { } id
                ? await OfPlanAsync(api, id, cancellationToken) : Unchecked;
        }

        var included = Member(parsed.RootElement, "included");
        if (included.ValueKind == JsonValueKind.Array
            && included.EnumerateArray()
            .Any(one => Text(one, "type") == "plans" && Text(Member(one, "attributes"), "status") is { } status
                && status != "finished"))
        {
            return Unchecked;
        }

        var plan = Related(data, "plan") ?? await OfApplyAsync(api, data, cancellationToken);
        return plan is null ? Unchecked : await OfPlanAsync(api, plan, cancellationToken);
    }

    private static async Task<(SecretCopies Known, bool? AreChecked)> OfPlanAsync(
        TerraformSession api, string plan, CancellationToken cancellationToken)
    {
        if (api.Copies is not { } copies)
            return Unchecked;
        var (known, trouble) = await copies.ReadAsync(api, plan, cancellationToken);
        return (known ?? SecretCopies.None, trouble is null);
    }

    // An apply says neither its run nor its plan; the state that it wrote says the run.
    private static async Task<string?> OfApplyAsync(TerraformSession api, JsonElement apply, CancellationToken cancellationToken)
    {
        var run = Related(apply, "run");
        if (run is null && Member(Member(Member(apply, "relationships"), "state-versions"), "data")
            is { ValueKind: JsonValueKind.Array } states
            && states.EnumerateArray().Select(state => Text(state, "id")).FirstOrDefault(id => id is not null) is { } state)
        {
            var (plan, of) = await GetAsync(api, $"/state-versions/{Uri.EscapeDataString(state)}?include=run", cancellationToken);
            if (plan is not null)
                return plan;
            run = of;
        }

        return run is null ? null : (await GetAsync(api, $"/runs/{Uri.EscapeDataString(run)}", cancellationToken)).Plan;
    }

    private static async Task<(string? Plan, string? Run)> GetAsync(
        TerraformSession api, string path, CancellationToken cancellationToken)
    {
        var (found, _) = await ReportPart.TryAsync<Found>(api, async () =>
        {
            using var response = await api.GetAsideAsync(TerraformClient.Prefix + path, cancellationToken);
            if (!response.IsSuccess)
                return (null, ReportPart.Status(response.Status, api));
            using var parsed = JsonDocument.Parse(response.Body);
            var data = Member(parsed.RootElement, "data");
            var included = Member(parsed.RootElement, "included");
            var run = included.ValueKind == JsonValueKind.Array
                ? included.EnumerateArray().FirstOrDefault(one => Text(one, "type") == "runs") : default;
            return (new(Related(data, "plan") ?? Related(run, "plan"), Related(data, "run")), null);
        });
        return (found?.Plan, found?.Run);
    }

    private static string? Related(JsonElement resource, string name) =>
        Text(Member(Member(Member(resource, "relationships"), name), "data"), "id");

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } value ? ArgumentWords.Text(value) : null;

    private sealed record Found(string? Plan, string? Run);
}
