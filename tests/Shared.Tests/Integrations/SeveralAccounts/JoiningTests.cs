using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Tests.Integrations.SeveralAccounts.TwoAccounts;

namespace ServerlessMcp.Tests.Integrations.SeveralAccounts;

/// <summary>A tool of one account that asks another one: what it is told is what an agent would be told there, and no more.</summary>
public sealed class JoiningTests
{
    private const string Joining = "clock_compare_state", Answering = "hashicorp_terraform_cloud_workspaces_find_resources";

    [Fact]
    public async Task It_is_told_what_the_other_account_s_tool_tells_with_sensitive_values_withheld_and_page_by_page()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(Both);
        var direct = (await product.CallAsync(token, Answering, """{"workspace_id":"eu-frontend","include_values":true}""")).Answer();
        var joined = (await product.CallAsync(token, Joining, """{"workspace":"eu-frontend"}""")).Answer();
        Assert.Equal(direct.ToJsonString(), joined.ToJsonString());
        Assert.NotEmpty(joined["items"]!.AsArray());
        Assert.All(joined["items"]!.AsArray(), row => Assert.NotNull(row!["address"] ?? row["type"]));
    }

    [Fact]
    public async Task It_is_listed_only_where_another_account_of_the_URL_answers_it()
    {
        await using var product = await StartAsync();
        async Task<bool> HasAsync(string config, string account = Home) => (await product.ToolsAsync(await product.TokenAsync(config, account))).Contains(Joining);
        Assert.True(await HasAsync(Both));
        Assert.False(await HasAsync("""{"methods":["*"]}""", Wall));
        var without = Both.Replace("{\"methods\"", $"{{\"exclude_tools\":[\"{Answering}\"],\"methods\"", StringComparison.Ordinal);
        Assert.False(await HasAsync(without));
        var refused = await product.AskAsync(await product.TokenAsync(without), "tools/call", Call(Joining, """{"workspace":"eu-frontend"}"""));
        Assert.Contains("asks another account", refused["error"]!.ToJsonString(), StringComparison.Ordinal);
        var (status, text) = await product.AnswerAsync(HttpMethod.Post, $"/integrated-account/{Wall}/mcp", $$$"""{"name":"n","config":{"tools":["{{{Joining}}}","clock_now"]}}""");
        Assert.Equal(422, status);
        Assert.Contains("it asks another system", text, StringComparison.Ordinal);

        // With the account that answers it goes, at the next call.
        await using var other = await StartAsync();
        var minted = JsonNode.Parse((await other.AnswerAsync(HttpMethod.Post, $"/integrated-account/{Wall}/mcp",
            """{"name":"n","config":{"methods":["read"],"accounts":["sandbox"],"scope":{"sandbox":"all","wall":"all"}}}""")).Text)!;
        var token = (string)minted["token"]!;
        Assert.Contains(Joining, await other.ToolsAsync(token));
        await other.AnswerAsync(HttpMethod.Delete, $"/integrated-account/{Home}/mcp");
        Assert.DoesNotContain(Joining, await other.ToolsAsync(token));
        Assert.Contains("clock_now", await other.ToolsAsync(token));
    }

    [Fact]
    public async Task It_is_held_to_the_other_account_s_own_scope()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync("""{"accounts":["wall"],"scope":{"sandbox":{"workspaces":["eu-frontend"]},"wall":"all"}}""");
        Assert.NotEmpty((await product.CallAsync(token, Joining, """{"workspace":"eu-frontend"}""")).Answer()["items"]!.AsArray());
        var outside = (await product.CallAsync(token, Joining, """{"workspace":"payment-gateway"}""")).Answer();
        Assert.Equal((await product.CallAsync(token, Answering, """{"workspace_id":"payment-gateway","include_values":true}""")).Answer().ToJsonString(), outside.ToJsonString());
        Assert.NotNull(outside["error"]);
        Assert.Null(outside["items"]);
    }

    [Fact]
    public async Task It_is_counted_and_noted_at_the_other_account()
    {
        await using var product = await StartAsync();
        await product.ConnectAsync(members: ""","policy":{"limits":{"calls_per_minute":1}}""");
        var minted = await product.MintAsync(Both);
        var token = (string)minted["token"]!;
        Assert.NotNull((await product.CallAsync(token, Joining, """{"workspace":"eu-frontend"}""")).Answer()["items"]);
        Assert.Equal("too many calls", (string)(await product.CallAsync(token, Joining, """{"workspace":"eu-frontend"}""")).Answer()["error"]!["title"]!);
        var trail = JsonNode.Parse((await product.AnswerAsync(HttpMethod.Get, $"/integrated-account/{Home}/mcp/{minted["id"]}/audit")).Text)!["result"]!.AsArray();
        Assert.Equal(
            [$"{Joining} wall  ok", $"{Joining} wall  ok", $"{Answering} sandbox {Joining} ok"],
            trail.Select(entry => $"{entry!["tool"]} {entry["account"]} {entry["asked_by"]} {entry["outcome"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_not_noted_there_is_not_told()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(Both);
        var entries = 0;
        product.Store.Before = (kind, operation, _) => kind.ToString().StartsWith("Audit", StringComparison.Ordinal) && operation != "GetAsync" && entries++ == 0
            ? throw new StoreUnavailableException("The store is told to be down.") : Task.CompletedTask;
        var answer = (await product.CallAsync(token, Joining, """{"workspace":"eu-frontend"}""")).Answer();
        Assert.Equal("records unavailable", (string)answer["error"]!["title"]!);
        Assert.Null(answer["items"]);
    }

    [Fact]
    public async Task What_a_tool_did_not_say_that_it_asks_it_is_not_told()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(Both);
        var answer = await product.CallAsync(token, "clock_now", """{"room":"elsewhere"}""");
        Assert.True((bool)answer["isError"]!, answer.ToJsonString());
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task Every_question_is_answered_by_a_tool_that_only_reads_and_takes_what_the_question_says()
    {
        await using var product = await StartAsync();
        var questions = typeof(JointQuestions).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();
        var answers = product.Services.GetRequiredService<IntegrationRegistry>().All.SelectMany(one => one.Catalog.Answers.Select(answer => (answer.Key, Tool: one.Catalog.Find(answer.Value)!))).ToList();
        Assert.Equal(questions.Order(StringComparer.Ordinal), answers.Select(answer => answer.Key).Order(StringComparer.Ordinal));
        Assert.All(answers, answer => Assert.True(answer.Tool is { Effect: Effect.Read, OnlyReads: true, WorstEffect: Effect.Read }, answer.Key));
        string[] Takes(string question) => [.. answers.Single(answer => answer.Key == question).Tool.Arguments.Select(argument => argument.Name)];
        Assert.Subset(Takes(JointQuestions.WorkspaceState).ToHashSet(), new HashSet<string>(["workspace_id", "type", "include_values", "page_size", "cursor"]));
        Assert.Subset(Takes(JointQuestions.ProjectState).ToHashSet(), new HashSet<string>(["project_id", "type", "include_values", "cursor"]));
        Assert.Subset(Takes(JointQuestions.PrivateModules).ToHashSet(), new HashSet<string>(["search", "provider", "registry_name", "page_size", "cursor"]));
        Assert.Subset(Takes(JointQuestions.PrivateProviders).ToHashSet(), new HashSet<string>(["search", "registry_name", "page_size", "cursor"]));
    }
}
