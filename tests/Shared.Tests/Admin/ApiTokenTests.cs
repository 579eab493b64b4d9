using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

public sealed class ApiTokenTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    [Theory, InlineData("{}"), InlineData("""{"grace":"1h"}""")]
    public async Task A_token_that_is_deleted_while_it_is_rotated_has_no_successor(string body)
    {
        await using var product = await TestProduct.StartAsync();
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"ci","scopes":["call"]}""");
        var id = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!;
        product.Store.Before = async (kind, operation, cancel) =>
        {
            if ((kind, operation) == (RecordKind.ApiToken, nameof(IRecordStore.CreateAsync)))
            {
                product.Store.Before = null;
                await product.Store.DeleteAsync(RecordKind.ApiToken, id, cancel);
            }
        };
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/api-token/{id}/rotate", body);
        using var list = await product.AdminAsync(HttpMethod.Get, "/api-token");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.DoesNotContain("\"ci\"", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("of 9999", "")]
    [InlineData("x", ""","expires_at":"9999-12-31T23:59:59Z" """)]
    [InlineData("x", ""","expires_at":"9998-01-01T00:00:00+14:00" """)]
    public async Task Any_token_rotates(string name, string members)
    {
        await using var product = await TestProduct.StartAsync();
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", $$"""{"name":"{{name}}","scopes":["call"]{{members}}}""");
        var old = JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
        product.Time.Advance(TimeSpan.FromDays(400));
        foreach (var body in new[] { """{"grace":"7d"}""", "{}" })
        {
            using var answer = await product.AdminAsync(HttpMethod.Post, $"/api-token/{old["id"]}/rotate", body);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            old = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }
    }

    // A page or a program that was handed a token asks this first, and offers what the token is for.
    [Theory]
    [InlineData("""{"name":"a","scopes":["admin"]}""")]
    [InlineData("""{"name":"b","scopes":["call"],"expires_at":"2026-01-31T00:00:00Z"}""")]
    [InlineData("""{"name":"c","scopes":["mint","audit"],"integrated_accounts":["sandbox"]}""")]
    public async Task Whoever_holds_a_token_may_know_what_it_is_for(string body)
    {
        await using var product = await TestProduct.StartAsync();
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", body);
        var token = JsonNode.Parse(await made.Content.ReadAsStringAsync())!.AsObject();
        using var answer = await product.AdminAsync(HttpMethod.Get, "/api-token/self", token: (string)token["token"]!);
        var self = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        token.Remove("token");
        token.Remove("last_used_at");
        self.Remove("last_used_at");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(token.ToJsonString(), self.ToJsonString());
    }

    [Fact]
    public async Task No_token_is_nobody()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Get, "/api-token/self", token: null);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Rotating_gives_the_same_rights_under_a_new_secret_and_ends_the_old_one_at_once()
    {
        await using var product = await TestProduct.StartAsync();
        var old = await product.ClientAsync(""","integrated_accounts":["sandbox"],"expires_at":"2026-01-31T00:00:00Z" """);
        product.Time.Advance(TimeSpan.FromDays(29));

        using var answer = await product.AdminAsync(HttpMethod.Post, $"/api-token/{old["id"]}/rotate", "{}");
        var rotated = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal((HttpStatusCode.Created, $"/api-token/{rotated["id"]}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal(("client", """["call"]""", """["sandbox"]""", (string)old["id"]!, "2026-03-01T00:00:00Z"),
            ((string)rotated["name"]!, rotated["scopes"]!.ToJsonString(), rotated["integrated_accounts"]!.ToJsonString(), (string)rotated["replaces"]!, (string)rotated["expires_at"]!));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await UseAsync(product, old), await UseAsync(product, rotated)));
    }

    [Fact]
    public async Task With_a_grace_the_old_secret_works_until_it_is_over()
    {
        await using var product = await TestProduct.StartAsync();
        var old = await product.ClientAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/api-token/{old["id"]}/rotate", """{"grace":"1h"}""");
        var rotated = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await UseAsync(product, old), await UseAsync(product, rotated)));
        product.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await UseAsync(product, old), await UseAsync(product, rotated)));
    }

    [Fact]
    public async Task A_grace_never_gives_the_old_secret_more_time_than_it_had()
    {
        await using var product = await TestProduct.StartAsync();
        var old = await product.ClientAsync(""","expires_at":"2026-01-01T00:10:00Z" """);
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/api-token/{old["id"]}/rotate", """{"grace":"1h"}""");
        product.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(product, old));
    }

    [Theory]
    [InlineData("""{"grace":"8d"}""", "/grace")]
    [InlineData("""{"grace":"soon"}""", "/grace")]
    [InlineData("""{"expires_at":"2025-01-01T00:00:00Z"}""", "/expires_at")]
    [InlineData("""{"scopes":["admin"]}""", "/scopes")]
    public async Task A_rotation_that_does_not_fit_is_a_422_and_changes_nothing(string body, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.ClientAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/api-token/{token["id"]}/rotate", body);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, pointer), (answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["pointer"]!));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(product, token));
    }

    [Fact]
    public async Task What_is_not_there_or_over_can_not_be_rotated()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.ClientAsync(""","expires_at":"2026-01-01T00:10:00Z" """);
        product.Time.Advance(TimeSpan.FromMinutes(10));
        foreach (var id in new[] { (string)token["id"]!, "api-0", "x%2fy" })
        {
            using var answer = await product.AdminAsync(HttpMethod.Post, $"/api-token/{id}/rotate", "{}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_last_use_is_noted_once_in_ten_minutes()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.ClientAsync();
        Assert.Null(await LastUseAsync(product, token));

        product.Time.Advance(TimeSpan.FromMinutes(1));
        await UseAsync(product, token);
        Assert.Equal("2026-01-01T00:01:00Z", await LastUseAsync(product, token));
        product.Time.Advance(TimeSpan.FromMinutes(9));
        await UseAsync(product, token);
        Assert.Equal("2026-01-01T00:01:00Z", await LastUseAsync(product, token));
        product.Time.Advance(TimeSpan.FromMinutes(1));
        await UseAsync(product, token);
        Assert.Equal("2026-01-01T00:11:00Z", await LastUseAsync(product, token));
    }

    [Fact]
    public async Task A_call_does_not_fail_because_its_use_can_not_be_noted()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.ClientAsync();
        product.Store.RefusesReplacing = true;
        Assert.Equal(HttpStatusCode.OK, await UseAsync(product, token));
    }

    [Fact]
    public async Task A_token_for_one_account_is_good_for_no_other_and_for_nothing_above_accounts()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("other");
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"x","scopes":["mint","call"],"integrated_accounts":["sandbox"]}""");
        var token = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["token"]!;
        using var here = await product.AdminAsync(HttpMethod.Post, "/integrated-account/sandbox/mcp", """{"name":"x"}""", token);
        using var there = await product.AdminAsync(HttpMethod.Post, "/integrated-account/other/mcp", """{"name":"x"}""", token);
        using var all = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: token);
        using var second = await product.PostAsync(await product.TokenAsync("""{"require_api_token_auth":true}""", "other"), Ping, ("X-API-Key", token));
        using var right = await product.PostAsync(await product.TokenAsync("""{"require_api_token_auth":true}"""), Ping, ("X-API-Key", token));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.OK],
            new[] { here, there, all, second, right }.Select(answer => answer.StatusCode));
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":["admin"],"integrated_accounts":["sandbox"]}""", "/integrated_accounts")]
    [InlineData("""{"name":"x","scopes":["mint"],"integrated_accounts":["A"]}""", "/integrated_accounts/0")]
    [InlineData("""{"name":"x","scopes":["mint"],"integrated_accounts":[]}""", "/integrated_accounts")]
    public async Task Accounts_that_do_not_fit_are_a_422(string body, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, "/api-token", body);
        Assert.Equal(pointer, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["pointer"]!);
    }

    [Fact]
    public async Task Calls_to_the_control_plane_are_held_down_per_token()
    {
        await using var product = await TestProduct.StartAsync(options => options.AdminCallsPerMinute = 3);
        product.Time.Advance(TimeSpan.FromMinutes(1));
        var (one, two) = (await product.ApiTokenAsync("mint"), await product.ApiTokenAsync("mint"));
        product.Time.Advance(TimeSpan.FromSeconds(70));
        var statuses = new List<HttpStatusCode>();
        foreach (var token in new[] { one, one, one, one, two })
        {
            using var answer = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: token);
            statuses.Add(answer.StatusCode);
            Assert.Equal(answer.StatusCode == HttpStatusCode.TooManyRequests ? "50" : null, answer.Headers.RetryAfter?.ToString());
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], statuses);
    }

    private static async Task<HttpStatusCode> UseAsync(TestProduct product, JsonNode token)
    {
        var url = await product.TokenAsync("""{"require_api_token_auth":true}""");
        using var answer = await product.PostAsync(url, Ping, ("X-API-Key", (string)token["token"]!));
        return answer.StatusCode;
    }

    private static async Task<string?> LastUseAsync(TestProduct product, JsonNode token)
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, $"/api-token/{token["id"]}");
        return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["last_used_at"];
    }
}
