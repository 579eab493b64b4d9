using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
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
            Run = (_, _, _) => Task.FromResult(Answer("now", clock.GetUtcNow().ToString("O"))),
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
    ], form: new AccountForm
    {
        System = "the clock",
        DefaultAddress = new Uri("https://clock.example.com"),
        Members = [new("zone", IsList: false, zone => zone.Contains('/') ? null : "a zone is needed, such as Europe/Vienna"), new("chimes", IsList: true, _ => null)],
    });

    public string PreviewName => "clock";

    public ValueTask<string> EditionAsync(IntegratedAccount account, CancellationToken cancellationToken) => new(Catalog.EditionAt(account.Address));

    public Task<ToolResult> CallAsync(ToolDefinition tool, ToolCall call, CancellationToken cancellationToken) => ((CodedTool)tool).CallAsync(call, cancellationToken);

    public Task<ReadOnlyMemory<byte>> PreviewAsync(IntegratedAccount account, CancellationToken cancellationToken) => Task.FromResult(Answer("reachable", "yes"));

    public Task<IReadOnlyList<(string Kind, int? Count)>?> CountScopeAsync(McpServerConfig config, IntegratedAccount account, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string Kind, int? Count)>?>(null);

    private static ReadOnlyMemory<byte> Answer(string name, string value) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(name, value);
        writer.WriteEndObject();
    });
}
