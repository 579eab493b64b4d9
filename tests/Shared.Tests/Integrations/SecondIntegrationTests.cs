using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Calls;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Integrations.Clock;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations;

/// <summary>A second system beside Terraform: one line in a host, and its accounts have URLs, lists, calls, refusals and a trail like any other.</summary>
public sealed class SecondIntegrationTests
{
    private const string Account = "wall";

    [Fact]
    public async Task A_URL_shows_and_calls_the_tools_of_its_account_s_integration_and_no_others()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""", Account);
        var listed = (await product.AskAsync(token, "tools/list"))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!);
        Assert.Equal(["clock_now", "clock_alarm_set"], listed);
        Assert.Equal("07:30", (string?)(await CallAsync(product, token, "clock_alarm_set", """{"at":"07:30"}"""))["result"]!.Answer()["alarms"]);
        Assert.Contains("Unknown tool", (await CallAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces"))["error"]!.ToJsonString(), StringComparison.Ordinal);

        // And the other way round.
        var terraform = await product.TokenAsync("""{"methods":["*"]}""");
        Assert.Contains("Unknown tool", (await CallAsync(product, terraform, "clock_now"))["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URL_that_reads_has_no_tool_that_changes_and_bad_arguments_are_named()
    {
        await using var product = await StartAsync();
        var reading = await product.TokenAsync("{}", Account);
        Assert.Contains("Unknown tool", (await CallAsync(product, reading, "clock_alarm_set", """{"at":"07:30"}"""))["error"]!.ToJsonString(), StringComparison.Ordinal);
        var all = await product.TokenAsync("""{"methods":["*"]}""", Account);
        Assert.Contains("at is required", (await CallAsync(product, all, "clock_alarm_set", """{}"""))["result"]!.Answer().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_has_its_intent_and_its_outcome_in_the_trail()
    {
        await using var product = await StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"]}""", Account);
        await CallAsync(product, (string)minted["token"]!, "clock_alarm_set", """{"at":"07:30"}""");
        using var trail = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{Account}/mcp/{minted["id"]}/audit");
        var entries = JsonNode.Parse(await trail.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["result"]!.AsArray();
        Assert.Equal([null, "ok"], entries.Select(entry => (string?)entry!["outcome"]).Order(StringComparer.Ordinal));
        Assert.Single(entries.Select(entry => (string?)entry!["call_id"]).Distinct());
        Assert.All(entries, entry => Assert.Equal("clock_alarm_set", (string?)entry!["tool"]));
    }

    [Fact]
    public async Task A_change_whose_outcome_can_not_be_noted_names_the_system_that_it_was_sent_to()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""", Account);
        var questions = 0;

        // The end of the chain is looked up, the intent is stored, and then no more.
        product.Store.IsDownFor = kind => kind == RecordKind.AuditEntry && Interlocked.Increment(ref questions) > 2;
        var answer = (await CallAsync(product, token, "clock_alarm_set", """{"at":"07:30"}"""))["result"]!.Answer();
        Assert.StartsWith("The change was sent, and the clock answered nothing. ", (string)answer["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("Terraform", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_integration_that_the_host_has_not_is_refused_by_name()
    {
        await using var product = await StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Put, "/integrated-account/odd", """{"integration":"sundial","address":"https://sundial.example.com","credential":{"secret":"s"}}""");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains("hashicorp_terraform_cloud", text, StringComparison.Ordinal);
        Assert.Contains("clock", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_has_the_members_of_its_integration_and_no_others()
    {
        await using var product = await StartAsync();
        Task<(int Status, JsonNode Body)> PutAsync(string members) => AnswerAsync(product, HttpMethod.Put, $$"""{"integration":"clock","credential":{"secret":"s"}{{members}}}""");

        var (status, account) = await PutAsync(""","zone":"Europe/Vienna","chimes":["hour","half"]""");
        Assert.Equal((200, "https://clock.example.com", "Europe/Vienna", 2), (status, (string?)account["address"], (string?)account["zone"], account["chimes"]!.AsArray().Count));
        Assert.Equal("Europe/Vienna", (string?)(await AnswerAsync(product, HttpMethod.Get)).Body["zone"]);

        foreach (var (members, word) in new[]
        {
            (""","zone": "Vienna" """, "Europe/Vienna"), (""","zone":1""", "zone"), (""","organization": "acme-corp" """, "organization"), (""","blob_hosts":["x.example.com"]""", "blob_hosts"),
            (""","policy":{"scope":{"workspaces":["*"]}}""", "workspaces"), (""","policy":{"scope":{}}""", "rooms"),
        })
        {
            var (refused, why) = await PutAsync(members);
            Assert.Equal(422, refused);
            Assert.Contains(word, why.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static async Task<(int Status, JsonNode Body)> AnswerAsync(TestProduct product, HttpMethod method, string? body = null)
    {
        using var answer = await product.AdminAsync(method, $"/integrated-account/{Account}", body);
        var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return ((int)answer.StatusCode, document["result"] ?? document);
    }

    private static Task<JsonNode> CallAsync(TestProduct product, string token, string tool, string arguments = "{}") =>
        product.AskAsync(token, "tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""");

    private static async Task<TestProduct> StartAsync()
    {
        var product = await TestProduct.StartAsync(services: services => services.AddSingleton<IIntegration, ClockIntegration>());
        using var answer = await product.AdminAsync(HttpMethod.Put, $"/integrated-account/{Account}", """{"integration":"clock","address":"https://clock.example.com","credential":{"secret":"s"}}""");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return product;
    }
}
