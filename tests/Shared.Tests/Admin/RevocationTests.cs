using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
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
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (await PingAsync(product, one), await PingAsync(product, two)));
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

        Assert.Equal(HttpStatusCode.Gone, await PingAsync(product, minted));
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
        Assert.Equal(HttpStatusCode.Gone, await PingAsync(product, minted));
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
        Assert.Equal(HttpStatusCode.Gone, await PingAsync(product, minted));
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

    [Fact]
    public async Task A_damaged_account_stands_in_no_others_way_and_is_named_and_lets_nobody_in_and_can_be_ended()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("damaged");
        await product.ConnectAsync("other");
        var (one, two, three) = (await product.MintAsync(), await product.MintAsync(account: "damaged"), await product.MintAsync(account: "other"));
        var whole = (await product.Store.GetAsync(RecordKind.IntegratedAccount, "damaged", TestContext.Current.CancellationToken))!;
        Damage(product, RecordKind.IntegratedAccount, "damaged");

        using var answer = await product.AdminAsync(HttpMethod.Delete, Everything);
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.OK, 3, 3, """["damaged"]"""), (answer.StatusCode, (int)said["accounts"]!, (int)said["revoked"]!, said["not_read"]!.ToJsonString()));
        Assert.Contains("\"not_read\":[\"damaged\"]", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone, HttpStatusCode.Gone), (await PingAsync(product, one), await PingAsync(product, two), await PingAsync(product, three)));

        // A repair brings none of its URLs back.
        product.Store.Tamper(RecordKind.IntegratedAccount, "damaged", _ => whole);
        Assert.Equal(HttpStatusCode.Gone, await PingAsync(product, two));

        Damage(product, RecordKind.IntegratedAccount, "damaged");
        using var ended = await product.AdminAsync(HttpMethod.Delete, "/integrated-account/damaged");
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        using var list = await product.AdminAsync(HttpMethod.Get, "/integrated-account");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
    }

    [Theory]
    [InlineData(RecordKind.McpServer)]
    [InlineData(RecordKind.IntegratedAccount)]
    public async Task A_url_whose_record_or_account_is_damaged_lets_nobody_in_and_can_be_ended(RecordKind kind)
    {
        await using var product = await TestProduct.StartAsync();
        var (minted, other) = (await product.MintAsync(), await product.MintAsync());
        Damage(product, kind, kind == RecordKind.McpServer ? (string)minted["id"]! : TestProduct.Account);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PingAsync(product, minted));

        // Under its own account only.
        using var elsewhere = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/elsewhere/mcp/{minted["id"]}");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        using var revoked = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Gone), (revoked.StatusCode, await PingAsync(product, minted)));
        Assert.Equal(kind == RecordKind.McpServer ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, await PingAsync(product, other));
    }

    [Fact]
    public async Task A_damaged_url_stands_in_no_others_way_where_all_of_an_account_are_revoked()
    {
        await using var product = await TestProduct.StartAsync();
        var (one, two) = (await product.MintAsync(), await product.MintAsync());
        Damage(product, RecordKind.McpServer, (string)one["id"]!);
        using var answer = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp");
        Assert.Equal("""{"revoked":2}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (await PingAsync(product, one), await PingAsync(product, two)));
    }

    [Theory]
    [InlineData(Everything)]
    [InlineData($"/integrated-account/{TestProduct.Account}/mcp")]
    public async Task On_a_full_disk_which_takes_no_write_the_records_are_removed_instead(string path)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        product.Store.RefusesReplacing = true;
        product.Store.IsDownFor = kind => kind == RecordKind.AuditEntry;
        using var answer = await product.AdminAsync(HttpMethod.Delete, path);
        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["revoked"]!));
        (product.Store.RefusesReplacing, product.Store.IsDownFor) = (false, null);
        Assert.Equal(HttpStatusCode.Gone, await PingAsync(product, minted));
    }

    [Fact]
    public async Task Where_neither_can_be_done_it_is_a_503_and_the_others_are_revoked_all_the_same()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("other");
        var (one, two) = (await product.MintAsync(), await product.MintAsync(account: "other"));
        Damage(product, RecordKind.IntegratedAccount, "other");
        product.Store.IsDownFor = kind => kind == RecordKind.McpServer;
        using var answer = await product.AdminAsync(HttpMethod.Delete, Everything);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        product.Store.IsDownFor = null;
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.ServiceUnavailable), (await PingAsync(product, one), await PingAsync(product, two)));
    }

    [Fact]
    public async Task A_revocation_goes_on_when_whoever_asked_for_it_has_gone()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        using var gone = new CancellationTokenSource();
        product.Store.Before = (kind, operation, _) => kind == RecordKind.IntegratedAccount && operation == "ReplaceAsync" ? gone.CancelAsync() : Task.CompletedTask;
        using var request = new HttpRequestMessage(HttpMethod.Delete, Everything) { Headers = { { "Authorization", $"Bearer {TestProduct.AdminToken}" } } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => product.Http.SendAsync(request, gone.Token));
        await product.WhenIdleAsync();
        product.Store.Before = null;
        Assert.Equal(HttpStatusCode.Gone, await PingAsync(product, minted));
    }

    [Theory]
    [InlineData("/integrated-account/sandbox/mcp/")]
    [InlineData("/integrated-account/-/mcp/")]
    [InlineData("/integrated-account/sandbox/")]
    [InlineData("/integrated-account/sandbox/mcp/x/..")]
    [InlineData("/integrated-account/sandbox/mcp/?id=")]
    public async Task A_path_that_ends_in_a_slash_because_an_id_is_missing_revokes_nothing(string path)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        using var answer = await product.AdminAsync(HttpMethod.Delete, path);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (answer.StatusCode, await PingAsync(product, minted)));
    }

    private static void Damage(TestProduct product, RecordKind kind, string id) => product.Store.Tamper(kind, id, record => record with { Content = "{\"id\":"u8.ToArray() });
}
