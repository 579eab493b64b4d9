using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

/// <summary>JSON that is valid to every parser and whose texts are none: half of a surrogate pair, bytes that are not UTF-8. From callers a 400, from Terraform not_json, and nowhere an error of ours.</summary>
public sealed class UnicodeTests
{
    private static readonly string[] Halves = [@"\ud800", @"\udc00", @"\uDFFF\uD800", @"a\ud83d", @"\ud83dx", @"\ud83d\u0041", @"\ud83d\ud83d\ude00", @"\\\ud800"];

    [Theory]
    [InlineData(@"""\ud83d\ude00""", true)]
    [InlineData(@"""\\ud800""", true)]
    [InlineData(@"""\\\\ud800\n\u0041""", true)]
    [InlineData(@"{""\uD83D\uDE00"":[""ü"",""\""""]}", true)]
    [InlineData("", true)]
    [InlineData(@"""\", true)]
    [InlineData(@"""\u12", true)]
    [InlineData(@"""\\\ud800""", false)]
    [InlineData(@"{""a\udc00"":1}", false)]
    public void Texts_are_looked_through_as_JSON_escapes_them(string json, bool isUnicode) => Assert.Equal(isUnicode, JsonText.IsUnicode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Every_half_and_every_byte_that_is_no_UTF_8_is_found()
    {
        Assert.All(Halves, half => Assert.False(JsonText.IsUnicode(Encoding.UTF8.GetBytes($"[\"{half}\"]")), half));
        Assert.All(new byte[][] { [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5, 0x80, 0x80, 0x80] }, bytes => Assert.False(JsonText.IsUnicode([(byte)'"', .. bytes, (byte)'"'])));
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            Assert.Equal(!char.IsSurrogate((char)unit), JsonText.IsUnicode(Encoding.ASCII.GetBytes($"\"\\u{unit:x4}\"")));
        }
    }

    public static TheoryData<string> Messages => new(
        """{"jsonrpc":"2.0","id":"HALF","method":"ping"}""",
        """{"jsonrpc":"2.0","id":1,"method":"HALF"}""",
        """{"jsonrpc":"2.0","id":1,"method":"ping","HALF":1}""",
        """{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"HALF":1}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"HALF","version":"1"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"HALF","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"HALF"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"HALF"}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_tools","arguments":{"query":"HALF"}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{"HALF":1}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{"search":"HALF","fields":["HALF"]}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"HALF","arguments":{"run_id":"HALF"}}}""",
        """{"jsonrpc":"2.0","method":"notifications/HALF","params":{"x":"HALF"}}""");

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task From_a_caller_of_a_url_it_is_a_400(string message)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        foreach (var half in Halves)
        {
            using var answer = await product.PostAsync(token, message.Replace("HALF", half, StringComparison.Ordinal));
            Assert.Equal((HttpStatusCode.BadRequest, -32700), (answer.StatusCode, (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["code"]!));
        }

        using var bytes = new ByteArrayContent([.. Encoding.ASCII.GetBytes(message.Split("HALF")[0]), 0xED, 0xA0, 0x80, .. Encoding.ASCII.GetBytes(message.Split("HALF")[1])]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var raw = await product.Http.PostAsync($"/mcp/{token}", bytes, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, raw.StatusCode);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Theory]
    [InlineData("POST", "/integrated-account/sandbox/mcp", """{"name":"HALF"}""")]
    [InlineData("POST", "/integrated-account/sandbox/mcp", """{"name":"x","HALF":1}""")]
    [InlineData("POST", "/integrated-account/sandbox/mcp", """{"name":"x","config":{"tools":["HALF"]}}""")]
    [InlineData("PUT", "/integrated-account/new", """{"credential":{"secret":"HALF"}}""")]
    [InlineData("PATCH", "/integrated-account/sandbox/mcp/{id}", """{"config":{"scope":{"projects":["HALF"]}}}""")]
    [InlineData("POST", "/integrated-account/sandbox/mcp/{id}/approve-tools", """{"tools_digest":"HALF"}""")]
    [InlineData("POST", "/api-token", """{"name":"HALF","scopes":["call"]}""")]
    [InlineData("POST", "/api-token/api-1/rotate", """{"grace":"HALF"}""")]
    public async Task From_a_caller_of_the_control_plane_it_is_a_400(string method, string path, string body)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        foreach (var half in Halves)
        {
            using var answer = await product.AdminAsync(new HttpMethod(method), path.Replace("{id}", (string)minted["id"]!, StringComparison.Ordinal), body.Replace("HALF", half, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Trait("Lane", "slow")]
    [Fact]
    public async Task From_Terraform_it_is_an_answer_that_is_none_whichever_tool_asked_and_a_change_may_have_taken_effect()
    {
        await using var product = await TestProduct.StartAsync(options => options.AuditReads = true);
        const string Everything = """{"methods":["*"],"tags":["*","credentials"],"listing":"all"}""";
        var (hcp, tfe) = (await product.TokenAsync(Everything), await product.EnterpriseTokenAsync(Everything));

        // It says that it is HCP Terraform before everything else that it says is broken.
        await product.AskAsync(hcp, "tools/list");
        foreach (var tool in TerraformTools.All)
        {
            foreach (var resource in new[] { """{"id":"x-1","type":"things","attributes":{"name":"\ud800","status":"applied"}}""", """{"id":"x-1","type":"things","attributes":{"\udc00":1,"status":"applied"}}""" })
            {
                product.Sandbox.Faults.Clear();
                product.Sandbox.Faults.On("*", "/*").Body(tool.Shape == ResponseShape.Collection ? "{\"data\":[" + resource + "]}" : "{\"data\":" + resource + "}");
                var answer = await product.AskAsync(tool.Availability == Availability.EnterpriseOnly ? tfe : hcp, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{SampleArguments.For(tool)}}}""");
                var entry = JsonNode.Parse(product.Logs.Of("ServerlessMcp.Audit")[^1])!;
                Assert.True(answer["result"] is not null && (string?)answer["result"]!.Answer()["error"]?["title"] != "interrupted", $"{tool.Name}: {answer.ToJsonString()}");
                Assert.Equal(("tool_call", tool.Name), ((string)entry["event"]!, (string)entry["tool"]!));
                if (tool.Verb != HttpMethod.Get && !tool.HasContent)
                {
                    var error = answer["result"]!.Answer()["error"];
                    Assert.True((string?)error?["failure"] == "not_json" || tool.Verb == HttpMethod.Put, $"{tool.Name}: {answer.ToJsonString()}");
                    Assert.True(error?["failure"] is null || ((string)entry["outcome"]!, (int)entry["upstream_status"]!) == ("unknown", 200) || tool.Verb == HttpMethod.Put, $"{tool.Name}: {entry.ToJsonString()}");
                }
            }
        }
    }

    [Fact]
    public async Task A_refusal_with_such_a_text_is_still_a_refusal()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("*", "/*").Status(422).Body("""{"errors":[{"status":"422","title":"invalid","detail":"\ud800"}]}""");
        var result = await product.CallAsync(await product.TokenAsync("""{"methods":["*"]}"""), "create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""");
        Assert.Equal(422, (int)result.Answer()["error"]!["status"]!);
        Assert.Equal("upstream_error", (string)JsonNode.Parse(product.Logs.Of("ServerlessMcp.Audit")[^1])!["outcome"]!);
    }

    [Fact]
    public async Task A_value_however_deep_is_answered_or_an_error_and_noted_as_what_it_was()
    {
        await using var product = await TestProduct.StartAsync(options => options.AuditReads = true);
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        var outcomes = new List<string>();
        foreach (var (tool, arguments, isList) in new[]
        {
            ("list_all_hashicorp_terraform_cloud_workspaces", """{"fields":["*"]}""", true),
            ("get_single_hashicorp_terraform_cloud_run_by_id", """{"run_id":"run-AAAAAAAAAAAAAAAA","fields":["*"]}""", false),
            ("create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""", false),
        })
        {
            foreach (var depth in Enumerable.Range(40, 40).Append(300).Append(2000))
            {
                var resource = "{\"id\":\"run-AAAAAAAAAAAAAAAA\",\"type\":\"runs\",\"attributes\":{\"status\":\"pending\",\"message\":" + new string('[', depth) + new string(']', depth) + "}}";
                product.Sandbox.Faults.Clear();
                product.Sandbox.Faults.On("*", "/*").Body("{\"data\":" + (isList ? $"[{resource}]" : resource) + "}");
                var before = product.Logs.Of("ServerlessMcp.Audit").Count;
                var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""");
                var entry = Assert.Single(product.Logs.Of("ServerlessMcp.Audit").Skip(before).Select(line => JsonNode.Parse(line)!), line => (string)line["event"]! == "tool_call");
                Assert.True(answer["result"] is not null, $"{tool} {depth}: {answer.ToJsonString()}");
                Assert.Equal((200, (string)entry["outcome"]! == "ok"), ((int)entry["upstream_status"]!, (bool?)answer["result"]!["isError"] != true));
                outcomes.Add((string)entry["outcome"]!);
            }
        }

        Assert.Subset(new HashSet<string>(["ok", "unreadable", "unreachable", "unknown"]), new HashSet<string>(outcomes));
        Assert.Contains("unknown", outcomes);
    }
}
