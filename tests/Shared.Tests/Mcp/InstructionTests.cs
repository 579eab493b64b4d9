using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>What a model is told of a URL; some clients hand on the first line alone.</summary>
public sealed class InstructionTests
{
    [Theory]
    [InlineData("{}", "ServerlessMcp for Terraform: Terraform at 127.0.0.1, organization acme-corp. It only reads; it ends at 2026-01-01T02:00:00Z.")]
    [InlineData("""{"methods":["read","create"]}""", "ServerlessMcp for Terraform: Terraform at 127.0.0.1, organization acme-corp. It reads and changes; it ends at 2026-01-01T02:00:00Z.")]
    [InlineData("""{"methods":["*"]}""", "ServerlessMcp for Terraform: Terraform at 127.0.0.1, organization acme-corp. It reads, changes and destroys; it ends at 2026-01-01T02:00:00Z.")]
    public async Task The_first_line_says_what_this_is_and_whose_what_it_may_do_and_until_when(string config, string line)
    {
        await using var product = await TestProduct.StartAsync();
        var said = await ToldAsync(product, await product.TokenAsync(config));
        Assert.Equal(line, said.Split('\n')[0]);
        Assert.Contains("clear: [\"value\"]", said, StringComparison.Ordinal);
        Assert.DoesNotContain("search_tools", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"methods":["*"],"tags":["*"]}""")]
    [InlineData("""{"listing":"search"}""")]
    public async Task Where_search_tools_and_call_tool_are_listed_their_use_is_told(string config)
    {
        await using var product = await TestProduct.StartAsync();
        var said = await ToldAsync(product, await product.TokenAsync(config));
        Assert.Contains("search_tools with query", said, StringComparison.Ordinal);
        Assert.Contains("call_tool with name and arguments", said, StringComparison.Ordinal);
    }

    // The mark is of the URL's id; a mark that goes into comments leaves messages alone.
    [Theory]
    [InlineData("{}", "In Terraform you read as the user of the account's token. ")]
    [InlineData("""{"methods":["*"]}""", "In Terraform you act as the user of the account's token; your messages, comments and reasons end with (via mcp-")]
    [InlineData("""{"methods":["*"],"mark":"comment"}""", "your messages stay as they are, your changes of runs get a comment and other reasons end with (via mcp-")]
    public async Task Who_the_connection_is_and_where_its_mark_stands_is_told(string config, string said)
    {
        await using var product = await TestProduct.StartAsync();
        Assert.Contains(said, await ToldAsync(product, await product.TokenAsync(config)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_worth_asking_for_beyond_the_fields_that_come_is_told()
    {
        await using var product = await TestProduct.StartAsync();
        var said = await ToldAsync(product, await product.TokenAsync());
        foreach (var (tool, field) in new[] { ("runs", "status_timestamps"), ("workspaces", "run_failures"), ("workspaces", "last_assessment_result_at") })
        {
            Assert.Contains(field, said, StringComparison.Ordinal);
            Assert.DoesNotContain("unknown_fields", (await product.CallAsync(await product.TokenAsync(), tool == "runs" ? "list_all_hashicorp_terraform_cloud_organization_runs" : $"list_all_hashicorp_terraform_cloud_{tool}", $$"""{"fields":["id","{{field}}"]}""")).ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_first_line_is_never_longer_than_clients_take()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("long", address: $"https://{string.Join('.', Enumerable.Repeat(new string('a', 60), 4))}");
        var line = (await ToldAsync(product, await product.TokenAsync(account: "long"))).Split('\n')[0];
        Assert.InRange(line.Length, 200, 250);
        Assert.EndsWith("it ends at 2026-01-01T02:00:00Z.", line, StringComparison.Ordinal);
    }

    private static async Task<string> ToldAsync(TestProduct product, string token) =>
        (string)(await product.AskAsync(token, "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}"""))["result"]!["instructions"]!;
}
