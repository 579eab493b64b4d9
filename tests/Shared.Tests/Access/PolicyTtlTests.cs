using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access;

/// <summary>How long a URL may last is the policy's word on each call, counted from when it was minted, and not that of the moment of minting.</summary>
public sealed class PolicyTtlTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private const string Path = $"/integrated-account/{TestProduct.Account}/mcp";

    private static async Task<bool> IsLiveAsync(TestProduct product, JsonNode minted)
    {
        using var answer = await product.PostAsync((string)minted["token"]!, Ping);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Gone, $"{answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static Task PolicyAsync(TestProduct product, string policy) => product.ConnectAsync(members: $$""","policy":{{policy}}""");

    private static async Task<(HttpStatusCode Status, JsonNode Body)> ExtendAsync(TestProduct product, JsonNode minted, TimeSpan fromNow, string token)
    {
        var until = (product.Time.GetUtcNow() + fromNow).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        using var answer = await product.AdminAsync(HttpMethod.Patch, $"{Path}/{minted["id"]}", $$"""{"expires_at":"{{until}}"}""", token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    [Fact]
    public async Task A_max_ttl_that_is_shortened_ends_urls_that_were_minted_before_and_one_that_is_lengthened_gives_them_no_more_than_they_had()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync(members: ""","expires_at":"2026-01-01T20:00:00Z" """);
        product.Time.Advance(TimeSpan.FromHours(2));
        await PolicyAsync(product, """{"max_ttl":"2h"}""");
        Assert.False(await IsLiveAsync(product, minted));
        await PolicyAsync(product, """{"max_ttl":"3h"}""");
        Assert.True(await IsLiveAsync(product, minted));
        product.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.True(await IsLiveAsync(product, minted));
        product.Time.Advance(TimeSpan.FromTicks(1));
        Assert.False(await IsLiveAsync(product, minted));
        await PolicyAsync(product, """{"max_ttl":"7d"}""");
        Assert.True(await IsLiveAsync(product, minted));
        product.Time.Advance(TimeSpan.FromHours(17));
        Assert.False(await IsLiveAsync(product, minted));
    }

    [Fact]
    public async Task A_url_without_an_end_is_refused_while_the_policy_allows_none()
    {
        await using var product = await TestProduct.StartAsync();
        await PolicyAsync(product, """{"allow_permanent":true}""");
        var minted = await product.MintAsync(members: ""","expires_at":null""");
        product.Time.Advance(TimeSpan.FromDays(400));
        Assert.True(await IsLiveAsync(product, minted));
        await PolicyAsync(product, "{}");
        Assert.False(await IsLiveAsync(product, minted));
        await PolicyAsync(product, """{"allow_permanent":true}""");
        Assert.True(await IsLiveAsync(product, minted));
    }

    [Fact]
    public async Task The_record_and_the_instructions_say_when_it_really_ends()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync(members: ""","expires_at":"2026-01-01T20:00:00Z" """);
        Assert.Null(minted["ends_at"]);
        await PolicyAsync(product, """{"max_ttl":"2h"}""");
        using var read = await product.AdminAsync(HttpMethod.Get, $"{Path}/{minted["id"]}");
        Assert.Equal("2026-01-01T02:00:00Z", (string)JsonNode.Parse(await read.Content.ReadAsStringAsync())!["ends_at"]!);
        var hello = await product.AskAsync((string)minted["token"]!, "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}""");
        Assert.Contains("ends at 2026-01-01T02:00:00Z", (string)hello["result"]!["instructions"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Max_ttl_counts_from_minting_however_often_the_end_is_moved_and_an_extension_beyond_needs_the_scope_admin_and_is_an_act_of_its_own()
    {
        await using var product = await TestProduct.StartAsync();
        await PolicyAsync(product, """{"max_ttl":"4h"}""");
        var (mint, minted) = (await product.ApiTokenAsync("mint"), await product.MintAsync());
        product.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await ExtendAsync(product, minted, TimeSpan.FromHours(3), mint)).Status);
        product.Time.Advance(TimeSpan.FromHours(2));
        var (status, problem) = await ExtendAsync(product, minted, TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1), mint);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("until 2026-01-01T04:00:00Z; to extend it beyond the scope admin is needed", (string)problem["detail"]!, StringComparison.Ordinal);

        var (extended, body) = await ExtendAsync(product, minted, TimeSpan.FromHours(4), TestProduct.AdminToken);
        Assert.Equal((HttpStatusCode.OK, "2026-01-01T03:00:00Z"), (extended, (string?)body["max_ttl_from"]));
        var acts = product.Logs.Of("ServerlessMcp.Audit").Select(line => (string)JsonNode.Parse(line)!["event"]!).ToList();
        Assert.Equal((1, 1, 1), (acts.Count(act => act == "extend_intent"), acts.Count(act => act == "extend"), acts.Count(act => act == "change")));
        Assert.Contains("\"max_ttl_from\":\"2026-01-01T03:00:00Z\"", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);

        // The gate counts from the extension too, under the policy of the moment.
        product.Time.Advance(TimeSpan.FromHours(3));
        Assert.True(await IsLiveAsync(product, minted));
        await PolicyAsync(product, """{"max_ttl":"2h"}""");
        Assert.False(await IsLiveAsync(product, minted));

        // Nor does an admin go beyond the policy.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ExtendAsync(product, minted, TimeSpan.FromHours(3), TestProduct.AdminToken)).Status);
    }

    [Fact]
    public async Task Servers_that_OAuth_opens_and_their_access_tokens_end_with_the_policy_too()
    {
        await using var product = await TestProduct.StartAsync();
        var (server, client) = (await product.MintAsync("""{"auth":"oauth"}"""), await product.ClientAsync());
        var token = await product.AccessTokenAsync(client, server);
        await PolicyAsync(product, """{"max_ttl":"5m"}""");
        using var issued = await product.RequestTokenAsync(client, (string)server["url"]!);
        Assert.Equal(300, (int)JsonNode.Parse(await issued.Content.ReadAsStringAsync())!["expires_in"]!);
        product.Time.Advance(TimeSpan.FromMinutes(5));
        using var call = await product.PostOAuthAsync(server, token);
        Assert.Equal(HttpStatusCode.Gone, call.StatusCode);
    }
}
