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
