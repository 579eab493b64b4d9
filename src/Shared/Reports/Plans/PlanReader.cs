using System.Text.Json;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Reports.Documents;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Reports.Plans;

/// <summary>
/// Reads a plan's JSON (<see href="https://developer.hashicorp.com/terraform/internals/json-format#plan-representation"/>) into a digest, once and forward: each resource's
/// change is looked at and let go, so that memory depends on what is answered, not on the plan.
/// </summary>
public static class PlanReader
{
    private const int MaxOutputs = 50;

    /// <summary>Reads the plan to its end.</summary>
    /// <param name="plan">An answer whose status is 2xx. The caller disposes it.</param>
    /// <param name="query">What is asked of it.</param>
    /// <exception cref="TerraformFailedException">It didn't come whole, or is over the cap.</exception>
    /// <exception cref="JsonException">It is no plan.</exception>
    public static async Task<PlanDigest> ReadAsync(TerraformDownload plan, PlanQuery query)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(query);
        using var document = new DocumentReader(plan);
        var found = new Collected(query);
        if (!await document.EnterObjectAsync())
            throw plan.NotJson();
        try
        {
            while (await document.NameAsync() is { } name)
                await ReadAsync(document, name, found);
            return found.Digest();
        }
        catch (InvalidOperationException e)
        {
            throw JsonText.Unreadable(e);
        }
    }

    private static async ValueTask ReadAsync(DocumentReader document, string name, Collected found)
    {
        switch (name)
        {
            case "resource_changes":
            case "resource_drift":
                await EachAsync(document, change => found.Add(change, isDrift: name == "resource_drift", deferredBecause: null));
                break;
            case "deferred_changes":
                await EachAsync(document, found.AddDeferred);
                break;
            case "output_changes":
                if (await document.EnterObjectAsync())
                {
                    while (await document.NameAsync() is { } output)
                        found.AddOutput(output, await document.ValueAsync());
                }

                break;
            case "checks":
                await EachAsync(document, found.AddCheck);
                break;
            case "action_invocations":
                await EachAsync(document, found.AddInvocation);
                break;
            case "variables" when found.WantsSecrets:
                found.Variables = await document.ValueAsync();
                break;
            case "configuration" when found.WantsSecrets:
                found.Declared = await WithinAsync(document, "root_module", "variables");
                break;
            case "terraform_version":
                found.TerraformVersion = await document.ValueAsync();
                break;
            case "errored":
                found.IsErrored = (await document.ValueAsync()).ValueKind == JsonValueKind.True;
                break;
            case "complete":
                found.IsPartial = (await document.ValueAsync()).ValueKind == JsonValueKind.False;
                break;
            default:
                await document.SkipAsync();
                break;
        }
    }

    private static async ValueTask EachAsync(DocumentReader document, Action<JsonElement> add)
    {
        if (!await document.EnterArrayAsync())
            return;
        while (await document.HasElementAsync())
        {
            if (await document.ValueAsync() is { ValueKind: JsonValueKind.Object } element)
                add(element);
        }
    }

    // A value some objects deep, where everything beside it is passed over. The whole configuration of a large plan has megabytes.
    private static async ValueTask<JsonElement> WithinAsync(DocumentReader document, params string[] path)
    {
        JsonElement found = default;
        if (!await document.EnterObjectAsync())
            return found;
        while (await document.NameAsync() is { } name)
        {
            if (name != path[0])
                await document.SkipAsync();
            else if (path.Length == 1)
                found = await document.ValueAsync();
            else
                found = await WithinAsync(document, path[1..]);
        }

        return found;
    }

    private sealed class Collected(PlanQuery query)
    {
        private readonly SensitiveValues secrets = new();
        private readonly Dictionary<string, int> counts = [];
        private readonly List<ResourceChange> resources = [];
        private readonly List<ResourceChange> drift = [];
        private readonly List<OutputChange> outputs = [];
        private readonly List<FailedCheck> checks = [];
        private readonly List<string> invocations = [];
        private int matching;
        private int outputCount;

        public bool WantsSecrets => query.IncludeValues;

        public JsonElement Variables { get; set; }

        public JsonElement Declared { get; set; }

        public JsonElement TerraformVersion { get; set; }

        public bool IsErrored { get; set; }

        public bool IsPartial { get; set; }

        public void AddDeferred(JsonElement deferred)
        {
            if (deferred.TryGetProperty("resource_change", out var change) && change.ValueKind == JsonValueKind.Object)
                Add(change, isDrift: false, Text(deferred, "reason") ?? "deferred");
        }

        public void Add(JsonElement resource, bool isDrift, string? deferredBecause)
        {
            if (!resource.TryGetProperty("change", out var change) || change.ValueKind != JsonValueKind.Object || Text(resource, "address") is not { } address)
                return;
            if (WantsSecrets)
                AttributeChanges.Add(change, secrets);
            change.TryGetProperty("actions", out var actions);
            var one = new ResourceChange
            {
                Address = Text(resource, "deposed") is { } deposed ? $"{address} (deposed {deposed})" : address,
                Action = PlanAction.Of(actions),
                Reason = Text(resource, "action_reason"),
                MovedFrom = Text(resource, "previous_address") is { } previous && previous != address ? previous : null,
                ImportedId = change.TryGetProperty("importing", out var importing) && importing.ValueKind == JsonValueKind.Object ? Text(importing, "id") ?? "(unknown)" : null,
                DeferredBecause = deferredBecause,
            };
            foreach (var action in isDrift ? [PlanAction.Drift] : deferredBecause is not null ? [PlanAction.Deferred] : one.Actions)
                counts[action] = counts.GetValueOrDefault(action) + 1;
            if (query.Matches(one, isDrift) && ++matching > query.Skip && resources.Count < query.Take)
                resources.Add(WithDetails(one, change, actions));
            else if (isDrift && !query.IsOfDrift && drift.Count < query.TakeDrift)
                drift.Add(WithDetails(one, change, actions));
        }

        public void AddOutput(string name, JsonElement change)
        {
            if (change.ValueKind != JsonValueKind.Object)
                return;
            if (WantsSecrets)
                AttributeChanges.Add(change, secrets);
            var action = PlanAction.Of(change.TryGetProperty("actions", out var actions) ? actions : default);
            if (!PlanAction.IsChange(action) || ++outputCount > MaxOutputs)
                return;
            var (before, after, isSensitive) = AttributeChanges.Whole(change);
            outputs.Add(WantsSecrets ? new(name, action, isSensitive, before, after) : new(name, action, isSensitive, null, null));
        }

        public void AddCheck(JsonElement check)
        {
            if (Text(check, "status") is not ("fail" or "error") || !check.TryGetProperty("instances", out var instances) || instances.ValueKind != JsonValueKind.Array)
                return;
            foreach (var instance in instances.EnumerateArray().Where(instance => instance.ValueKind == JsonValueKind.Object && Text(instance, "status") is "fail" or "error"))
            {
                var messages = instance.TryGetProperty("problems", out var problems) && problems.ValueKind == JsonValueKind.Array
                    ? problems.EnumerateArray().Select(problem => Text(problem, "message")).OfType<string>().Select(ErrorDocument.Clean).ToArray()
                    : [];
                checks.Add(new(Shown(instance) ?? Shown(check) ?? "(unknown)", Text(instance, "status")!, messages));
            }
        }

        public void AddInvocation(JsonElement invocation)
        {
            if (Text(invocation, "address") is { } address)
                invocations.Add(address);
        }

        public PlanDigest Digest()
        {
            AddSecretVariables();
            return new()
            {
                TerraformVersion = TerraformVersion.ValueKind == JsonValueKind.String ? TerraformVersion.GetString() : null,
                IsErrored = IsErrored,
                IsPartial = IsPartial,
                Counts = counts,
                Resources = [.. resources.Select(Masked)],
                Matching = matching,
                Drift = [.. drift.Select(Masked)],
                Outputs = [.. outputs.Select(output => output with { Before = Masked(output.Before), After = Masked(output.After) })],
                OutputCount = outputCount,
                FailedChecks = checks,
                InvokedActions = invocations,
            };
        }

        // A plan says of its variables only the values; which of them are sensitive stands in the configuration, before or behind them.
        private void AddSecretVariables()
        {
            if (Variables.ValueKind != JsonValueKind.Object || Declared.ValueKind != JsonValueKind.Object)
                return;
            foreach (var variable in Variables.EnumerateObject())
            {
                if (variable.Value.ValueKind == JsonValueKind.Object && variable.Value.TryGetProperty("value", out var value)
                    && Declared.TryGetProperty(variable.Name, out var declaration) && declaration.ValueKind == JsonValueKind.Object)
                {
                    secrets.Add(value, SensitiveMarks.Of(declaration, "default"));
                }
            }
        }

        private ResourceChange WithDetails(ResourceChange one, JsonElement change, JsonElement actions)
        {
            // Of what goes, everything goes; its paths say nothing.
            var changes = new AttributeChanges(query.IncludeValues, countsUnknown: one.Action is "create" or "replace");
            if (query.IncludeValues || one.Action is not ("delete" or "forget" or "read"))
                changes.Compare(change);
            return one with
            {
                ForcedBy = change.TryGetProperty("replace_paths", out var paths) && paths.ValueKind == JsonValueKind.Array ? [.. paths.EnumerateArray().Select(AttributePath.Of)] : [],
                IsCreatedFirst = one.Action == "replace" && PlanAction.CreatesBeforeDestroying(actions),
                Changed = changes.Found,
                MoreChanged = changes.More,
                Unknown = changes.Unknown,
                MayChange = one.Action == "update" && changes.Found.Count == 0 ? changes.Sensitive : [],
            };
        }

        private ResourceChange Masked(ResourceChange one) => !WantsSecrets ? one : one with
        {
            Changed = [.. one.Changed.Select(attribute => attribute with { Before = Masked(attribute.Before), After = Masked(attribute.After) })],
        };

        private string? Masked(string? json) => DocumentValue.Masked(json, secrets);

        private static string? Shown(JsonElement owner) =>
            owner.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.Object ? Text(address, "to_display") : null;

        private static string? Text(JsonElement owner, string name) =>
            owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
