using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>A success that is none is an error, of every tool: never an empty list, never a row of errors, never a change that was accepted.</summary>
public sealed class UnexpectedAnswerTests
{
    private const string All = """{"methods":["*"],"tags":["*","credentials"]}""";

    private const string ADay = ""","expires_at":"2026-01-02T00:00:00Z" """;

    // A gateway's notice, errors under a 200, nothing where something belongs, and an array where a document belongs.
    private static readonly (string Body, string Says)[] Wrong =
    [
        ("""{"message":"scheduled maintenance until 11:00","reference":"a81"}""", "message, reference"),
        ("""{"errors":[{"status":"500","title":"boom","detail":"the database is away"}]}""", "boom: the database is away"),
        ("""["soon"]""", "an array"),
        ("", "nothing"),
    ];

    [Trait("Lane", "slow")]
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_tool_that_answers_rows_says_what_came_instead(bool enterprise)
    {
        var upstream = new ScriptedUpstream();
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = enterprise ? await product.EnterpriseTokenAsync(All, ADay) : await product.TokenAsync(All, members: ADay);
        var problems = new List<string>();
        foreach (var tool in Rows(enterprise))
        {
            foreach (var (body, says) in Wrong.Where(each => each.Body.Length > 0 || tool.Shape != ResponseShape.NoContent))
            {
                upstream.AnswerAll(body, type: "application/json");
                var (isError, answer) = await CallAsync(product, token, tool);
                var text = answer.ToJsonString();
                var error = answer["error"];
                var mayHaveHappened = text.Contains("may have taken effect", StringComparison.Ordinal);
                if (!isError || error is null || !text.Contains(tool.Shape == ResponseShape.NoContent && says == "an array" ? "no document of the API" : says, StringComparison.Ordinal)
                    || (bool)error["retryable"]! || mayHaveHappened != (tool.Effect != Effect.Read))
                {
                    problems.Add($"{tool.Name}: {body} gives {text}");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory]
    [InlineData("""{"data":{"id":"ws-1","type":"workspaces","attributes":{"name":"a"}}}""")]
    [InlineData("""{"data":[{"message":"later"}]}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":"none"}""")]
    public async Task A_list_of_anything_but_resources_is_an_error(string body)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(body);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync(All, members: ADay);
        foreach (var tool in Rows(enterprise: false).Where(tool => tool is { Shape: ResponseShape.Collection, Effect: Effect.Read }))
        {
            var (isError, answer) = await CallAsync(product, token, tool);
            Assert.True(isError && (string?)answer["error"]!["title"] == "unexpected answer", $"{tool.Name}: {answer.ToJsonString()}");
        }
    }

    /// <summary>A cache that mixes answers up: asked for one workspace by its id, it answers another.</summary>
    [Theory]
    [InlineData("get_single_hashicorp_terraform_cloud_workspace_by_id", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""", false)]
    [InlineData("update_a_hashicorp_terraform_cloud_workspace_by_id", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA","description":"x"}""", true)]
    public async Task Another_resource_than_the_one_asked_for_is_an_error(string tool, string arguments, bool isChange)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll("""{"data":{"id":"ws-BBBBBBBBBBBBBBBB","type":"workspaces","attributes":{"name":"other","description":"x"}}}""");
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var result = await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), tool, arguments);
        Assert.True((bool)result["isError"]!);
        var detail = (string)result.Answer()["error"]!["detail"]!;
        Assert.Contains("another resource, ws-BBBBBBBBBBBBBBBB", detail, StringComparison.Ordinal);
        Assert.Equal(isChange, detail.Contains("may have taken effect", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"data":[],"data":[{"id":"ws-1","type":"workspaces","attributes":{"name":"a"}}]}""", "more than once")]
    [InlineData("""{"data":null,"meta":{}}""", "data: null")]
    public async Task Of_a_list_that_is_none_it_is_said_what_is_wrong_with_it(string body, string says)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(body);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var result = await product.CallAsync(await product.TokenAsync(), "list_all_hashicorp_terraform_cloud_workspaces", "{}");
        Assert.Contains(says, (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_gateway_says_in_place_of_a_list_is_told_and_not_an_empty_list()
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll("""{"message":"scheduled maintenance until 11:00","reference":"a81"}""", type: "application/json");
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync();
        var result = await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_workspaces", """{"organization_name":"northwind-lab"}""");
        Assert.True((bool)result["isError"]!);
        var error = result.Answer()["error"]!;
        Assert.Equal((200, "unexpected answer"), ((int)error["status"]!, (string)error["title"]!));
        Assert.Equal("The answer has status 200, but what came is an object with message, reference (application/json), where a list of workspaces belongs.", (string)error["detail"]!);
    }

    [Theory]
    [InlineData(202, "")]
    [InlineData(204, "")]
    public async Task An_accepted_change_needs_no_body(int status, string body)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(body, status, type: null);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync(All, members: ADay);
        var (isError, answer) = await CallAsync(product, token, AllTools.Find("update_a_hashicorp_terraform_cloud_workspace_by_id"));
        Assert.False(isError);
        Assert.True((bool)answer["accepted"]!);

        (isError, _) = await CallAsync(product, token, AllTools.Find("get_single_hashicorp_terraform_cloud_workspace_by_id"));
        Assert.True(isError);
    }

    [Fact]
    public async Task What_may_not_exist_may_be_answered_with_null()
    {
        var upstream = new ScriptedUpstream();
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync(All, members: ADay);
        foreach (var body in new[] { "null", """{"data":null}""" })
        {
            upstream.AnswerAll(body);
            var (isError, answer) = await CallAsync(product, token, AllTools.Find("get_single_hashicorp_terraform_cloud_next_invoice_by_id"));
            Assert.Equal((false, "{}"), (isError, answer.ToJsonString()));
            (isError, _) = await CallAsync(product, token, AllTools.Find("get_single_hashicorp_terraform_cloud_run_by_id"));
            Assert.True(isError);
        }
    }

    private static IEnumerable<TerraformTool> Rows(bool enterprise) => TerraformTools.All.Where(tool =>
        (enterprise ? tool.Availability == Availability.EnterpriseOnly : tool.Availability != Availability.EnterpriseOnly)
        && tool.Shape is ResponseShape.Single or ResponseShape.Collection or ResponseShape.NoContent && tool.Path != "/ping" && !tool.Arguments.Any(argument => argument.Place == ArgumentPlace.Upload));

    private static async Task<(bool IsError, JsonNode Answer)> CallAsync(TestProduct product, string token, TerraformTool tool)
    {
        var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{SampleArguments.For(tool)}}}""", ("X-API-Key", TestProduct.AdminToken));
        Assert.True(answer["result"] is not null, $"{tool.Name}: {answer}");
        return ((bool?)answer["result"]!["isError"] ?? false, answer["result"]!.Answer());
    }
}
