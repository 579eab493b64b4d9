using System.Diagnostics;
using System.Text.Json.Nodes;
using ServerlessMcp.Telemetry;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Telemetry;

[Collection(HeardAlone.Name)]
public sealed class TelemetryTests
{
    private const string List = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Gateway = "00-11111111111111111111111111111111-2222222222222222-01";

    [Fact]
    public async Task A_call_is_a_span_with_one_below_it_for_each_request_to_Terraform()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        using var heard = new HeardTelemetry();

        await product.CallAsync((string)minted["token"]!, List);

        var (call, upstream) = (heard.Span(ActivityKind.Server), heard.Span(ActivityKind.Client));
        Assert.Equal($"tools/call {List}", call.DisplayName);
        Assert.Equal("tools/call", call.GetTagItem("mcp.method.name"));
        Assert.Equal(List, call.GetTagItem("gen_ai.tool.name"));
        Assert.Equal("execute_tool", call.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("ok", call.GetTagItem("serverlessmcp.outcome"));
        Assert.Equal((string)minted["id"]!, call.GetTagItem("serverlessmcp.server.id"));
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
        Assert.Equal(call.SpanId, upstream.ParentSpanId);
        Assert.Equal("GET /api/v2/organizations/{organization_name}/workspaces", upstream.DisplayName);
        Assert.Equal("/api/v2/organizations/{organization_name}/workspaces", upstream.GetTagItem("url.template"));
        Assert.Equal("127.0.0.1", upstream.GetTagItem("server.address"));
        Assert.Equal(200, upstream.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task A_call_is_counted_by_tool_effect_and_outcome_and_its_time_measured()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        using var heard = new HeardTelemetry();

        await product.CallAsync(token, List);
        await product.CallAsync(token, List, """{"no_such_argument":1}""");

        Assert.Equal(["bad_arguments", "ok"], heard.Of(TelemetryNames.Calls).Select(call => (string)call.Tags["serverlessmcp.outcome"]!).Order());
        Assert.All(heard.Of(TelemetryNames.Calls), call => Assert.Equal((List, "read"), (call.Tags["gen_ai.tool.name"], call.Tags["serverlessmcp.effect"])));
        Assert.Equal([null, "tool_error"], heard.Of(TelemetryNames.OperationDuration).Select(one => one.Tags.GetValueOrDefault("error.type")));
        Assert.Single(heard.Of(TelemetryNames.UpstreamDuration));
    }

    [Fact]
    public async Task The_parent_is_what_the_message_says_and_what_a_gateway_says_is_linked()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        using var heard = new HeardTelemetry();

        await CallAsync(product, token, Parent, ("traceparent", Gateway));

        var call = heard.Span(ActivityKind.Server);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", call.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", call.ParentSpanId.ToHexString());
        Assert.Equal("11111111111111111111111111111111", Assert.Single(call.Links).Context.TraceId.ToHexString());
    }

    [Fact]
    public async Task The_parent_is_the_header_where_the_message_says_none()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        using var heard = new HeardTelemetry();

        await CallAsync(product, token, null, ("traceparent", Gateway));

        Assert.Equal("2222222222222222", heard.Span(ActivityKind.Server).ParentSpanId.ToHexString());
        Assert.Empty(heard.Span(ActivityKind.Server).Links);
    }

    [Theory]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more")]
    [InlineData("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more")]
    [InlineData("0af7651916cd43dd8448eb211c80319c")]
    [InlineData("")]
    public async Task A_forged_or_broken_parent_is_none(string parent)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        using var heard = new HeardTelemetry();

        await CallAsync(product, token, parent, ("traceparent", parent));

        Assert.Equal(default, heard.Span(ActivityKind.Server).ParentSpanId);
        Assert.False(heard.Span(ActivityKind.Server).HasRemoteParent);
    }

    // Without an exporter too: whoever called can look the call up in the trail.
    [Fact]
    public async Task An_audit_entry_has_the_trace_that_the_call_belongs_to()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();

        await CallAsync(product, token, Parent);

        Assert.Contains("\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"", product.Logs.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_entry_of_a_caller_that_says_no_trace_has_that_of_the_span()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        using var heard = new HeardTelemetry();

        await product.CallAsync(token, List);

        Assert.Contains($"\"trace_id\":\"{heard.Span(ActivityKind.Server).TraceId.ToHexString()}\"", product.Logs.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_limits_of_Terraform_are_counted()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Sandbox.Faults.On("GET", "/*").Status(429);
        using var heard = new HeardTelemetry();

        await product.CallAsync(token, List);

        Assert.Equal(1, Assert.Single(heard.Of(TelemetryNames.UpstreamRateLimited)).Value);
        Assert.Equal("429", heard.Span(ActivityKind.Client).GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, heard.Span(ActivityKind.Client).Status);
        Assert.Equal("tool_error", heard.Span(ActivityKind.Server).GetTagItem("error.type"));
    }

    [Fact]
    public async Task Refusals_of_the_gate_are_counted_by_reason_and_make_no_span()
    {
        await using var product = await TestProduct.StartAsync();
        using var heard = new HeardTelemetry();

        using var dead = await product.PostAsync("smcp_dead", """{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        using var none = await product.PostAsync(null, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");

        Assert.Equal(["no_token", "not_found"], heard.Of(TelemetryNames.Refusals).Select(one => (string)one.Tags["serverlessmcp.reason"]!).Order());
        Assert.Empty(heard.Spans);
    }

    [Theory]
    [InlineData("tools/list", "{}", "tools/list", null)]
    [InlineData("ping", "{}", "ping", null)]
    [InlineData("tools/list", """{"cursor":"x"}""", "tools/list", "-32602")]
    [InlineData("tools/call", """{"name":"canary_no_tool"}""", "tools/call", "-32602")]
    [InlineData("canary/no_method", "{}", "_OTHER", "-32601")]
    public async Task Every_message_is_one_operation_with_its_error(string method, string parameters, string expected, string? error)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        using var heard = new HeardTelemetry();

        await product.AskAsync(token, method, parameters);

        var span = heard.Span(ActivityKind.Server);
        Assert.Equal((expected, expected, error, error), (span.DisplayName, span.GetTagItem("mcp.method.name"), span.GetTagItem("error.type"), span.GetTagItem("rpc.response.status_code")));
        Assert.Equal(error, Assert.Single(heard.Of(TelemetryNames.OperationDuration)).Tags.GetValueOrDefault("error.type"));
    }

    private static async Task CallAsync(TestProduct product, string token, string? parent, params (string, string)[] headers)
    {
        var parameters = new JsonObject { ["name"] = List, ["arguments"] = new JsonObject() };
        if (parent is not null)
        {
            parameters["_meta"] = new JsonObject { ["traceparent"] = parent };
        }

        Assert.NotNull((await product.AskAsync(token, "tools/call", parameters.ToJsonString(), headers))["result"]);
    }
}
