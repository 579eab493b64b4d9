using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>The eight digits that a change leaves in Terraform lead back to its URL, also when that is revoked.</summary>
public sealed class MarkTests
{
    private const string Urls = $"/integrated-account/{TestProduct.Account}/mcp";

    [Fact]
    public async Task A_mark_leads_to_its_url_and_to_its_calls_also_when_the_url_is_revoked()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"]}""");
        await product.MintAsync("{}");
        var id = (string)minted["id"]!;
        var run = (await product.CallAsync((string)minted["token"]!, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","message":"go"}""")).Answer();
        var digits = ((string)run["message"]!)["go (via mcp-".Length..^1];
        Assert.Equal(8, digits.Length);
        foreach (var mark in new[] { digits, "mcp-" + digits })
        {
            Assert.Equal(id, (string)Assert.Single((await GetAsync(product, $"{Urls}?mark={mark}"))["result"]!.AsArray())!["id"]!);
        }

        (await product.AdminAsync(HttpMethod.Delete, $"{Urls}/{id}")).Dispose();
        var over = Assert.Single((await GetAsync(product, $"{Urls}?mark={digits}"))["result"]!.AsArray())!;
        Assert.Equal((id, true), ((string)over["id"]!, (bool)over["is_over"]!));
        Assert.Equal(run["id"]!.ToString(), (string)(await GetAsync(product, $"{Urls}/{digits}/audit"))["result"]!.AsArray().Last()!["answered"]!);
        Assert.Empty((await GetAsync(product, $"{Urls}?mark=00000000"))["result"]!.AsArray());
    }

    [Fact]
    public async Task Where_two_have_it_both_are_listed_and_the_trail_asks_which()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("{}");
        var id = (string)minted["id"]!;
        var twin = id[..12] + new string('f', 24);
        var record = (await product.Store.GetAsync(ServerlessMcp.Records.RecordKind.McpServer, id, default))!;
        var text = System.Text.Encoding.UTF8.GetString(record.Content.Span).Replace(id, twin, StringComparison.Ordinal);
        Assert.True(await product.Store.CreateAsync(record with { Id = twin, Content = System.Text.Encoding.UTF8.GetBytes(text) }, default));
        Assert.Equal([id, twin], (await GetAsync(product, $"{Urls}?mark={id[4..12]}"))["result"]!.AsArray().Select(one => (string)one!["id"]!));
        using var answer = await product.AdminAsync(HttpMethod.Get, $"{Urls}/{id[4..12]}/audit");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(twin, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData("0f3c"), InlineData("0F3C9A1B"), InlineData("mcp-xyz12345")]
    public async Task What_is_no_mark_is_told(string mark)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Get, $"{Urls}?mark={mark}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    private static async Task<JsonNode> GetAsync(TestProduct product, string path)
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
