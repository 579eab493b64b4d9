using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Mcp;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>The reply to a call, written as bytes: byte for byte what the SDK makes of the same result.</summary>
public sealed class ToolCallReplyTests
{
    public static TheoryData<string> Answers =>
    [
        """{"id":"ws-1","name":"core","locked":false,"serial":123456789012345678901234567890,"ratio":1.50}""",
        """{"items":[{"id":"a"},{"id":"b","note":"say \"hi\", C:\\x, a/b, <b>&amp;'"}],"total_count":2}""",
        """{"text":"línea 日本語 😀 … – und \t Tab\nZeile"}""",
        "{\"text\":\"\u2028 \u00a0 \ufffd \ue000 \u0378\"}",
        "{\"document\":{ \"pretty\" : [ 1, 2 ],\r\n \t\"escaped\": \"\\u003ctag\\u003e \\/ \\u00e4 \\ud83d\\ude00\" } }",
        "{}", "[]", "\"text\"", "1",
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public void It_is_what_the_SDK_writes(string answer)
    {
        foreach (var (stateless, isStructured) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            foreach (var (isError, status) in new (bool, int?)[] { (false, null), (false, 200), (true, null), (true, 404) })
            {
                foreach (var id in new[] { new RequestId(7), new RequestId("a \"b\"") })
                {
                    var result = new ToolResult(Encoding.UTF8.GetBytes(answer), isError ? CallOutcome.UpstreamError : CallOutcome.Ok) { UpstreamStatus = status };
                    var call = new FinishedCall(result, isStructured && !isError, IsUntrusted: status is not null);
                    Assert.Equal(BySdk(id, call, stateless), Encoding.UTF8.GetString(ToolCallReply.Of(id, call, stateless).Span));
                }
            }
        }
    }

    [Theory]
    [InlineData("""{"a":"b\"c\\d\n"}""", true)]
    [InlineData("""{"a":"ä…日"}""", true)]
    [InlineData("""{"a":"😀"}""", false)]
    [InlineData("""{"a": 1}""", false)]
    [InlineData("{\"a\":1}\n", false)]
    [InlineData("""{"a b":"c d"}""", true)]
    [InlineData("""{"a":"\u00e4"}""", false)]
    [InlineData("""{"a":"\/"}""", false)]
    [InlineData("{\"a\":\"\u2028\"}", false)]
    public void What_was_written_otherwise_is_written_anew(string answer, bool isInOurForm) =>
        Assert.Equal(isInOurForm, StructuredContent.IsInOurForm(Encoding.UTF8.GetBytes(answer)));

    private static string BySdk(RequestId id, FinishedCall call, bool stateless)
    {
        var json = call.Result.Json.Span;
        var result = JsonSerializer.SerializeToNode(new CallToolResult
        {
            Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(json) }],
            StructuredContent = call.IsStructured ? JsonElement.Parse(json) : null,
            IsError = call.Result.IsError,
            Meta = call.IsUntrusted ? new JsonObject { ["untrusted"] = true } : null,
            ResultType = stateless ? "complete" : null,
        }, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult)))!.AsObject();
        if (stateless)
        {
            // As its session does, behind what a handler made.
            result["_meta"] ??= new JsonObject();
            result["_meta"]![MetaKeys.ServerInfo] = JsonSerializer.SerializeToNode(
                new Implementation { Name = Product.Name, Title = Product.Title, Version = Product.Version }, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Implementation)));
        }

        return Encoding.UTF8.GetString(JsonRpcResponseWriter.Bytes(new JsonRpcResponse { Id = id, Result = result }).Span);
    }
}
