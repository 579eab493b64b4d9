using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Access;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>The kill switch: one, all of an account, all. tests/Stores.Tests has it under load on each store.</summary>
public sealed class RevocationTests
{
    private const string Everything = "/integrated-account/-/mcp";

    private static async Task<HttpStatusCode> PingAsync(TestProduct product, JsonNode server)
    {
        using var answer = await product.PostAsync((string)server["token"]!, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        return answer.StatusCode;
    }

    [Fact]
    public async Task All_urls_of_all_accounts_are_revoked_at_once_and_new_ones_can_be_minted()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("other");
        var (one, two) = (await product.MintAsync(), await product.MintAsync(account: "other"));
        using var answer = await product.AdminAsync(HttpMethod.Delete, Everything);
        Assert.Equal("""{"accounts":2,"revoked":2}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await PingAsync(product, one), await PingAsync(product, two)));
        Assert.Equal(HttpStatusCode.OK, await PingAsync(product, await product.MintAsync()));
    }

    [Fact]
    public async Task A_url_whose_record_is_still_there_is_refused_and_not_shown()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.McpServer;
        using var cut = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, cut.StatusCode);
        product.Store.IsDownFor = null;

        Assert.Equal(HttpStatusCode.NotFound, await PingAsync(product, minted));
        using var list = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp");
        Assert.Empty(JsonNode.Parse(await list.Content.ReadAsStringAsync())!["result"]!.AsArray());
        using var change = await product.AdminAsync(HttpMethod.Patch, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}", """{"name":"again"}""");
        Assert.Equal(HttpStatusCode.NotFound, change.StatusCode);
    }

    [Fact]
    public async Task Changing_the_account_brings_no_url_back()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.McpServer;
        (await product.AdminAsync(HttpMethod.Delete, Everything)).Dispose();
        product.Store.IsDownFor = null;
        await product.ConnectAsync(members: ""","policy":{"max_ttl":"1h"}""");
        Assert.Equal(HttpStatusCode.NotFound, await PingAsync(product, minted));
    }

    [Fact]
    public async Task Revoking_everything_needs_the_scope_admin_and_a_store()
    {
        await using var product = await TestProduct.StartAsync();
        using var forbidden = await product.AdminAsync(HttpMethod.Delete, Everything, token: await product.ApiTokenAsync("mint", "approve", "audit", "call"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        product.Store.IsDownFor = kind => kind == RecordKind.IntegratedAccount;
        using var down = await product.AdminAsync(HttpMethod.Delete, Everything);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task An_account_made_again_brings_no_url_back_whatever_the_clocks_say(int seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        var id = (string)minted["id"]!;
        var record = (await product.Store.GetAsync(RecordKind.McpServer, id, TestContext.Current.CancellationToken))!;
        (await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}")).Dispose();
        await product.ConnectAsync();

        // The record was left over, and the instance that minted it had a clock of its own.
        var json = JsonNode.Parse(record.Content.Span)!;
        json["created_at"] = product.Time.GetUtcNow().AddSeconds(seconds);
        await product.Store.CreateAsync(record with { Content = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()) }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, await PingAsync(product, minted));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(1, 0, true)]
    public void Urls_and_accounts_stored_before_epochs_were_random_are_read_as_they_were(long of, long now, bool isRevoked)
    {
        var account = new IntegratedAccount { Id = "old", Address = new Uri("https://app.terraform.io"), SecretName = "s", Epoch = now, CreatedAt = DateTimeOffset.UnixEpoch };
        var (server, _) = McpServer.Mint(account with { Epoch = of }, "x", new McpServerConfig(), "x", DateTimeOffset.UnixEpoch);
        Assert.Equal(isRevoked, account.HasRevoked(server));
        Assert.True((account with { CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1) }).HasRevoked(server));
    }
}
