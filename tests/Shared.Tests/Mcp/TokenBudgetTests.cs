using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Tokenizers;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>
/// What a model reads, in tokens of o200k_base, as it leaves the endpoint. A tool counts as a client hands it to a model: name, description and inputSchema as minified JSON.
/// <c>bench/context.mjs</c> prints the same figures.
/// </summary>
public sealed class TokenBudgetTests
{
    private static readonly TiktokenTokenizer Tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    private static readonly JsonSerializerOptions Minified = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Trait("Lane", "slow")]
    [Fact]
    public async Task All_tools_take_at_most_100_tokens_each_on_average()
    {
        await using var product = await TestProduct.StartAsync();
        const string Config = """{"methods":["*"],"tags":["*","credentials"],"listing":"all"}""";
        var tools = new Dictionary<string, int>();
        foreach (var token in new[] { await product.TokenAsync(Config), await product.EnterpriseTokenAsync(Config) })
        {
            foreach (var tool in await ListAsync(product, token))
            {
                tools[(string)tool["name"]!] = TokensOf(tool);
            }
        }

        Assert.Equal(TerraformTools.All.Count(tool => tool.MergedInto is null), tools.Count);
        Assert.InRange(tools.Values.Average(), 0, 100);
    }

    [Theory]
    [InlineData("{}", 4_200)]
    [InlineData("""{"methods":["*"]}""", 5_600)]
    public async Task The_list_of_a_default_URL_and_that_of_core_with_all_methods_are_within_their_budgets(string config, int budget)
    {
        await using var product = await TestProduct.StartAsync();
        Assert.InRange((await ListAsync(product, await product.TokenAsync(config))).Sum(TokensOf), 1, budget);
    }

    [Fact]
    public async Task Twenty_workspaces_are_listed_in_at_most_1400_tokens_and_say_what_the_next_question_needs()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await TextAsync(product, "list_all_hashicorp_terraform_cloud_workspaces", """{"page_size":20}""");
        var items = JsonNode.Parse(answer)!["items"]!.AsArray();
        Assert.Equal(20, items.Count);
        Assert.All(items, item => Assert.NotNull((string?)item!["project"]));
        Assert.Contains(items, item => (bool?)item!["locked"] == true);
        Assert.DoesNotContain(items, item => (bool?)item!["locked"] == false);
        Assert.Contains(items, item => (string?)item!["current_run"]?["status"] == "policy_override");
        Assert.All(items, item => Assert.True(item!["current_run"] is not { } run || run["id"] is not null));
        Assert.InRange(Tokenizer.CountTokens(answer), 1, 1_400);
    }

    [Fact]
    public async Task A_run_is_read_in_at_most_350_tokens()
    {
        await using var product = await TestProduct.StartAsync();
        var workspace = (string)JsonNode.Parse(await TextAsync(product, "list_all_hashicorp_terraform_cloud_workspaces", """{"search":"core-networking"}"""))!["items"]![0]!["id"]!;
        var runs = JsonNode.Parse(await TextAsync(product, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{workspace}}"}"""))!["items"]!.AsArray();
        foreach (var run in runs)
        {
            Assert.InRange(Tokenizer.CountTokens(await TextAsync(product, "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{run!["id"]}}"}""")), 1, 350);
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(TestProduct product, string token)
    {
        var tools = new List<JsonNode>();
        var parameters = "{}";
        while (true)
        {
            var page = (await product.AskAsync(token, "tools/list", parameters))["result"]!;
            tools.AddRange(page["tools"]!.AsArray().Select(tool => tool!));
            if (page["nextCursor"] is not { } next)
            {
                return tools;
            }

            parameters = $$"""{"cursor":"{{next}}"}""";
        }
    }

    private static async Task<string> TextAsync(TestProduct product, string tool, string arguments) =>
        (string)(await product.CallAsync(await product.TokenAsync(), tool, arguments))["content"]![0]!["text"]!;

    private static int TokensOf(JsonNode tool) => Tokenizer.CountTokens(new JsonObject
    {
        ["name"] = tool["name"]!.DeepClone(),
        ["description"] = tool["description"]!.DeepClone(),
        ["inputSchema"] = tool["inputSchema"]!.DeepClone(),
    }.ToJsonString(Minified));
}
