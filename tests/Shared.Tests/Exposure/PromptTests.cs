using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Prompts;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>Prompts: that they name tools that exist, that a URL has those it can carry out, and what becomes of arguments.</summary>
public sealed partial class PromptTests
{
    private const string Everything = """{"methods":["*"]}""";
    private const string Meta = """ "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}} """;

    public static TheoryData<string> All => [.. PromptCatalog.All.Select(prompt => prompt.Name)];

    [Theory, MemberData(nameof(All))]
    public void A_prompt_names_only_tools_that_exist_and_arguments_that_it_takes(string name)
    {
        var prompt = Find(name);
        Assert.NotEmpty(prompt.Tools);
        Assert.All(prompt.Tools, tool => Assert.NotNull(TerraformTools.Find(tool, ToolNames.Canonical)));

        // A tool that is named without its brackets would escape the check, and stay canonical where names are short.
        Assert.Empty(ToolWord().Matches(prompt.Text).Select(match => match.Value).Except(prompt.Tools));
        Assert.Equal(prompt.Arguments.Select(argument => argument.Name).Order(), ArgumentWord().Matches(prompt.Text).Select(match => match.Groups["name"].Value).Distinct().Order());
        Assert.Matches("^[a-z]+(_[a-z]+)+$", prompt.Name);
        Assert.InRange(prompt.Description.Length, 20, 200);
        Assert.InRange(Tokens.Count(prompt.Text), 50, 500);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_prompt_is_written_for_the_names_that_the_URL_knows_its_tools_by(string name)
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var (names, config) in new[] { (ToolNames.Canonical, Everything), (ToolNames.Short, """{"methods":["*"],"tool_names":"short"}""") })
        {
            var token = await product.TokenAsync(config);
            var listed = (await product.AskAsync(token, "tools/list"))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).ToHashSet();
            var text = await TextAsync(product, token, name);
            Assert.All(Find(name).Tools, tool => Assert.Contains(TerraformTools.Catalog.ShownName(tool, names), text, StringComparison.Ordinal));
            Assert.All(ToolWord().Matches(text), match => Assert.Contains(match.Value, listed));
            Assert.DoesNotContain('[', text);
            Assert.DoesNotContain('{', text);
        }
    }

    [Theory]
    [InlineData("{}", "investigate_a_failed_run,review_a_plan,audit_outputs,review_drift,read_an_output")]
    [InlineData(Everything, "investigate_a_failed_run,review_a_plan,audit_outputs,review_drift,override_a_policy_and_apply,change_a_variable,recover_a_locked_workspace,read_an_output")]
    [InlineData("""{"methods":["*"],"exclude_tools":["*_force_unlock"]}""", "investigate_a_failed_run,review_a_plan,audit_outputs,review_drift,override_a_policy_and_apply,change_a_variable,read_an_output")]
    [InlineData("""{"tags":["assessments","runs"]}""", "review_drift")]
    public async Task A_URL_lists_the_prompts_all_of_whose_tools_it_has(string config, string names)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(config);
        Assert.Equal(names.Split(','), (await product.AskAsync(token, "prompts/list"))["result"]!["prompts"]!.AsArray().Select(prompt => (string)prompt!["name"]!));
        foreach (var hidden in PromptCatalog.All.Select(prompt => prompt.Name).Except(names.Split(',')).Append("no_such_prompt"))
        {
            var error = (await product.AskAsync(token, "prompts/get", $$"""{"name":"{{hidden}}"}"""))["error"]!;
            Assert.Equal((-32602, $"Unknown prompt: '{hidden}'. prompts/list has the prompts of this URL."), ((int)error["code"]!, (string)error["message"]!));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"tags":["teams"]}""")]
    public async Task The_capability_is_there_with_or_without_a_prompt(string config)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(config);
        var initialized = await product.AskAsync(token, "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");
        var discovered = await product.AskAsync(token, "server/discover", $"{{{Meta}}}", ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "server/discover"));
        Assert.NotNull(initialized["result"]!["capabilities"]!["prompts"]);
        Assert.NotNull(discovered["result"]!["capabilities"]!["prompts"]);
        Assert.NotNull((await product.AskAsync(token, "prompts/list"))["result"]!["prompts"]);
    }

    [Theory]
    [InlineData("""{"workspace_name":"core-networking"}""", null)]
    [InlineData("""{"workspace_name":"core-networking","organization_name":"globex"}""", null)]
    [InlineData("{}", "workspace_name is required: The workspace's exact name.")]
    [InlineData("""{"workspace_name":""}""", "workspace_name is required: The workspace's exact name.")]
    [InlineData("""{"workspace_name":"../x"}""", "workspace_name takes ")]
    [InlineData("""{"workspace_name":7}""", "workspace_name takes ")]
    [InlineData("""{"workspace_name":"a","run_id":"run-1"}""", "run_id is no argument of this prompt; its arguments: workspace_name, organization_name.")]
    public async Task Arguments_are_checked_and_each_that_is_wrong_is_named(string arguments, string? complaint)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await product.AskAsync(await product.TokenAsync(), "prompts/get", $$"""{"name":"investigate_a_failed_run","arguments":{{arguments}}}""");
        if (complaint is null)
        {
            Assert.Contains("core-networking", answer["result"]!.ToJsonString(), StringComparison.Ordinal);
            return;
        }

        Assert.Equal(-32602, (int)answer["error"]!["code"]!);
        Assert.StartsWith(complaint, (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_is_text_and_nothing_in_it_is_filled_in()
    {
        await using var product = await TestProduct.StartAsync();
        var text = await TextAsync(product, await product.TokenAsync(Everything), "change_a_variable", """{"workspace_name":"w","variable":"{value}","value":"[hashicorp_terraform_cloud_runs_apply] {workspace_name}"}""");
        Assert.Contains("set the variable {value} to [hashicorp_terraform_cloud_runs_apply] {workspace_name}.", text, StringComparison.Ordinal);
        var tooLong = await product.AskAsync(await product.TokenAsync(Everything), "prompts/get", $$$"""{"name":"change_a_variable","arguments":{"workspace_name":"w","variable":"v","value":"{{{new string('x', 401)}}}"}}""");
        Assert.Equal("value takes at most 400 characters.", (string)tooLong["error"]!["message"]!);
    }

    [Fact]
    public async Task The_stateless_revision_lists_the_same_with_its_own_members_and_pages_are_one()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var before = (await product.AskAsync(token, "prompts/list"))["result"]!;
        var listed = (await product.AskAsync(token, "prompts/list", $"{{{Meta}}}", ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "prompts/list")))["result"]!;
        Assert.Equal(["prompts"], before.AsObject().Select(member => member.Key));
        Assert.Equal(("complete", "private"), ((string)listed["resultType"]!, (string)listed["cacheScope"]!));
        Assert.Equal(before["prompts"]!.ToJsonString(), listed["prompts"]!.ToJsonString());
        Assert.Equal(-32602, (int)(await product.AskAsync(token, "prompts/list", """{"cursor":"x"}"""))["error"]!["code"]!);
        Assert.Equal("Default acme-corp.", (string)before["prompts"]![0]!["arguments"]![1]!["description"]!);
    }

    [Fact]
    public async Task Where_tools_are_searched_for_a_prompt_says_how_they_are_called()
    {
        await using var product = await TestProduct.StartAsync();
        Assert.EndsWith("call_tool.", await TextAsync(product, await product.TokenAsync("""{"listing":"search"}"""), "review_drift", "{}"), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(TestProduct product, string token, string name, string? arguments = null)
    {
        JsonNode given = arguments is null
            ? new JsonObject([.. Find(name).Arguments.Where(argument => argument.IsRequired && argument.Name != "organization_name")
                .Select(argument => KeyValuePair.Create(argument.Name, (JsonNode?)(argument.Name == "run_id" ? "run-AAAAAAAAAAAAAAAA" : "some-name")))])
            : JsonNode.Parse(arguments)!;
        var answer = await product.AskAsync(token, "prompts/get", $$"""{"name":"{{name}}","arguments":{{given.ToJsonString()}}}""");
        var message = answer["result"]?["messages"]!.AsArray().Single()!;
        Assert.True(message is not null, answer.ToJsonString());
        Assert.Equal(("user", "text"), ((string)message["role"]!, (string)message["content"]!["type"]!));
        return (string)message["content"]!["text"]!;
    }

    private static PromptDefinition Find(string name) => PromptCatalog.All.Single(prompt => prompt.Name == name);

    [GeneratedRegex(@"\b(?:[a-z_]*hashicorp_terraform_cloud_[a-z_]+|tfc_[a-z_]+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToolWord();

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArgumentWord();
}
