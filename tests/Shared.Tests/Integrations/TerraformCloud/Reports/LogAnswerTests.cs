using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Logs through the endpoint, from an object store that knows limit and offset.</summary>
public sealed class LogAnswerTests
{
    private const string Logs = "hashicorp_terraform_cloud_plans_logs";

    [Theory]
    [InlineData(Logs, "plan_id")]
    [InlineData("hashicorp_terraform_cloud_applies_logs", "apply_id")]
    public async Task A_log_is_found_by_its_own_id_and_by_the_runs(string tool, string argument)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var run = (await ReadAsync(product, token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}","fields":["*"]}"""))["items"]![0]!;
        var byRun = await ReadAsync(product, token, tool, $$"""{"{{argument}}":"{{run["id"]}}"}""");
        var byId = await ReadAsync(product, token, tool, $$"""{"{{argument}}":"{{run[argument]}}"}""");
        Assert.Contains("Terraform v", (string)byRun["content"]!, StringComparison.Ordinal);
        Assert.Equal(byId.ToJsonString(), byRun.ToJsonString());
    }

    [Fact]
    public async Task Another_kind_of_id_is_refused_by_name()
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(), Logs, """{"plan_id":"team-0123456789abcdef"}""");
        Assert.Contains("plan-…) or a run's id (run-…)", (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_of_a_long_log_join_to_it()
    {
        var lines = string.Concat(Enumerable.Range(0, 9000).Select(line => string.Create(CultureInfo.InvariantCulture, $"line {line} ü\n")));
        await using var log = await LogAsync($"\u0002{lines}\u0003");
        var joined = new StringBuilder();
        var page = await log.ReadAsync();
        for (var pages = 1; ; pages++)
        {
            Assert.InRange(Encoding.UTF8.GetByteCount((string)page["content"]!), 1, 20_100);
            joined.Append((string)page["content"]!);
            if (page["next_cursor"] is not { } cursor)
            {
                Assert.InRange(pages, 5, 20);
                break;
            }

            page = await log.ReadAsync($$"""{"plan_id":"{{log.Plan}}","cursor":"{{cursor}}"}""");
        }

        Assert.True(joined.ToString() == lines, "The pages are not the log.");
        Assert.Equal((true, Encoding.UTF8.GetByteCount(lines) + 2), ((bool)page["complete"]!, (int)page["total_bytes"]!));
    }

    [Fact]
    public async Task A_log_that_grows_goes_on_where_it_was()
    {
        await using var log = await LogAsync("\u0002first\nsecond\nthi", status: "running");
        var page = await log.ReadAsync();
        Assert.Equal(("first\nsecond\n", false), ((string)page["content"]!, (bool)page["complete"]!));
        log.Answer("\u0002first\nsecond\nthird\nfourth\n\u0003", "finished");
        var next = await log.ReadAsync($$"""{"cursor":"{{page["next_cursor"]}}"}""");
        Assert.Equal(("third\nfourth\n", true, null), ((string)next["content"]!, (bool)next["complete"]!, (string?)next["next_cursor"]));
    }

    [Fact]
    public async Task A_log_that_has_not_begun_is_empty_and_can_be_asked_for_again()
    {
        await using var log = await LogAsync("", status: "pending");
        var page = await log.ReadAsync();
        Assert.Equal(("", false), ((string)page["content"]!, (bool)page["complete"]!));
        Assert.Equal("", (string)(await log.ReadAsync($$"""{"cursor":"{{page["next_cursor"]}}"}"""))["content"]!);
    }

    [Fact]
    public async Task A_log_whose_worker_died_is_complete_without_an_end()
    {
        await using var log = await LogAsync("\u0002first\nsec", status: "errored");
        var page = await log.ReadAsync();
        Assert.Equal(("first\nsec\n", true, null), ((string)page["content"]!, (bool)page["complete"]!, (string?)page["next_cursor"]));
    }

    [Fact]
    public async Task The_tail_is_the_last_lines_and_its_cursor_leads_to_what_is_new()
    {
        await using var log = await LogAsync("\u0002a\nb\nc\nd\n", status: "running");
        var page = await log.ReadAsync($$"""{"plan_id":"{{log.Plan}}","tail":2}""");
        Assert.Equal("c\nd\n", (string)page["content"]!);
        log.Answer("\u0002a\nb\nc\nd\ne\nf\ng\n\u0003", "finished");
        Assert.Equal("e\nf\ng\n", (string)(await log.ReadAsync($$"""{"cursor":"{{page["next_cursor"]}}"}"""))["content"]!);
    }

    [Theory]
    [InlineData("""{"grep":"error|denied","context":0}""", "5 Error\n--\n12 access DENIED\n")]
    [InlineData("""{"grep":"error","context":1}""", "4\n5 Error\n6\n")]
    [InlineData("""{"grep":"error|denied"}""", "3\n4\n5 Error\n6\n7\n--\n10\n11\n12 access DENIED\n13\n14\n")]
    [InlineData("""{"grep":"denied","context":0,"tail":1}""", "12 access DENIED\n")]
    [InlineData("""{"grep":"nothing of the kind"}""", "")]
    public async Task Grep_finds_lines_with_their_neighbours(string arguments, string content)
    {
        var lines = Enumerable.Range(1, 20).Select(line => line switch { 5 => "5 Error", 12 => "12 access DENIED", _ => line.ToString(CultureInfo.InvariantCulture) });
        await using var log = await LogAsync($"\u0002{string.Join('\n', lines)}\n\u0003");
        var call = JsonNode.Parse(arguments)!;
        call["plan_id"] = log.Plan;
        Assert.Equal(content, (string)(await log.ReadAsync(call.ToJsonString()))["content"]!);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=x)")]
    [InlineData("(a)\\\\1")]
    public async Task An_expression_that_cannot_be_read_is_a_bad_argument(string pattern)
    {
        await using var log = await LogAsync("\u0002x\n\u0003");
        var result = await log.Product.CallAsync(log.Token, Logs, $$"""{"plan_id":"{{log.Plan}}","grep":"{{pattern}}"}""");
        Assert.StartsWith("grep", (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Structured_lines_become_text_and_sensitive_outputs_stay_out()
    {
        await using var log = await LogAsync("\u0002" + """
            {"@level":"info","@message":"terraform_data.a: Creating...","@module":"terraform.ui","type":"apply_start"}
            {"@level":"error","@message":"Error: No","@module":"terraform.ui","diagnostic":{"severity":"error","summary":"No","detail":"Not so.","address":"terraform_data.a","range":{"filename":"main.tf","start":{"line":3}}},"type":"diagnostic"}
            {"@level":"info","@message":"Outputs: 2","@module":"terraform.ui","outputs":{"name":{"sensitive":false,"type":"string","value":"in the open"},"secret":{"sensitive":true,"type":"string","value":"hunter2"}},"type":"outputs"}
            """ + "\n\u0003");
        var page = await log.ReadAsync();
        Assert.Equal(
            "terraform_data.a: Creating...\nError: No\n  with terraform_data.a\n  on main.tf line 3\n  Not so.\nOutputs: 2\n  name = \"in the open\"\n  secret = (sensitive value)\n",
            (string)page["content"]!);
        Assert.Equal("""[{"severity":"error","summary":"No","detail":"Not so.","file":"main.tf","line":3,"address":"terraform_data.a"}]""", page["diagnostics"]!.ToJsonString());
    }

    [Fact]
    public async Task The_first_page_tells_of_errors_at_the_end()
    {
        var lines = string.Concat(Enumerable.Range(0, 5000).Select(line => string.Create(CultureInfo.InvariantCulture, $"line {line}\n")));
        await using var log = await LogAsync($"\u0002{lines}│ Error: Too late\n│ \n│ It is over.\n╵\n\u0003");
        Assert.Equal("Too late", (string)(await log.ReadAsync())["diagnostics"]![0]!["summary"]!);
    }

    [Theory]
    [InlineData("token x7Yk3pQz9abc12.atlasv1.zzzzzzzzzzzzzzzzzzzzzzzzzz!", "token (withheld)!")]
    [InlineData("Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "Authorization: Bearer (withheld)")]
    [InlineData("pg://root:hunter2@db:5432/x", "pg://root:(withheld)@db:5432/x")]
    [InlineData("get https://archivist.terraform.io/v1/object/abc done", "get (withheld) done")]
    [InlineData("export T=ghp_abcdefghijklmnopqrstuvwxyz0123456789", "export T=(withheld)")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nafter", "(withheld)\n(withheld)\n(withheld)\n(withheld)\nafter")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nafter", "(withheld)\n(withheld)\n(withheld)\n(withheld)\n(withheld)\nafter")]
    [InlineData("export T=ghp_abcdef\u200bghijklmnopqrstuvwxyz\u001b[0m0123456789", "export T=(withheld)")]
    [InlineData("Basic plan, see https://example.com/a and x@y.z", "Basic plan, see https://example.com/a and x@y.z")]
    [InlineData("module.a.smcp_x: ok", "module.a.smcp_x: ok")]
    public async Task Credentials_that_say_what_they_are_are_withheld(string printed, string shown)
    {
        await using var log = await LogAsync($"\u0002{printed}\n\u0003");
        Assert.Equal(shown + "\n", (string)(await log.ReadAsync())["content"]!);
    }

    [Fact]
    public async Task A_page_for_people_is_no_log()
    {
        await using var log = await LogAsync("");
        log.Product.Sandbox.Faults.Clear();
        log.Product.Sandbox.Faults.On("GET", $"/api/v2/plans/{log.Plan}").Body("""{"data":{"id":"plan-0123456789abcdef","type":"plans","attributes":{"status":"finished","log-read-url":"http://localhost:8080/v1/object/the-log"}}}""");
        log.Product.Sandbox.Faults.On("GET", "/v1/object/the-log").Body("<html>Sign in</html>", "text/html");
        var result = await log.Product.CallAsync(log.Token, Logs, $$"""{"plan_id":"{{log.Plan}}"}""");
        Assert.Equal("not_json", (string)result.Answer()["error"]!["failure"]!);
    }

    [Fact]
    public async Task A_private_key_is_withheld_wherever_a_page_ends_in_it()
    {
        var key = string.Concat(Enumerable.Repeat("MIIEowIBAAKCAQEA\n", 60));
        for (var before = 0; before < 4; before++)
        {
            var padding = string.Concat(Enumerable.Repeat("0123456789abcde\n", 1215 + (before * 10)));
            await using var log = await LogAsync($"\u0002{padding}-----BEGIN RSA PRIVATE KEY-----\n{key}-----END RSA PRIVATE KEY-----\nafter\n\u0003");
            var first = await log.ReadAsync();
            var second = await log.ReadAsync($$"""{"cursor":"{{first["next_cursor"]}}"}""");
            Assert.DoesNotContain("MIIE", first.ToJsonString() + second.ToJsonString(), StringComparison.Ordinal);
            Assert.EndsWith("after\n", (string)second["content"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_private_key_that_is_being_printed_is_withheld_when_it_goes_on()
    {
        await using var log = await LogAsync("\u0002-----BEGIN PRIVATE KEY-----\nMIIEowIB\n", status: "running");
        var page = await log.ReadAsync();
        log.Answer("\u0002-----BEGIN PRIVATE KEY-----\nMIIEowIB\nMIIEnext\n-----END PRIVATE KEY-----\nafter\n\u0003", "finished");
        var next = await log.ReadAsync($$"""{"cursor":"{{page["next_cursor"]}}"}""");
        Assert.Equal("(withheld)\n(withheld)\nafter\n", (string)next["content"]!);
    }

    [Theory]
    [InlineData(19_900)]
    [InlineData(19_985)]
    [InlineData(19_990)]
    public async Task A_line_longer_than_a_page_is_not_cut_within_a_token(int before)
    {
        var padding = string.Concat(Enumerable.Repeat("word ", 4000))[..before];
        await using var log = await LogAsync($"\u0002{padding} ghp_abcdefghijklmnopqrstuvwxyz0123456789 {padding}\n\u0003");
        var first = await log.ReadAsync();
        var second = await log.ReadAsync($$"""{"cursor":"{{first["next_cursor"]}}"}""");
        var shown = (string)first["content"]! + (string)second["content"]!;
        Assert.Contains("(withheld)", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("456789", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"grep\":\"outputs\"")]
    [InlineData(",\"tail\":1")]
    public async Task A_structured_line_longer_than_a_page_is_cut_and_says_so(string more)
    {
        var line = $$$"""{"@level":"info","@message":"Outputs: 1","@module":"terraform.ui","outputs":{"o":{"sensitive":false,"type":"string","value":"{{{new string('ü', 60_000)}}}"},"a":{"sensitive":true,"type":"string","value":"hunter2"}},"type":"outputs"}""";
        await using var log = await LogAsync($"\u0002{line}\n\u0003");
        var content = (string)(await log.ReadAsync($$$"""{"plan_id":"{{{log.Plan}}}"{{{more}}}}"""))["content"]!;
        Assert.InRange(Encoding.UTF8.GetByteCount(content), 5_000, 20_100);
        Assert.EndsWith(" characters)\n", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_structured_line_is_waited_for_and_its_sensitive_outputs_stay_out()
    {
        var line = $$$"""{"@level":"info","@message":"Outputs: 2","outputs":{"a":{"sensitive":true,"value":"hunter2"},"b":{"sensitive":true,"value":"{{{new string('x', 40_000)}}}"}},"type":"outputs"}""";
        await using var log = await LogAsync("\u0002first\n" + line[..30_000], status: "running");
        var page = await log.ReadAsync();
        Assert.Equal("first\n", (string)page["content"]!);
        log.Answer($"\u0002first\n{line}\n\u0003", "finished");
        Assert.Equal("Outputs: 2\n  a = (sensitive value)\n  b = (sensitive value)\n", (string)(await log.ReadAsync($$"""{"cursor":"{{page["next_cursor"]}}"}"""))["content"]!);
    }

    // Half a surrogate pair is JSON, and no text; the line as it came would show the sensitive output.
    [Fact]
    public async Task Outputs_that_cannot_be_read_are_not_shown_and_the_log_goes_on()
    {
        await using var log = await LogAsync("\u0002" + """{"@level":"info","@message":"Outputs: 2","outputs":{"a":{"sensitive":false,"value":"\ud800"},"b":{"sensitive":true,"value":"hunter2"}},"type":"outputs"}""" + "\nafter\n\u0003");
        Assert.Equal("Outputs: 2\n  (outputs that can't be read)\nafter\n", (string)(await log.ReadAsync())["content"]!);
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string token, string tool, string arguments)
    {
        var result = await product.CallAsync(token, tool, arguments);
        Assert.True((bool?)result["isError"] != true, result.ToJsonString());
        return result.Answer();
    }

    private static async Task<OneLog> LogAsync(string content, string status = "finished")
    {
        var product = await TestProduct.StartAsync();
        var log = new OneLog(product, await product.TokenAsync());
        log.Answer(content, status);
        return log;
    }

    private sealed record OneLog(TestProduct Product, string Token) : IAsyncDisposable
    {
        public string Plan => "plan-0123456789abcdef";

        public void Answer(string content, string status)
        {
            Product.Sandbox.Faults.Clear();
            Product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}").Body(
                """{"data":{"id":"PLAN","type":"plans","attributes":{"status":"STATUS","log-read-url":"http://localhost:8080/v1/object/the-log"}}}"""
                    .Replace("PLAN", Plan, StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal));

            // The fault's own store knows no offset, which the reader sees by the frame's first byte; the sandbox's own does.
            Product.Sandbox.Faults.On("GET", "/v1/object/the-log").Body(content, "text/plain");
        }

        public Task<JsonNode> ReadAsync(string? arguments = null) => LogAnswerTests.ReadAsync(Product, Token, Logs, arguments ?? $$"""{"plan_id":"{{Plan}}"}""");

        public ValueTask DisposeAsync() => Product.DisposeAsync();
    }
}
