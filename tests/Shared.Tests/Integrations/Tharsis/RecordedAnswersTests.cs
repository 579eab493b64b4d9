using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Redaction;
using ServerlessMcp.Sandbox.Tharsis;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>Each answer of a running Tharsis equals ours for the same question, member by member; and the simulated one's queries equal its too. What differs on purpose stands here with its reason.</summary>
public sealed class RecordedAnswersTests
{
    // docs, docs_page: that server had no network. run_not_there: its id decodes to that of run a.
    private static readonly string[] NotComparable = ["tools", "docs", "docs_page", "run_not_there"];

    private static readonly JsonNode Recorded = JsonNode.Parse(File.ReadAllText(SourceTree.PathOf("tests", "Shared.Tests", "Integrations", "Tharsis", "recorded.json")))!;

    public static TheoryData<string> Tools => new(Recorded["mcp"]!.AsObject().Select(one => one.Key).Except(NotComparable));

    public static TheoryData<string> Queries => new(Recorded["graphql"]!.AsObject().Select(one => one.Key));

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task A_tool_answers_what_Tharsis_itself_does(string name)
    {
        await using var tharsis = await TharsisProduct.StartAsync("acme/agent", TharsisSandbox.AcmeSecret);
        var token = await tharsis.TokenAsync();
        var asked = Recorded["mcp"]![name]!;
        var ours = await tharsis.CallAsync(token, (string)asked["tool"]!, asked["arguments"]);
        if ((bool?)asked["answer"]!["isError"] == true)
        {
            // Theirs is a text; ours says besides what to do.
            Assert.Equal((string?)asked["answer"]!["text"], (string?)ours["error"]!["detail"]);
            return;
        }

        var theirs = asked["answer"]!["structuredContent"]!.DeepClone();
        Differ(theirs, "");
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs.ToJsonString()}\nours:   {ours.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task The_simulated_server_answers_a_query_as_the_running_one_did(string name)
    {
        await using var tharsis = await TharsisProduct.StartAsync("acme/agent", TharsisSandbox.AcmeSecret);
        tharsis.Sandbox.ExpireSecret("acme/agent", new DateTimeOffset(2026, 12, 29, 17, 24, 10, TimeSpan.Zero));
        var asked = Recorded["graphql"]![name]!;
        var ours = await SimulatedServer.AskAsync(tharsis.Sandbox, TharsisSandbox.AcmeSecret, "acme/agent", (string)asked["query"]!, asked["variables"]);
        var theirs = asked["answer"]!.DeepClone();
        if (name == "job_plan")
        {
            // Its log was not recorded.
            theirs["data"]!["node"]!["logSize"] = 0;
        }

        foreach (var change in (theirs["data"]?["node"]?["plan"]?["changes"]?["resources"]?.AsArray() ?? []).Concat(theirs["data"]?["node"]?["plan"]?["changes"]?["outputs"]?.AsArray() ?? []))
        {
            // Nobody asks for it.
            change!["originalSource"] = null;
        }

        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs.ToJsonString()}\nours:   {ours.ToJsonString()}");
    }

    // What is different on purpose.
    private static void Differ(JsonNode? node, string name)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (member, value) in members.ToArray())
                {
                    Differ(value, member);
                    members[member] = Changed(member, members[member]);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Differ(item, name);
                }

                break;
        }
    }

    private static JsonNode? Changed(string member, JsonNode? value) => member switch
    {
        // Theirs is a bare uuid, which no tool of theirs takes: a slip. Ours is the global id, as everywhere else.
        "configuration_version_id" => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"C_{(string)value!}")),

        // Colours of a terminal are no use to a model, and cost tokens.
        "error_message" or "logs" => TerminalText.Of(Encoding.UTF8.GetBytes((string)value!)),

        // The copy of a value that the same diff hides.
        "unified_diff" => ((string)value!).Replace("output = \"EXAMPLE-SECRET\"", "output = (sensitive: withheld)", StringComparison.Ordinal),
        _ => value?.DeepClone(),
    };
}
