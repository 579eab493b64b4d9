using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Admin;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Prompts;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Integrations.Tharsis;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>Names as clients hand them to models, and as texts say them: whole, different from each other, and those of the list that the reader has.</summary>
public sealed class ClientNameTests
{
    private static readonly string[] Configs =
    [
        "", """ "methods":["*"] """, """ "methods":["*"],"tags":["*","credentials"] """, """ "tags":["runs","workspaces"],"methods":["read","create"] """,
        """ "methods":["*"],"exclude_tools":["*_outputs","*force_unlock"] """, """ "scope":{"workspaces":["internal-*"]},"methods":["*"] """,
    ];

    public static TheoryData<string> Clients => [.. ClientPreset.All.Select(preset => preset.Name)];

    [Fact]
    public async Task Under_each_preset_every_name_is_within_the_client_s_published_limit_and_none_become_equal()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        EveryCatalog.AssertNamesFit(tharsis.Product);
    }

    [Trait("Lane", "slow")]
    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Every_tool_that_a_text_names_is_in_the_list_that_its_reader_has(string client)
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var config in Configs)
        {
            await CheckTextsAsync(product, $$"""{"client":"{{client}}"{{(config.Length > 0 ? "," : "")}}{{config}} }""", enterprise: false);
        }

        await CheckTextsAsync(product, $$"""{"client":"{{client}}","methods":["*"],"tags":["*"]}""", enterprise: true);
    }

    [Trait("Lane", "slow")]
    [Theory]
    [InlineData("canonical", "all")]
    [InlineData("canonical", "auto")]
    [InlineData("canonical", "search")]
    [InlineData("short", "search")]
    public async Task So_it_is_without_a_preset(string names, string listing)
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var config in Configs)
        {
            await CheckTextsAsync(product, $$"""{"tool_names":"{{names}}","listing":"{{listing}}"{{(config.Length > 0 ? "," : "")}}{{config}} }""", enterprise: false);
        }
    }

    [Theory]
    [InlineData(ToolNames.Canonical)]
    [InlineData(ToolNames.Short)]
    public void A_tool_that_the_URL_lacks_is_said_to_be_missing_by_the_name_that_its_list_would_show(ToolNames names)
    {
        foreach (var tool in TerraformTools.All.Where(tool => tool.Effect != Effect.Read))
        {
            Assert.Contains(tool.NameIn(names), new AddedEffect { Tools = [tool.Name] }.Needs(name => TerraformTools.Catalog.NameOf(name, names)), StringComparison.Ordinal);
        }

        foreach (var effect in TerraformTools.All.Select(tool => tool.Adds).Concat(TerraformTools.All.SelectMany(tool => tool.Arguments).Select(argument => argument.Adds)).OfType<AddedEffect>())
        {
            Assert.All(ToolMentions.All(effect.Needs(name => TerraformTools.Catalog.NameOf(name, names))), name => Assert.Equal(name, TerraformTools.Find(name)!.NameIn(names)));
        }
    }

    [Fact]
    public void No_sentence_of_the_source_names_a_tool_by_one_of_its_names_alone()
    {
        // Their brackets are replaced, which PromptTests hold them to.
        var rule = $"{Path.DirectorySeparatorChar}Prompts{Path.DirectorySeparatorChar}";
        var sentences = Directory.EnumerateFiles(SourceTree.PathOf("src", "Shared"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains(rule, StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).SelectMany(line => line.Split('"').Where((_, index) => index % 2 == 1)).Select(text => (file, text)))
            .Where(literal => literal.text.Contains(' ', StringComparison.Ordinal) && ToolMentions.All(literal.text).Any(name => name is not (SearchTools.Search or SearchTools.Call)))
            .Select(literal => $"{Path.GetFileName(literal.file)}: {literal.text}").ToList();
        Assert.True(sentences.Count == 0, string.Join('\n', sentences));
    }

    // Lists, instructions, prompts, found tools, and the refusal of a name that is none.
    private static async Task CheckTextsAsync(TestProduct product, string config, bool enterprise)
    {
        var token = enterprise ? await product.EnterpriseTokenAsync(config) : await product.TokenAsync(config);
        var listed = Names((await product.AskAsync(token, "tools/list"))["result"]!);
        using var read = JsonDocument.Parse(config);
        var account = new IntegratedAccount { Id = "a", Address = new(enterprise ? "https://tfe.example.com" : "http://127.0.0.1:8080"), SecretName = "s" }.WithTerraform("acme-corp");
        var reachable = ToolMentions.Of(
            McpServerConfigJson.Read(new JsonBodyReader(read.RootElement), new(), new UrlAccounts(account, TerraformTools.Catalog)), account);
        Assert.Empty(listed.Except(reachable));
        var texts = new List<string> { (await product.AskAsync(token, "tools/list"))["result"]!.ToJsonString() };
        var told = (string)(await product.AskAsync(token, "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}"""))["result"]!["instructions"]!;
        texts.Add(told);
        if (listed.Contains(SearchTools.Search))
        {
            foreach (var words in new[] { "list runs", "apply", "state version outputs", "variable update", "policy", "team", "registry module", "delete workspace", "bulk" })
            {
                var found = (await product.CallAsync(token, SearchTools.Search, $$"""{"query":"{{words}}","limit":20}""")).Answer();
                texts.Add(found.ToJsonString());
            }
        }

        foreach (var prompt in (await product.AskAsync(token, "prompts/list"))["result"]!["prompts"]!.AsArray())
        {
            var arguments = new JsonObject(PromptCatalog.All.First(one => one.Name == (string)prompt!["name"]!).Arguments.Select(argument => KeyValuePair.Create(argument.Name, (JsonNode?)(argument.Name == "run_id" ? "run-0123456789abcdef" : "sample"))));
            var text = (await product.AskAsync(token, "prompts/get", $$"""{"name":"{{prompt!["name"]}}","arguments":{{arguments.ToJsonString()}} }"""))["result"]!.ToJsonString();
            texts.Add(prompt.ToJsonString() + text);
            Assert.True(listed.Contains(SearchTools.Call) || ToolMentions.Unknown(text, listed).Count == 0, text);
        }

        texts.Add((await product.AskAsync(token, "tools/call", """{"name":"list_runs"}""")).ToJsonString());
        foreach (var text in texts)
        {
            var strangers = ToolMentions.Unknown(text, reachable).Except(PromptCatalog.All.Select(prompt => prompt.Name)).ToList();
            Assert.True(strangers.Count == 0, $"{config}: {string.Join(", ", strangers)} in {text[..Math.Min(text.Length, 600)]}");
        }
    }

    private static HashSet<string> Names(JsonNode result) => [.. result["tools"]!.AsArray().Select(tool => (string)tool!["name"]!)];
}
