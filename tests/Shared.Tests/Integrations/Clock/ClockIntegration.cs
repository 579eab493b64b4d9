using System.Text.Json;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Tests.Integrations.Clock;

/// <summary>The smallest integration: a clock that tells the time and takes an alarm. It uses the engine's rooms and nothing else.</summary>
internal sealed class ClockIntegration(TimeProvider clock) : IIntegration
{
    private readonly List<string> alarms = [];

    public ToolCatalog Catalog => field ??= new ToolCatalog("clock",
    [
        new CodedTool
        {
            Name = "clock_now",
            ShortName = "clock_now",
            Method = ToolMethod.Get,
            Effect = Effect.Read,
            Tags = ["core"],
            Description = "What time it is.",
            Reach = ToolReach.Workspace,
            Arguments = [new() { Name = "room", Place = ArgumentPlace.Answer, Kind = JsonKind.Text, WireName = "room", Description = "Of this room's clock." }],

            // One room is asked for elsewhere, which the tool has not said.
            Run = async (arguments, call, cancellationToken) => arguments.Text("room") == "elsewhere"
                ? (await call.AskAsync(JointQuestions.WorkspaceState, new Dictionary<string, JsonElement>(), cancellationToken)).Json
                : Answer("now", $"{clock.GetUtcNow():O} {arguments.Text("room")}".Trim()),
        },
        new CodedTool
        {
            Name = "clock_alarm_set",
            ShortName = "clock_alarm",
            Method = ToolMethod.Create,
            Effect = Effect.Mutate,
            Tags = ["core"],
            Description = "Set an alarm.",
            Arguments = [new() { Name = "at", Place = ArgumentPlace.Answer, Kind = JsonKind.Text, WireName = "at", Description = "When: 07:30.", IsRequired = true }],
            Run = (arguments, _, _) =>
            {
                alarms.Add(arguments.Text("at")!);
                return Task.FromResult(Answer("alarms", string.Join(' ', alarms)));
            },
        },

        // What joins two systems: when the clock was wound, by whom a workspace of another account says.
        new CodedTool
        {
            Name = "clock_compare_state",
            ShortName = "clock_compare",
            Method = ToolMethod.Custom,
            Effect = Effect.Read,
            Tags = ["core"],
            Description = "How many resources a workspace has now.",
            Reach = ToolReach.Workspace,
            Asks = [JointQuestions.WorkspaceState],
            Arguments = [new() { Name = "workspace", Place = ArgumentPlace.Answer, Kind = JsonKind.Text, WireName = "workspace", Description = "Its name.", IsRequired = true }],
            Run = async (arguments, call, cancellationToken) =>
            {
                var asked = new Dictionary<string, JsonElement> { ["workspace_id"] = IntegratedAccount.Member(arguments.Text("workspace")!), ["include_values"] = JsonElement.Parse("true") };
                return (await call.AskAsync(JointQuestions.WorkspaceState, asked, cancellationToken)).Json;
            },
        },
    ], form: new AccountForm
    {
        System = "the clock",
        DefaultAddress = new Uri("https://clock.example.com"),
        Members = [new("zone", IsList: false, zone => zone.Contains('/') ? null : "a zone is needed, such as Europe/Vienna"), new("chimes", IsList: true, _ => null)],
        Scope = [new("rooms", ScopeRole.Groups, "-_", "letters, digits, - and _ are allowed in a room's path") { IsPath = true }],
    });

    public string PreviewName => "clock";

    public ValueTask<string> EditionAsync(IntegratedAccount account, CancellationToken cancellationToken) => new(Catalog.EditionAt(account.Address));

    public Task<ToolResult> CallAsync(ToolDefinition tool, ToolCall call, CancellationToken cancellationToken) =>
        IsInScope(tool, call) ? ((CodedTool)tool).CallAsync(call, cancellationToken)
            : Task.FromResult(new ToolResult(ToolError.Of(writer => writer.WriteString("title", "out of scope")), CallOutcome.OutOfScope));

    // A clock whose room is not said is nobody's in particular.
    private static bool IsInScope(ToolDefinition tool, ToolCall call) => tool.Name != "clock_now" || call.Scopes.All(scope =>
        call.Arguments?.TryGetValue("room", out var room) == true && room.ValueKind == JsonValueKind.String && scope["rooms"].Any(prefix => PathPrefix.Covers(prefix, room.GetString()!)));

    public Task<ReadOnlyMemory<byte>> PreviewAsync(IntegratedAccount account, CancellationToken cancellationToken) => Task.FromResult(Answer("reachable", "yes"));

    public Task<IReadOnlyList<(string Kind, int? Count)>?> CountScopeAsync(McpServerConfig config, IntegratedAccount account, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string Kind, int? Count)>?>(config.Scope is { } scope ? [("rooms", scope["rooms"].Count)] : null);

    private static ReadOnlyMemory<byte> Answer(string name, string value) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(name, value);
        writer.WriteEndObject();
    });
}
