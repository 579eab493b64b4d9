using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>Using hundreds of tools through two, with nothing more than the URL exposes.</summary>
public sealed class SearchToolsTests
{
    private const string Search = """{"methods":["*"],"tags":["*"],"listing":"search"}""";

    [Fact]
    public async Task Listing_search_lists_the_two_alone()
    {
        await using var product = await TestProduct.StartAsync();
        var listed = await NamesAsync(product, await product.TokenAsync(Search));
        Assert.Equal(["search_tools", "call_tool"], listed);
    }

    [Fact]
    public async Task Listing_auto_lists_all_while_every_client_takes_them_and_then_the_core_and_the_two()
    {
        await using var product = await TestProduct.StartAsync();
        var all = TerraformTools.All.Where(tool => tool.Availability != Availability.EnterpriseOnly).Select(tool => tool.Name).ToList();

        var core = await NamesAsync(product, await product.TokenAsync("""{"methods":["*"]}"""));
        var every = await NamesAsync(product, await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""));

        Assert.DoesNotContain("search_tools", core);
        Assert.Equal(all.Count > ToolListings.MostForAll ? [.. core, "search_tools", "call_tool"] : all, every);
    }

    [Fact]
    public async Task Listing_all_lists_everything_on_one_page_the_core_first()
    {
        await using var product = await TestProduct.StartAsync();
        var result = (await product.AskAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*","credentials"],"listing":"all"}"""), "tools/list"))["result"]!;

        Assert.Null(result["nextCursor"]);
        var names = result["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).ToList();
        var all = TerraformTools.All.Where(tool => tool.Availability != Availability.EnterpriseOnly && tool.MergedInto is null).ToList();
        Assert.Equal(all.OrderBy(tool => !tool.Tags.Contains("core")).Select(tool => tool.Name), names);
    }

    [Theory]
    [InlineData("""{"methods":["read"]}""")]
    [InlineData("""{"methods":["*"],"tags":["runs","variables"],"tool_names":"short"}""")]
    public async Task The_core_comes_first_in_every_list(string config)
    {
        await using var product = await TestProduct.StartAsync();
        var names = await NamesAsync(product, await product.TokenAsync(config));
        var core = names.Select(name => (TerraformTools.Find(name, ToolNames.Canonical) ?? TerraformTools.Find(name, ToolNames.Short))!.Tags.Contains("core")).ToList();
        Assert.Equal(core.OrderDescending(), core);
        Assert.Contains(true, core);
    }

    [Theory]
    [InlineData("\"garbage\"")]
    [InlineData("\"dG9vbHM6MQ\"")]
    [InlineData("5")]
    public async Task A_cursor_that_is_none_is_an_invalid_parameter(string cursor)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await product.AskAsync(await product.TokenAsync(), "tools/list", $$"""{"cursor":{{cursor}}}""");
        Assert.Equal(-32602, (int)answer["error"]!["code"]!);
    }

    [Theory]
    [InlineData("tools/list")]
    [InlineData("prompts/list")]
    [InlineData("resources/list")]
    [InlineData("resources/templates/list")]
    public async Task An_empty_cursor_is_the_beginning(string list)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var whole = (await product.AskAsync(token, list))["result"]!.ToJsonString();
        foreach (var cursor in (string[])["\"\"", "null"])
        {
            Assert.Equal(whole, (await product.AskAsync(token, list, $$"""{"cursor":{{cursor}}}"""))["result"]?.ToJsonString());
        }
    }

    [Theory]
    [InlineData("force unlock a workspace", "hashicorp_terraform_cloud_workspaces_force_unlock")]
    [InlineData("approve a run's plan", "hashicorp_terraform_cloud_runs_apply")]
    [InlineData("list policies", "list_all_hashicorp_terraform_cloud_organization_policies")]
    [InlineData("override policy check", "hashicorp_terraform_cloud_policy_checks_override")]
    [InlineData("start a new run", "create_a_hashicorp_terraform_cloud_run")]
    [InlineData("edit a workspace var", "update_a_hashicorp_terraform_cloud_workspace_variable_by_id")]
    public async Task Words_find_the_tool_with_its_schema(string query, string expected)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = (await product.CallAsync(await product.TokenAsync(Search), "search_tools", $$"""{"query":"{{query}}"}""")).Answer();

        var names = answer["items"]!.AsArray().Select(item => (string)item!["name"]!).ToList();
        Assert.Contains(expected, names.Take(3));
        Assert.Equal("object", (string)answer["items"]![0]!["inputSchema"]!["type"]!);
        Assert.All(answer["items"]!.AsArray().Skip(1), item => Assert.NotNull(item!["required"]!.AsArray()));
        Assert.All(answer["items"]!.AsArray().Skip(1), item => Assert.Null(item!["inputSchema"]));
    }

    [Fact]
    public async Task A_search_finds_only_what_the_url_exposes()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read"],"tags":["*"],"listing":"search","tool_names":"short"}""");
        foreach (var query in new[] { "apply run", "delete", "lock workspace", "create update" })
        {
            var answer = (await product.CallAsync(token, "search_tools", $$"""{"query":"{{query}}","limit":20}""")).Answer();
            Assert.All(answer["items"]!.AsArray(), item => Assert.Equal(Effect.Read, TerraformTools.Find((string)item!["name"]!, ToolNames.Short)!.Effect));
        }
    }

    // Methods, tags, globs of tools, tools left out, a scope: each with arguments that the tools take. Reads answer the same; what changes something is there or is not.
    [Trait("Lane", "slow")]
    [Theory]
    [InlineData("""{"methods":["read"],"tags":["runs","workspaces"],"listing":"search"}""")]
    [InlineData("""{"methods":["list","create"],"tags":["*"],"listing":"search"}""")]
    [InlineData("""{"methods":["*"],"tools":["*_variable*","tfc_runs_*"],"listing":"search"}""")]
    [InlineData("""{"methods":["read"],"tags":["*"],"exclude_tools":["*_workspace*","tfc_plans_get"],"listing":"search"}""")]
    [InlineData("""{"methods":["read"],"tags":["*"],"scope":{"projects":["Networking"]},"listing":"search"}""")]
    public async Task The_filter_holds_for_call_tool_exactly_as_for_a_direct_call(string config)
    {
        await using var product = await TestProduct.StartAsync(upstream: new() { RateLimits = false });
        var token = await product.TokenAsync(config);
        var (called, refused) = (0, 0);
        foreach (var tool in TerraformTools.All)
        {
            var arguments = SampleArguments.For(tool);
            var before = product.Sandbox.Requests.ToList().Count;
            var direct = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{arguments}}}""");
            var through = await product.AskAsync(token, "tools/call", $$$$"""{"name":"call_tool","arguments":{"name":"{{{{tool.Name}}}}","arguments":{{{{arguments}}}}}}""");
            if (direct["error"] is { } unknown)
            {
                refused++;
                Assert.Contains("Unknown tool", (string)unknown["message"]!, StringComparison.Ordinal);
                Assert.Equal(before, product.Sandbox.Requests.ToList().Count);
                Assert.True((bool)through["result"]!["isError"]!);
                Assert.StartsWith($"This URL has no tool '{ArgumentWords.Excerpt(tool.Name)}'.", (string)through["result"]!.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
            }
            else if (tool.Effect == Effect.Read)
            {
                called++;
                Assert.Equal(WithoutRequestId(direct), WithoutRequestId(through));
            }
            else
            {
                called++;
                Assert.NotNull(through["result"]);
            }
        }

        Assert.True(called > 5 && refused > 5, $"{called} called, {refused} refused.");
    }

    [Theory]
    [InlineData("call_tool", "call_tool stands in the list of tools, and is called by itself.")]
    [InlineData("search_tools", "search_tools stands in the list of tools, and is called by itself.")]
    [InlineData("mcp__tfc__search_tools", "search_tools stands in the list of tools, and is called by itself.")]
    [InlineData("no_such_tool", "This URL has no tool 'no_such_tool'.")]
    public async Task Call_tool_calls_neither_itself_nor_what_is_not_there(string tool, string words)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await product.AskAsync(await product.TokenAsync(Search), "tools/call", $$$$"""{"name":"call_tool","arguments":{"name":"{{{{tool}}}}","arguments":{"x":1}}}""");
        Assert.True((bool)answer["result"]!["isError"]!);
        Assert.StartsWith(words, (string)answer["result"]!.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Theory]
    [InlineData("list_workspaces", "list_all_hashicorp_terraform_cloud_workspaces")]
    [InlineData("list_all_hashicorp_terraform_cloud_workspace", "list_all_hashicorp_terraform_cloud_workspaces")]
    [InlineData("tfc_run_diagnose", "hashicorp_terraform_cloud_runs_diagnose")]
    public async Task An_unknown_tool_inside_call_tool_leads_to_the_nearest_that_the_url_has(string name, string near)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await product.CallAsync(await product.TokenAsync("""{"methods":["read"],"tags":["*"],"listing":"search"}"""), "call_tool", $$"""{"name":"{{name}}"}""");
        Assert.True((bool)answer["isError"]!);
        Assert.Contains(near, (string)answer.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_near_only_to_tools_that_the_url_hides_leads_to_none_of_them()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read"],"tags":["*"],"listing":"search"}""");
        var answer = await product.CallAsync(token, "call_tool", """{"name":"hashicorp_terraform_cloud_runs_appl"}""");
        Assert.DoesNotContain("hashicorp_terraform_cloud_runs_apply", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"name\":\"list_all_hashicorp_terraform_cloud_workspaces\",\"arguments\":\"{\\\"page_size\\\":\\\"1\\\"}\",\"toolCallId\":\"x\"}")]
    [InlineData("""{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{"page_size":1,"sessionId":"s"},"action":"x"}""")]
    [InlineData("""{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{"arguments":{"page_size":1}}}""")]
    public async Task Call_tool_takes_what_clients_make_of_its_arguments(string arguments)
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(Search), "call_tool", arguments);
        Assert.Single(result.Answer()["items"]!.AsArray());
    }

    [Fact]
    public async Task A_limit_of_null_is_none()
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(Search), "search_tools", """{"query":"run","limit":null}""");
        Assert.Equal(5, result.Answer()["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_unknown_tool_leads_to_the_search_where_the_list_has_not_all()
    {
        await using var product = await TestProduct.StartAsync();
        async Task<string> MessageAsync(string config) =>
            (string)(await product.AskAsync(await product.TokenAsync(config), "tools/call", """{"name":"list_runs"}"""))["error"]!["message"]!;

        Assert.Equal("Unknown tool: 'list_runs'. search_tools finds the tools of this URL.", await MessageAsync(Search));
        Assert.Equal("Unknown tool: 'list_runs'. search_tools finds the tools of this URL.", await MessageAsync("""{"methods":["*"],"tags":["*"]}"""));
        Assert.Equal("Unknown tool: 'list_runs'. tools/list has the tools of this URL.", await MessageAsync("{}"));
    }

    [Fact]
    public async Task Where_the_two_are_not_listed_they_do_not_exist()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await product.AskAsync(await product.TokenAsync(), "tools/call", """{"name":"search_tools","arguments":{"query":"run"}}""");
        Assert.Contains("Unknown tool", (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_tool_reaches_the_upstream_and_is_audited_under_the_tool_it_called()
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(Search), "call_tool", """{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{"page_size":1}}""");

        Assert.Single(result.Answer()["items"]!.AsArray());
        Assert.Contains("\"tool\":\"list_all_hashicorp_terraform_cloud_workspaces\"", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search_tools", "{}", "query takes a text of 1 to 400 characters; came: nothing.")]
    [InlineData("search_tools", "{}", "query takes a text of 1 to 400 characters; came: nothing. For the schema of a tool whose name is known: schema_of.")]
    [InlineData("search_tools", """{"query":null,"schema_of":""}""", "query takes a text of 1 to 400 characters; came: null.")]
    [InlineData("search_tools", """{"query":"x","schema_of":5}""", "schema_of takes a tool's name; came: the number 5.")]
    [InlineData("search_tools", """{"query":5}""", "query takes a text of 1 to 400 characters; came: the number 5.")]
    [InlineData("search_tools", """{"query":""}""", "query takes a text of 1 to 400 characters; came: an empty string.")]
    [InlineData("search_tools", """{"query":"x","limit":99}""", "limit takes a whole number from 1 to 20; came: the number 99.")]
    [InlineData("search_tools", """{"query":"x","limit":"few"}""", "limit takes a whole number from 1 to 20; came: the string 'few'.")]
    [InlineData("search_tools", """{"query":"x","tag":"y"}""", "tag is no argument of this tool; its arguments: query, limit, schema_of.")]
    [InlineData("call_tool", "{}", "name takes the name of a tool that search_tools found; came: nothing.")]
    [InlineData("call_tool", """{"tool_name":"x"}""", "name takes the name of a tool that search_tools found; came: nothing. tool_name is no argument of call_tool;")]
    [InlineData("call_tool", """{"name":5}""", "name takes a tool's name; came: the number 5.")]
    [InlineData("call_tool", """{"name":"x","arguments":[1]}""", "arguments takes an object, as the tool's inputSchema says; came: an array.")]
    [InlineData("call_tool", """{"name":"x","workspace_id":"ws-1"}""", "workspace_id is no argument of call_tool; what the tool takes belongs inside arguments.")]
    public async Task Bad_arguments_of_the_two_are_named_with_what_came(string tool, string arguments, string words)
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(Search), tool, arguments);
        Assert.True((bool)result["isError"]!);
        Assert.StartsWith(words, (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_tool_is_marked_as_dangerous_as_what_it_can_reach()
    {
        await using var product = await TestProduct.StartAsync();
        async Task<string> HintsAsync(string config)
        {
            var tools = (await product.AskAsync(await product.TokenAsync(config), "tools/list"))["result"]!["tools"]!.AsArray();
            return tools[1]!["annotations"]!["readOnlyHint"] + " " + tools[1]!["annotations"]!["destructiveHint"];
        }

        Assert.Equal("true false", await HintsAsync("""{"methods":["read"],"tags":["*"],"listing":"search"}"""));
        Assert.Equal("false true", await HintsAsync(Search));
    }

    // The upstream gives each request its own.
    private static string WithoutRequestId(JsonNode answer) =>
        Regex.Replace(answer.ToJsonString(), "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static async Task<IReadOnlyList<string>> NamesAsync(TestProduct product, string token) =>
        [.. (await product.AskAsync(token, "tools/list"))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!)];
}
