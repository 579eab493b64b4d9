using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// What a refusal of a change says besides the API's own words, which are often none: the state that forbade it and
/// since when, and the steps that lead out of it, as <c>next</c>. All of it is read by the tools that the URL has, so it
/// tells nothing that the URL could not read. What can't be read leaves the refusal as it is.
/// </summary>
/// <param name="read">Calls a tool that reads.</param>
/// <param name="call">The change that was refused.</param>
internal sealed class WaysOut(FollowedRun.Reader read, TerraformCall call)
{
    private const string Product = "hashicorp_terraform_cloud_";

    private const string GetWorkspace = $"get_single_{Product}workspace_by_id";

    private const string Rollback = Product + "state_versions_rollback";

    private const string SafeDelete = Product + "workspaces_safe_delete";

    // Of a project's workspaces those that are named.
    private const int MaxNamed = 10, MaxSteps = 3;

    /// <summary>Whether there may be something to say.</summary>
    public static bool MayBe(TerraformTool tool, CallOutcome outcome, TerraformSession api) =>
        outcome == CallOutcome.UpstreamError && tool.Effect != Effect.Read
        && (tool.Name == Rollback ? api.LastStatus is >= 404 and not 429 : api.LastStatus is 403 or 409 or 422)
        && Case(tool) is not null;

    /// <summary>The refusal, with what there is to say.</summary>
    public async Task<ReadOnlyMemory<byte>> AddAsync(ReadOnlyMemory<byte> refusal, CancellationToken cancellationToken) =>
        await Case(call.Tool)!(this, cancellationToken) is { } way ? With(refusal, way) : refusal;

    private static Func<WaysOut, CancellationToken, Task<Way?>>? Case(TerraformTool tool) => tool switch
    {
        { Name: Rollback } => (way, token) => way.OfRollbackAsync(token),
        { Name: $"delete_a_{Product}project_by_id" } => (way, token) => way.OfProjectAsync(token),
        { ResourceType: "workspaces" } when tool.Name.EndsWith("safe_delete", StringComparison.Ordinal) =>
            (way, token) => way.OfSafeDeleteAsync(token),
        { ResourceType: "workspaces" } when tool.Name.EndsWith("lock", StringComparison.Ordinal) =>
            (way, token) => way.OfLockAsync(token),
        _ when tool.Path.StartsWith("/runs/{run_id}/actions/", StringComparison.Ordinal) =>
            (way, token) => way.OfRunAsync(null, token),
        _ when tool.Path.EndsWith("/actions/override", StringComparison.Ordinal) => (way, token) => way.OfOverrideAsync(token),
        _ => null,
    };

    private async Task<Way?> OfRunAsync(string? given, CancellationToken cancellationToken)
    {
        var runId = given ?? call.Arguments.Text("run_id")!;
        using var run = await JsonAsync(Product + "runs_diagnose", cancellationToken, ("run_id", runId))
            ?? await JsonAsync($"get_single_{Product}run_by_id", cancellationToken, ("run_id", runId));
        if (run is null || Text(run.RootElement, "status") is not { } status)
            return null;
        var (since, summary) = (Text(run.RootElement, "since"), Text(run.RootElement, "summary"));
        var told = run.RootElement.Clone();
        return new Way($"The run is {status}{(since is null ? "" : $" since {since}")}{(summary is null ? "." : $": {summary}")}")
        {
            Write = writer =>
            {
                foreach (var name in (string[])["next", "not_possible"])
                {
                    if (!told.TryGetProperty(name, out var steps))
                        continue;
                    writer.WritePropertyName(name);
                    steps.WriteTo(writer);
                }
            },
        };
    }

    private async Task<Way?> OfOverrideAsync(CancellationToken cancellationToken)
    {
        var argument = call.Tool.Arguments.First(one => one.Place == ArgumentPlace.Path).Name;
        var what = argument[..^"_id".Length];
        using var found = await JsonAsync(
            $"get_single_{Product}{what}_by_id", cancellationToken, (argument, call.Arguments.Text(argument)!), ("fields", (string[])["status", "run_id"]));
        if (found is null || Text(found.RootElement, "status") is not { } status)
            return null;
        var detail = $"The {what.Replace('_', ' ')} is {status}.";
        return Text(found.RootElement, "run_id") is { } run && await OfRunAsync(run, cancellationToken) is { } way
            ? way with { Detail = $"{detail} {way.Detail}" } : new Way(detail);
    }

    private async Task<Way?> OfSafeDeleteAsync(CancellationToken cancellationToken)
    {
        using var found = await WorkspaceAsync(cancellationToken);
        if (found?.RootElement is not { } home || Text(home, "id") is not { } id)
            return null;
        var count = home.TryGetProperty("resource_count", out var told) && told.TryGetInt32(out var number) ? number : (int?)null;
        var isLocked = home.TryGetProperty("locked", out var locked) && locked.ValueKind == JsonValueKind.True;
        List<NextTool?> steps = [];
        if (isLocked)
            steps.Add(NextTool.With(Product + "workspaces_unlock", "workspace_id", id, "It is locked: unlock it first."));
        if (count != 0)
        {
            steps.Add(new NextTool($"create_a_{Product}run",
                "Plan the destruction of what it manages; read the plan, apply it, then delete again.",
                Pair("workspace_id", id), Pair("is_destroy", true)));
            steps.Add(NextTool.With(Product + "workspaces_find_resources", "workspace_id", id, "See what it still manages."));
        }

        string?[] said = [isLocked ? Held(home) : null, count is > 0 ? $"It manages {count} resources." : null];
        return new Way(string.Join(' ', said.OfType<string>())) { Steps = steps };
    }

    private async Task<Way?> OfProjectAsync(CancellationToken cancellationToken)
    {
        var project = call.Arguments.Text("project_id")!;
        using var found = await JsonAsync($"list_all_{Product}workspaces", cancellationToken,
            ("project_id", project), ("page_size", MaxNamed), ("fields", (string[])["id", "name"]));
        if (found is null || !found.RootElement.TryGetProperty("items", out var items) || items.GetArrayLength() == 0)
            return null;
        var homes = items.EnumerateArray().Select(home => (Id: Text(home, "id")!, Name: Text(home, "name")!)).ToList();
        var total = found.RootElement.TryGetProperty("total_count", out var all) ? all.GetInt32() : homes.Count;
        var most = call.Call.Filter.Has(SafeDelete) ? MaxSteps : 1;
        return new Way($"Its workspaces: {string.Join(", ", homes.Select(home => TextCut.Shorten(home.Name, 60)))}"
            + $"{(total > homes.Count ? $" and {total - homes.Count} more" : "")}. Move them to another project, or delete them.")
        {
            Steps =
            [
                .. homes.Take(most).Select(home => NextTool.With(
                    SafeDelete, "workspace_id", home.Id, $"Delete {TextCut.Shorten(home.Name, 60)}, if it manages nothing any more.")),
                total > most ? NextTool.With($"list_all_{Product}workspaces", "project_id", project, "List all of them.") : null,
            ],
        };
    }

    private async Task<Way?> OfLockAsync(CancellationToken cancellationToken)
    {
        using var found = await WorkspaceAsync(cancellationToken);
        if (found?.RootElement is not { } home || Text(home, "id") is not { } id)
            return null;
        if (!home.TryGetProperty("locked", out var locked) || locked.ValueKind != JsonValueKind.True)
            return new Way("The workspace is not locked.");
        var isUnlock = call.Tool.Name.EndsWith("_unlock", StringComparison.Ordinal);
        var run = home.TryGetProperty("current_run", out var current) ? Text(current, "id") : null;
        return new Way(Held(home))
        {
            Steps =
            [
                Text(home, "locked_by") is null
                    ? NextTool.With(Product + "runs_diagnose", "run_id", run, "A run may hold it: see what that waits for.") : null,
                isUnlock ? NextTool.With(Product + "workspaces_force_unlock", "workspace_id", id,
                    "Break the lock, once its holder agrees or is gone.", Permission(home, "can_force_unlock"))
                    : NextTool.With(Product + "workspaces_unlock", "workspace_id", id,
                        "Unlock it, if this connection's user holds the lock.", Permission(home, "can_unlock")),
            ],
        };
    }

    // A state that was read here is never written back: its sensitive values are withheld. What goes back is the API's
    // own copy, or the code of that time.
    private async Task<Way?> OfRollbackAsync(CancellationToken cancellationToken)
    {
        var version = call.Arguments.Text("rollback_state_version_id")!;
        using var found = await WorkspaceAsync(cancellationToken);
        if (found?.RootElement is not { } home || Text(home, "id") is not { } id)
            return null;
        var isLocked = home.TryGetProperty("locked", out var locked) && locked.ValueKind == JsonValueKind.True;
        var isOfLock = call.Api.LastStatus is 403 or 409 or 422;
        var again = new NextTool(Rollback, "Roll back under the lock.", Pair("workspace_id", id), Pair("rollback_state_version_id", version));
        var check = new NextTool($"create_a_{Product}run", "See that nothing changes that should not: plan only.",
            Pair("workspace_id", id), Pair("plan_only", true));
        var unlock = NextTool.With(Product + "workspaces_unlock", "workspace_id", id, "Let runs start again.");
        if (isOfLock && !isLocked)
        {
            return new Way("The workspace is not locked, and a state is set only under a lock of one's own.")
            {
                Steps =
                [
                    new NextTool(Product + "workspaces_lock", "Lock it first.", Pair("workspace_id", id), Pair("reason", "State rollback")),
                    again, check, unlock,
                ],
            };
        }

        return new Way((isLocked ? Held(home) + " " : "") + "Do not write a state back that was read here: its sensitive values are "
            + "withheld. What is safe is to plan the code of that time and to read the plan before it is applied.")
        {
            Steps =
            [
                NextTool.With(Product + "state_versions_compare", "workspace_id", id, "See what has changed since.") is { } compare
                    ? new NextTool(compare.Name, compare.Why, Pair("workspace_id", id), Pair("from", version)) : null,
                await CodeOfAsync(id, version, cancellationToken), unlock,
            ],
        };
    }

    private async Task<NextTool?> CodeOfAsync(string workspace, string version, CancellationToken cancellationToken)
    {
        using var state = await JsonAsync($"get_single_{Product}state_version_by_id", cancellationToken,
            ("state_version_id", version), ("fields", (string[])["run_id"]));
        using var run = state is not null && Text(state.RootElement, "run_id") is { } id
            ? await JsonAsync($"get_single_{Product}run_by_id", cancellationToken, ("run_id", id), ("fields", (string[])["configuration_version_id"])) : null;
        return run is not null && Text(run.RootElement, "configuration_version_id") is { } code
            ? new NextTool($"create_a_{Product}run", "Plan the code of that time, without applying it.",
                Pair("workspace_id", workspace), Pair("configuration_version_id", code), Pair("auto_apply", false)) : null;
    }

    private Task<JsonDocument?> WorkspaceAsync(CancellationToken cancellationToken) =>
        call.Arguments.Text("workspace_id") is { } id ? JsonAsync(GetWorkspace, cancellationToken, ("workspace_id", id))
        : JsonAsync($"get_single_{Product}workspace_by_name", cancellationToken,
            ("organization_name", call.Arguments.Text("organization_name")!), ("workspace_name", call.Arguments.Text("workspace_name")!));

    private async Task<JsonDocument?> JsonAsync(
        string tool, CancellationToken cancellationToken, params (string Name, object Value)[] arguments) =>
        await read(tool, null, cancellationToken, arguments) is { Outcome: CallOutcome.Ok } found
            ? JsonDocument.Parse(found.Json) : null;

    private ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> refusal, Way way) => JsonResponse.Bytes(writer =>
    {
        using var document = JsonDocument.Parse(refusal);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        var error = document.RootElement.GetProperty("error");
        var detail = Text(error, "detail") is { Length: > 0 } said ? $"{said.TrimEnd('.', ' ')}. {way.Detail}".TrimEnd() : way.Detail;
        foreach (var member in error.EnumerateObject().Where(member => !member.NameEquals("detail")))
        {
            member.WriteTo(writer);
            if (member.NameEquals("title") && detail.Length > 0)
                writer.WriteString("detail", detail);
        }

        writer.WriteEndObject();
        way.Write?.Invoke(writer);
        if (way.Steps.Count > 0)
            NextTools.Of(way.Steps, call.Call).Write(writer);
        writer.WriteEndObject();
    });

    private static string Held(JsonElement home) =>
        $"The workspace is locked{(Text(home, "locked_by") is { } by ? $" by {by}" : "")}"
        + $"{(Text(home, "locked_reason") is { Length: > 0 } reason ? $" ({TextCut.Shorten(reason, 120)})" : "")}.";

    private static bool? Permission(JsonElement home, string name) =>
        home.TryGetProperty("permissions", out var all) && all.TryGetProperty(name, out var may) ? may.ValueKind == JsonValueKind.True : null;

    private static KeyValuePair<string, object> Pair(string name, object value) => KeyValuePair.Create(name, value);

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Way(string Detail)
    {
        public List<NextTool?> Steps { get; init; } = [];

        public Action<Utf8JsonWriter>? Write { get; init; }
    }
}
