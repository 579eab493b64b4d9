using ServerlessMcp.Integrations.TerraformCloud.Client;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Admin;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>What a list of found tools costs, whatever was found, and that nothing is lost by it: <c>schema_of</c> has it.</summary>
public sealed class SearchHitTests
{
    private const int MostOfFive = 1600, MostOfSchema = 1200;

    private static readonly IntegratedAccount Account = new IntegratedAccount { Id = "a", Address = new("https://app.terraform.io"), SecretName = "s" }.WithTerraform("acme-corp");

    // Every tool is found by its name, with those that are near it, under the longer and the shorter names, and where each call has to name the organization.
    public static TheoryData<bool, bool> Forms => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Trait("Lane", "slow")]
    [Theory, MemberData(nameof(Forms))]
    public void A_list_of_found_tools_is_within_its_budget_for_every_tool(bool isShort, bool hasOrganization) =>
        Judge(isShort, hasOrganization, TerraformTools.All.Select(tool => tool.Name).Concat(TerraformTools.All.Select(tool => tool.Title)));

    [Theory, MemberData(nameof(Forms))]
    public void A_list_of_found_tools_is_within_its_budget_for_every_question(bool isShort, bool hasOrganization) =>
        Judge(isShort, hasOrganization, Questions());

    private static void Judge(bool isShort, bool hasOrganization, IEnumerable<string> queries)
    {
        var (filter, options) = Of(isShort, hasOrganization);
        foreach (var query in queries)
        {
            foreach (var limit in new[] { 1, 5, 20 })
            {
                var (text, answer) = Find(filter, options, new JsonObject { ["query"] = query, ["limit"] = limit });
                var items = answer["items"]!.AsArray();
                var schema = items.Count == 0 ? "" : Text(items[0]!["inputSchema"]!);
                Assert.True(schema.Length <= MostOfSchema, $"{query}: {schema.Length} of schema");
                Assert.True(text.Length - schema.Length <= MostOfFive / 5 * Math.Max(5, limit), $"{query}, {limit}: {text.Length - schema.Length} besides the schema");
            }
        }
    }

    [Trait("Lane", "slow")]
    [Theory, MemberData(nameof(Forms))]
    public void The_first_has_what_it_requires_and_says_what_is_left_out_and_the_others_have_what_they_require(bool isShort, bool hasOrganization)
    {
        var (filter, options) = Of(isShort, hasOrganization);
        var cut = 0;
        foreach (var tool in filter.Select())
        {
            var items = Find(filter, options, new JsonObject { ["query"] = tool.Name }).Answer["items"]!.AsArray();
            var whole = Find(filter, options, new JsonObject { ["schema_of"] = tool.Name }).Answer;
            Assert.Equal(tool.NameIn(options.Names), (string)items[0]!["name"]!);
            Assert.Equal((tool.NameIn(options.Names), tool.Description), ((string)whole["name"]!, (string)whole["description"]!));
            Assert.Equal(whole["inputSchema"]!["required"]?.ToJsonString(), items[0]!["inputSchema"]!["required"]?.ToJsonString());

            var (shown, all) = (items[0]!["inputSchema"]!["properties"]!.AsObject(), whole["inputSchema"]!["properties"]!.AsObject());
            Assert.All(shown, argument => Assert.Equal(all[argument.Key]!.ToJsonString(), argument.Value!.ToJsonString()));
            Assert.Equal(shown.Count == all.Count ? null : $"{all.Count - shown.Count} more arguments: schema_of has all.", (string?)items[0]!["left_out"]);
            cut += shown.Count < all.Count ? 1 : 0;
            foreach (var item in items.Skip(1))
            {
                var required = Find(filter, options, new JsonObject { ["schema_of"] = (string)item!["name"]! }).Answer["inputSchema"]!["required"];
                Assert.Equal((required ?? new JsonArray()).ToJsonString(), item["required"]!.ToJsonString());
                Assert.NotEqual("", (string)item["description"]!);
                Assert.NotNull(item["effect"]);
            }
        }

        Assert.InRange(cut, 5, 100);
    }

    [Fact]
    public void An_argument_that_was_asked_for_is_shown()
    {
        var (filter, options) = Of(isShort: true, hasOrganization: true);
        foreach (var tool in filter.Select())
        {
            foreach (var argument in ToolSchema.Listed(tool, options).Where(argument => argument.Place != ArgumentPlace.Answer))
            {
                var first = Find(filter, options, new JsonObject { ["query"] = $"{tool.ShortName} {argument.Name}" }).Answer["items"]![0]!;
                Assert.Equal(tool.ShortName, (string)first["name"]!);
                Assert.True(first["inputSchema"]!["properties"]![argument.Name] is not null, $"{tool.ShortName} lacks {argument.Name}");
            }
        }
    }

    // A description is cut where a sentence ends, as long as one is short enough.
    [Fact]
    public void What_is_cut_of_a_description_is_whole_sentences()
    {
        var (filter, options) = Of(isShort: true, hasOrganization: true);
        foreach (var query in Questions())
        {
            foreach (var item in Find(filter, options, new JsonObject { ["query"] = query }).Answer["items"]!.AsArray())
            {
                var whole = TerraformTools.Find((string)item!["name"]!)!.Description;
                var said = (string)item["description"]!;
                Assert.True(whole == said || whole.StartsWith(said + " ", StringComparison.Ordinal), $"{said} of {whole}");
            }
        }
    }

    [Theory]
    [InlineData("tfc_runs_create", "tfc_runs_create")]
    [InlineData("create_a_hashicorp_terraform_cloud_run", "tfc_runs_create")]
    [InlineData("mcp__tfc__tfc_runs_create", "tfc_runs_create")]
    public async Task Schema_of_takes_every_name_of_a_tool(string name, string tool)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"],"listing":"search","tool_names":"short"}""");
        var answer = (await product.CallAsync(token, "search_tools", $$"""{"schema_of":"{{name}}"}""")).Answer();
        Assert.Equal(tool, (string)answer["name"]!);
        Assert.NotNull(answer["inputSchema"]!["properties"]!["is_destroy"]);
    }

    // The whole schema is what the URL has: what adds an effect that it may not have is not in it.
    [Fact]
    public async Task Schema_of_shows_the_tool_as_the_URL_has_it()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read","create"],"tags":["*"],"listing":"search"}""");
        var answer = (await product.CallAsync(token, "search_tools", """{"schema_of":"tfc_runs_create"}""")).Answer();
        Assert.Equal("mutate", (string)answer["effect"]!);
        Assert.Null(answer["inputSchema"]!["properties"]!["is_destroy"]);
    }

    [Fact]
    [Trait("Lane", "slow")]
    public void Schema_of_a_tool_that_the_URL_has_not_is_refused_with_names_that_it_has()
    {
        var filter = new ToolFilter(Config("""{"methods":["read"],"tags":["*"],"listing":"search"}"""), Account, TerraformTools.Catalog);
        var options = new ToolSchemaOptions(ToolNames.Short, "acme-corp");
        var exposed = filter.Select().Select(tool => tool.ShortName).Append(SearchTools.Search).ToHashSet();
        foreach (var name in TerraformTools.All.Where(tool => !filter.Allows(tool)).SelectMany(tool => new[] { tool.Name, tool.ShortName }).Append("no_such_tool"))
        {
            var (_, answer) = Find(filter, options, new JsonObject { ["schema_of"] = name }, isRefused: true);
            var detail = (string)answer["error"]!["detail"]!;
            var start = $"This URL has no tool '{ArgumentWords.Excerpt(name)}'. ";
            Assert.StartsWith(start, detail, StringComparison.Ordinal);
            Assert.Empty(ToolMentions.Unknown(detail[start.Length..], exposed));
        }
    }

    private static IEnumerable<string> Questions() => new[] { "questions.csv", "questions-held-out.csv" }
        .SelectMany(file => File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", file)).Skip(1)).Select(line => line.Split(',')[0]);

    private static (ToolFilter Filter, ToolSchemaOptions Options) Of(bool isShort, bool hasOrganization) => (
        new ToolFilter(Config("""{"methods":["*"],"tags":["*","credentials"]}"""), Account, TerraformTools.Catalog),
        new ToolSchemaOptions(isShort ? ToolNames.Short : ToolNames.Canonical, hasOrganization ? "acme-corp" : null));

    private static McpServerConfig Config(string config)
    {
        using var read = JsonDocument.Parse(config);
        return McpServerConfigJson.Read(new JsonBodyReader(read.RootElement), new(), new UrlAccounts(Account, TerraformTools.Catalog));
    }

    private static (string Text, JsonNode Answer) Find(ToolFilter filter, ToolSchemaOptions options, JsonObject arguments, bool isRefused = false)
    {
        using var read = JsonDocument.Parse(arguments.ToJsonString());
        var account = options.DefaultValue is null ? Account with { Members = new Dictionary<string, JsonElement>() } : Account;
        var (server, _) = McpServer.Mint(account, "test", new() { ToolNames = options.Names }, "api-test", DateTimeOffset.UnixEpoch);
        var bytes = SearchTools.Find(
            read.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value), new UrlTools(new Admission(server, account, null), filter), out var errors);
        var text = Encoding.UTF8.GetString(bytes.Span);
        Assert.True(isRefused == errors.Count > 0, text);
        return (text, JsonNode.Parse(text)!);
    }

    private static string Text(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
