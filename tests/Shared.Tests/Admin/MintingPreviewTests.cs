using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>dry_run: what would be minted, and what the token behind it can really do.</summary>
public sealed class MintingPreviewTests
{
    private static async Task<(HttpStatusCode Status, JsonNode Body)> PreviewAsync(TestProduct product, string config = "{}", string members = "")
    {
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", $$"""{"name":"x","dry_run":true,"config":{{config}}{{members}}}""");
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    [Fact]
    public async Task It_shows_what_minting_would_give_and_mints_nothing()
    {
        await using var product = await TestProduct.StartAsync();
        var (status, preview) = await PreviewAsync(product, """{"methods":["*"]}""");
        var minted = await product.MintAsync("""{"methods":["*"]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(((string)minted["tools_digest"]!, (int)minted["tool_count"]!), ((string)preview["tools_digest"]!, (int)preview["tool_count"]!));
        Assert.Equal((int)preview["tool_count"]!, preview["tools"]!.AsArray().Count);
        Assert.Contains(preview["tools"]!.AsArray(), tool => (string)tool!["name"]! == "hashicorp_terraform_cloud_runs_apply" && (string)tool["effect"]! == "destroy");
        Assert.True(preview["token"] is null && preview["url"] is null);
        Assert.Single(await product.Store.ListAsync(RecordKind.McpServer, TestProduct.Account, null, 10, TestContext.Current.CancellationToken));
    }

    // What a page shows of a URL in one word.
    [Theory]
    [InlineData("""{"methods":["read"]}""", "read")]
    [InlineData("""{"methods":["read","create"],"tags":["runs"]}""", "mutate")]
    [InlineData("""{"methods":["read","create","custom"],"tags":["runs"]}""", "destroy")]
    [InlineData("""{"methods":["*"]}""", "destroy")]
    public async Task The_worst_that_a_url_can_do_is_told_with_it(string config, string effect)
    {
        await using var product = await TestProduct.StartAsync();
        var preview = (await PreviewAsync(product, config)).Body;
        var minted = await product.MintAsync(config);
        using var read = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}");
        Assert.Equal(effect, (string)preview["effect"]!);
        Assert.Equal(effect, (string)minted["effect"]!);
        Assert.Equal(effect, (string)JsonNode.Parse(await read.Content.ReadAsStringAsync())!["effect"]!);
        Assert.Contains(preview["tools"]!.AsArray(), tool => (string)tool!["effect"]! == effect);
        Assert.All(preview["tools"]!.AsArray(), tool => Assert.True(TerraformTools.Find((string)tool!["name"]!) is { } row && row.MethodGroup == (string)tool["group"]! && row.Tags.SequenceEqual(tool["tags"]!.AsArray().Select(tag => (string)tag!))));
    }

    [Fact]
    public async Task It_tells_what_the_Terraform_token_may_do()
    {
        await using var product = await TestProduct.StartAsync();
        var terraform = (await PreviewAsync(product)).Body["terraform"]!;
        Assert.True((bool)terraform["reachable"]!);
        Assert.NotNull((string)terraform["user"]!["username"]!);
        Assert.True((bool)terraform["organization"]!["permissions"]!["can_create_workspace"]!);
        Assert.NotNull(terraform["entitlements"]);
    }

    [Fact]
    public async Task A_Terraform_that_refuses_is_away_or_too_slow_and_a_vault_that_is_are_told_as_such()
    {
        await using var product = await TestProduct.StartAsync();
        product.Credentials.Token = "wrong.atlasv1.token";
        Assert.Contains("wrong, expired or revoked", (string)(await PreviewAsync(product)).Body["terraform"]!["problem"]!, StringComparison.Ordinal);
        product.Credentials.Token = null;
        Assert.Contains("vault has no secret", (string)(await PreviewAsync(product)).Body["terraform"]!["problem"]!, StringComparison.Ordinal);
        product.Credentials.IsDown = true;
        Assert.Contains("vault does not answer", (string)(await PreviewAsync(product)).Body["terraform"]!["problem"]!, StringComparison.Ordinal);
        (product.Credentials.IsDown, product.Credentials.Token) = (false, TerraformSandbox.OwnerToken);
        product.Sandbox.Faults.On("GET", "/api/v2/account/details").Delay(TimeSpan.FromMinutes(5));
        var slow = PreviewAsync(product);
        await product.WhenAskedAsync("/account/details", times: 2);
        product.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("did not answer within 5 s", (string)(await slow).Body["terraform"]!["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_minted_is_refused_the_same_way()
    {
        await using var product = await TestProduct.StartAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PreviewAsync(product, """{"methods":["nonsense"]}""")).Status);
    }
}
