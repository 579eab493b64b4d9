using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Redaction;
using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>What of a plan is kept while it goes by: what is answered, the counts, and the texts that are secret.</summary>
internal sealed class CollectedPlan(PlanQuery query, bool isRedacted, WorkBudget budget)
{
    private const int MaxOutputs = 50;
    private const int MaxUnknownMembers = 20;

    private readonly SensitiveValues secrets = new(budget);
    private readonly Dictionary<string, int> counts = [];
    private readonly MatchingRows<ResourceChange> resources = new(new AddressFilter(query.Address), query.Skip, query.Take);
    private readonly List<ResourceChange> drift = [];
    private readonly List<OutputChange> outputs = [];
    private readonly List<FailedCheck> checks = [];
    private readonly List<string> invocations = [];
    private readonly List<KeyValuePair<string, string>> deferredInvocations = [];
    private readonly List<string> unknownMembers = [];
    private readonly ValueTexts? texts = query.IncludeValues ? new() : null;
    private readonly Dictionary<string, int> unread = new(StringComparer.Ordinal);
    private int outputCount;
    private bool hasHidden;
    private bool hasSecretKeys;

    /// <summary>What refers to what; null where nothing depends on it.</summary>
    public PlanReferences? References { get; } = isRedacted && query.IncludeValues ? new() : null;

    public JsonElement Variables { get; set; }

    public JsonElement Declared { get; set; }

    public JsonElement TerraformVersion { get; set; }

    public bool IsErrored { get; set; }

    public bool IsPartial { get; set; }

    public void AddUnknown(string name)
    {
        if (unknownMembers.Count < MaxUnknownMembers)
            unknownMembers.Add(name);
    }

    /// <summary>Counts an element of a list that can't be summed up.</summary>
    public void AddUnread(string member) => unread[member] = unread.GetValueOrDefault(member) + 1;

    public bool AddDeferred(JsonElement deferred) =>
        deferred.TryGetProperty("resource_change", out var change) && change.ValueKind == JsonValueKind.Object
        && Add(change, isDrift: false, Text(deferred, "reason") ?? "deferred");

    /// <summary>False for what has no address or no change.</summary>
    public bool Add(JsonElement resource, bool isDrift, string? deferredBecause)
    {
        if (!resource.TryGetProperty("change", out var change) || change.ValueKind != JsonValueKind.Object
            || Text(resource, "address") is not { } address)
        {
            return false;
        }

        var known = KnownSecrets.Of(Text(resource, "type"));
        AddSecrets(change, known);
        change.TryGetProperty("actions", out var actions);
        var one = new ResourceChange
        {
            Address = address,
            Deposed = Text(resource, "deposed"),
            IsDrift = isDrift,
            Action = PlanAction.Of(actions),
            Reason = Text(resource, "action_reason"),
            MovedFrom = Text(resource, "previous_address") is { } previous && previous != address ? previous : null,
            Imported = ImportedObject.Of(change),
            DeferredBecause = deferredBecause,
        };
        var hasMarks = IsHidden(change, () => PlanReferences.Place(address));
        foreach (var action in isDrift ? [PlanAction.Drift] : deferredBecause is not null ? [PlanAction.Deferred] : one.Actions)
            counts[action] = counts.GetValueOrDefault(action) + 1;
        resources.BeginsExact(address);
        if (query.WantsAction(one))
            resources.Add(address, () => WithDetails(one, change, actions, hasMarks, known));
        else if (isDrift && drift.Count < query.TakeDrift)
            drift.Add(WithDetails(one, change, actions, hasMarks, known));
        return true;
    }

    public void AddOutput(string name, JsonElement change)
    {
        if (change.ValueKind != JsonValueKind.Object)
            return;
        AddSecrets(change, default);
        IsHidden(change, () => PlanReferences.Output(name));
        var action = PlanAction.Of(change.TryGetProperty("actions", out var actions) ? actions : default);
        if (!PlanAction.IsChange(action) || ++outputCount > MaxOutputs)
            return;
        var (before, after) = (PlannedValue.Of(change, "before"), PlannedValue.Of(change, "after"));
        var isSensitive = before.IsMarked || after.IsMarked;

        // The API has null for what it withholds; what is sensitive is never told to be empty.
        var (old, fresh) = isSensitive
            ? (Withheld(action != "create"), after.IsUnknown ? DocumentValue.Unknown : Withheld(action != "delete"))
            : texts?.Keep(before, after) ?? default;
        outputs.Add(new(name, action, isSensitive, texts is null || action == "create" ? null : old, texts is null
            || action == "delete" ? null : fresh)
        {
            IsOnlyMarked = action == "update" && !isRedacted && (before.HasMarks || after.HasMarks)
                && before.Json.ValueKind != JsonValueKind.Null && before.Content == after.Content,
        });

        static string? Withheld(bool isThere) => isThere ? DocumentValue.Sensitive : null;
    }

    public bool AddCheck(JsonElement check)
    {
        if (Text(check, "status") is not { } status)
            return false;
        if (status is not ("fail" or "error"))
            return true;

        // A check that failed as a whole has no instances, and has failed all the same.
        var before = checks.Count;
        foreach (var instance in Elements(check, "instances").Where(instance => Text(instance, "status") is "fail" or "error"))
        {
            var messages = Elements(instance, "problems").Select(problem => Text(problem, "message")).OfType<string>().ToArray();
            checks.Add(new(Shown(instance) ?? Shown(check) ?? "(unknown)", Text(instance, "status")!, messages));
        }

        if (checks.Count == before)
            checks.Add(new(Shown(check) ?? "(unknown)", status, []));
        return true;
    }

    public bool AddInvocation(JsonElement invocation)
    {
        if (Invoked(invocation) is not { } address)
            return false;
        invocations.Add(address);
        return true;
    }

    public bool AddDeferredInvocation(JsonElement deferred)
    {
        if (!deferred.TryGetProperty("action_invocation", out var invocation) || Invoked(invocation) is not { } address)
            return false;
        deferredInvocations.Add(new(address, Text(deferred, "reason") ?? "deferred"));
        return true;
    }

    public PlanDigest Digest()
    {
        AddSecretVariables();
        var copies = References is { IsRead: true } ? References.Reached() : null;
        var rows = resources.Rows.ConvertAll(row => Finished(row, copies));
        var drifted = drift.ConvertAll(row => Finished(row, copies));
        var changed = outputs.ConvertAll(output => Finished(output, copies));
        return new()
        {
            TerraformVersion = TerraformVersion.ValueKind == JsonValueKind.String ? TerraformVersion.GetString() : null,
            IsErrored = IsErrored,
            IsPartial = IsPartial,
            Counts = counts,
            Resources = rows,
            Matching = resources.Count,
            Drift = drifted,
            Outputs = changed,
            OutputCount = outputCount,
            FailedChecks = checks.ConvertAll(
                check => check with
                { Address = Address(check.Address), Messages = [.. check.Messages.Select(Message)] }),
            AreMessagesWithheld = hasHidden && checks.Exists(check => check.Messages.Count > 0),
            InvokedActions = invocations.ConvertAll(Address),
            DeferredActions = deferredInvocations.ConvertAll(action => KeyValuePair.Create(Address(action.Key), action.Value)),
            UnknownMembers = [.. unknownMembers, .. unread.Select(member => $"{member.Key} ({member.Value} that can't be read)")],
            AreValuesWithheld = References is { HasMarks: true },
            HasSecretKeys = hasSecretKeys,
        };
    }

    // The two sides of a change, of a resource or an output.
    private void AddSecrets(JsonElement change, SensitiveMarks known)
    {
        foreach (var side in (ReadOnlySpan<string>)["before", "after"])
        {
            if (!change.TryGetProperty(side, out var value))
                continue;
            var marks = SensitiveMarks.Of(change, side).And(known);
            if (Guesses)
                TerraformDocument.Collect(value, marks, guesses: true, secrets, budget);
            else
                secrets.Add(value, marks);
        }
    }

    // Its version comes first. A plan that says of no version marks nothing that names would not tell.
    private bool Guesses => KnownSecrets.IsUnmarked(
        TerraformVersion.ValueKind == JsonValueKind.String ? TerraformVersion.GetString() : null);

    // A plan says of its variables only the values; which of them are sensitive stands in the configuration, before or
    // behind them.
    private void AddSecretVariables()
    {
        if (Variables.ValueKind != JsonValueKind.Object || Declared.ValueKind != JsonValueKind.Object)
            return;
        var variables = new JsonChildren(Variables);
        foreach (var declaration in Declared.EnumerateObject())
        {
            if (declaration.Value.ValueKind == JsonValueKind.Object
                && SensitiveMarks.Of(declaration.Value, "default") is { IsEmpty: false } marks
                && variables.Member(declaration.Name) is { ValueKind: JsonValueKind.Object } variable
                && variable.TryGetProperty("value", out var value))
            {
                secrets.Add(value, marks);
            }
        }
    }

    private ResourceChange WithDetails(
        ResourceChange one, JsonElement change, JsonElement actions, bool hasMarks, SensitiveMarks known)
    {
        // Of what goes, everything goes; its paths say nothing.
        var changes = new AttributeChanges(
            hasMarks ? null : texts, countsUnknown: one.Action is "create" or "replace", isRedacted);
        if (query.IncludeValues || one.Action is not ("delete" or "forget" or "read"))
        {
            changes.Compare(PlannedValue.Of(change, "before", known, Guesses, budget),
                PlannedValue.Of(change, "after", known, Guesses, budget));
        }

        return one with
        {
            ForcedBy = change.TryGetProperty("replace_paths", out var paths) && paths.ValueKind == JsonValueKind.Array
                ? [.. paths.EnumerateArray().Select(ValuePath.Of).Where(path => path.Length > 0)] : [],
            IsCreatedFirst = one.Action == "replace" && PlanAction.CreatesBeforeDestroying(actions),
            Changed = changes.Found,
            MoreChanged = changes.More,
            Unknown = changes.Unknown,
            MayChange = changes.MayChange,
            MoreMayChange = changes.MoreMayChange,
            MarksChange = one.Action == "update"
                && changes is { Found.Count: 0, MayChange.Count: 0, MarksChange.Count: 0 } ? changes.MarksKept
                : changes.MarksChange,
            AreValuesWithheld = hasMarks && texts is not null,
        };
    }

    private ResourceChange Finished(ResourceChange one, HashSet<string>? copies)
    {
        var isWithheld = one.AreValuesWithheld || MayBeCopied(PlanReferences.Place(one.Address), copies);
        return one with
        {
            Address = Address(one.Address),
            MovedFrom = one.MovedFrom is null ? null : Address(one.MovedFrom),
            Imported = one.Imported?.Masked(secrets),
            ForcedBy = [.. one.ForcedBy.Select(Path)],
            Changed = [.. one.Changed.Select(
                attribute => (isWithheld ? new(attribute.Path) { IsReordered = attribute.IsReordered }
                    : attribute.Masked(secrets)) with { Path = Path(attribute.Path) })],
            MayChange = [.. one.MayChange.Select(Path)],
            MarksChange = [.. one.MarksChange.Select(Path)],
            AreValuesWithheld = isWithheld,
        };
    }

    private OutputChange Finished(OutputChange output, HashSet<string>? copies) =>
        MayBeCopied(PlanReferences.Output(output.Name), copies)
        ? output with { Before = null, After = null }
        : output with
        {
            Before = DocumentValue.Masked(output.Before, secrets),
            After = DocumentValue.Masked(output.After, secrets)
        };

    // Of a redacted plan. Where it doesn't say what refers to what, all may.
    private bool MayBeCopied(string place, HashSet<string>? copies) =>
        References is { HasMarks: true } && copies?.Contains(place) != false;

    private string Address(string address)
    {
        var masked = ResourceAddress.Masked(address, secrets);
        hasSecretKeys |= masked != address;
        return masked;
    }

    private string Path(string path) => ResourceAddress.Masked(path, secrets, isPath: true);

    // A message is made of any values, and of which ones no plan says.
    private string Message(string message) => hasHidden ? "(withheld: the plan is redacted, and this may hold a copy)"
        : secrets.IsIn(message) ? "(sensitive)" : ErrorDocument.Clean(message);

    // Whether a change has something that this document has redacted; its place is then one that copies may come from.
    private bool IsHidden(JsonElement change, Func<string> place)
    {
        if (!isRedacted || !HasMarks(change))
            return false;
        hasHidden = true;
        References?.Mark(place());
        return true;
    }

    private static bool HasMarks(JsonElement change) =>
        (change.TryGetProperty("before_sensitive", out var before) && MarkTree.HasTrue(before))
        || (change.TryGetProperty("after_sensitive", out var after) && MarkTree.HasTrue(after));

    // action.aws_lambda_invoke.warm; of a module an address is never left out.
    private static string? Invoked(JsonElement invocation) =>
        Text(invocation, "address")
        ?? (Text(invocation, "type") is { } type && Text(invocation, "name") is { } name ? $"action.{type}.{name}"
            : null);

    private static IEnumerable<JsonElement> Elements(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object) : [];

    private static string? Shown(JsonElement owner) =>
        owner.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.Object
        ? Text(address, "to_display") : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
