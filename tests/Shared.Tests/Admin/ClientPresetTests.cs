using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Exposure;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary><c>config.client</c>: what it sets, what is given beside it, and that the record keeps both.</summary>
public sealed class ClientPresetTests
{
    private const string Path = $"/integrated-account/{TestProduct.Account}/mcp";

    public static TheoryData<string> All => [.. ClientPreset.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_preset_sets_what_is_not_given_and_the_answer_and_the_record_say_so(string client)
    {
        await using var product = await TestProduct.StartAsync();
        var preset = ClientPreset.Find(client)!;
        var minted = await product.MintAsync($$"""{"client":"{{client}}"}""");
        Assert.Equal((client, "short", preset.Listing.ToString().ToLowerInvariant(), false), Set(minted["config"]!));
        Assert.Equal((client, "short", preset.Listing.ToString().ToLowerInvariant(), false), Set((await ReadAsync(product, minted))["config"]!));

        var names = (await product.AskAsync((string)minted["token"]!, "tools/list"))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.StartsWith("tfc_", name, StringComparison.Ordinal));

        var own = await product.MintAsync($$"""{"tool_names":"canonical","client":"{{client}}","listing":"search","structured_content":true}""");
        Assert.Equal((client, "canonical", "search", true), Set(own["config"]!));
    }

    [Fact]
    public void The_page_has_every_preset_as_it_is()
    {
        var rows = ClientPreset.All.Select(preset => $"| `{preset.Name}` | `{preset.ToolNames}` | `{preset.Listing}` | `{preset.StructuredContent}` |".ToLowerInvariant());
        Assert.Equal(rows, File.ReadLines(SourceTree.PathOf("docs", "clients.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal) && !line.StartsWith("| `client`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_client_a_URL_has_canonical_names_and_no_member_client()
    {
        await using var product = await TestProduct.StartAsync();
        var config = (await product.MintAsync())["config"]!;
        Assert.Equal(("canonical", "auto", false), ((string)config["tool_names"]!, (string)config["listing"]!, (bool)config["structured_content"]!));
        Assert.False(config.AsObject().ContainsKey("client"));
    }

    [Theory]
    [InlineData("\"clippy\"", "\"clippy\" came")]
    [InlineData("\"Claude\"", "\"Claude\" came")]
    [InlineData("\"\"", " came")]
    [InlineData("7", "a text")]
    public async Task An_unknown_client_is_refused_with_the_list(string client, string words)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, Path, $$"""{"name":"x","config":{"client":{{client}} } }""");
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/config/client"), (answer.StatusCode, (string)error["pointer"]!));
        Assert.Contains(words, (string)error["detail"]!, StringComparison.Ordinal);
        if (client[0] == '"')
        {
            Assert.All(ClientPreset.All, preset => Assert.Contains(preset.Name, (string)error["detail"]!, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_patch_sets_what_it_names_and_leaves_the_rest()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"client":"claude-code","listing":"search"}""");
        Assert.Equal(("claude-code", "short", "search", false), Set(await PatchAsync(product, minted, """{"tags":["runs"]}""")));
        Assert.Equal(("claude-code", "canonical", "search", false), Set(await PatchAsync(product, minted, """{"tool_names":"canonical"}""")));
        Assert.Equal(("claude-code", "short", "search", false), Set(await PatchAsync(product, minted, """{"tool_names":null}""")));
        Assert.Equal(("cursor", "short", "auto", true), Set(await PatchAsync(product, minted, """{"client":"cursor","structured_content":true}""")));

        // What was set stays: it is the URL's own by now.
        var none = await PatchAsync(product, minted, """{"client":null}""");
        Assert.Equal(("short", "auto", true), ((string)none["tool_names"]!, (string)none["listing"]!, (bool)none["structured_content"]!));
        Assert.False(none.AsObject().ContainsKey("client"));
    }

    [Fact]
    public async Task A_dry_run_says_what_the_preset_would_set()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, Path, """{"name":"x","dry_run":true,"config":{"client":"codex"}}""");
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(("codex", "short", "all", false), Set(said["config"]!));
        Assert.All(said["tools"]!.AsArray(), tool => Assert.StartsWith("tfc_", (string)tool!["name"]!, StringComparison.Ordinal));
    }

    private static (string Client, string Names, string Listing, bool Structured) Set(JsonNode config) =>
        ((string)config["client"]!, (string)config["tool_names"]!, (string)config["listing"]!, (bool)config["structured_content"]!);

    private static async Task<JsonNode> ReadAsync(TestProduct product, JsonNode minted)
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, $"{Path}/{minted["id"]}");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<JsonNode> PatchAsync(TestProduct product, JsonNode minted, string config)
    {
        using var answer = await product.AdminAsync(HttpMethod.Patch, $"{Path}/{minted["id"]}", $$"""{"config":{{config}} }""");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!["config"]!;
    }
}
