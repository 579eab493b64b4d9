using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access;

/// <summary>The configured admin token, where the host does not say that it stays.</summary>
public sealed class BootstrapTests
{
    private const string Admin = """{"name":"admin","scopes":["admin"]}""";

    [Fact]
    public async Task It_works_until_the_first_admin_token_exists_and_not_on_the_next_call()
    {
        await using var product = await StartAsync();
        using var narrow = await product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"ci","scopes":["mint"]}""");
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", Admin);
        using var after = await product.AdminAsync(HttpMethod.Get, "/integrated-account");
        using var own = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["token"]!);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.Unauthorized, HttpStatusCode.OK], new[] { narrow, made, after, own }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task It_does_not_come_back_when_the_admin_token_is_gone()
    {
        await using var product = await StartAsync();
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", Admin);
        var admin = JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
        using var deleted = await product.AdminAsync(HttpMethod.Delete, $"/api-token/{admin["id"]}", token: (string)admin["token"]!);
        using var after = await product.AdminAsync(HttpMethod.Get, "/integrated-account");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Unauthorized), (deleted.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task An_admin_token_that_was_put_into_the_store_ends_it_too()
    {
        await using var product = await StartAsync();
        var (token, _) = ApiToken.Create("first admin", [ApiTokenScope.Admin], "bootstrap", product.Time.GetUtcNow());
        await new AccessRecords(product.Store, product.Time).ApiTokens.CreateAsync(token, StoreDeadline.OfEach(TestContext.Current.CancellationToken));
        using var after = await product.AdminAsync(HttpMethod.Get, "/integrated-account");
        await product.Store.DeleteAsync(RecordKind.ApiToken, token.Id, TestContext.Current.CancellationToken);
        using var later = await product.AdminAsync(HttpMethod.Get, "/integrated-account");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (after.StatusCode, later.StatusCode));
    }

    [Fact]
    public async Task Its_end_is_a_record_that_opens_nothing_can_be_read_and_can_be_taken_back_by_an_admin()
    {
        await using var product = await StartAsync();
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", Admin);
        var admin = JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
        using var end = await product.AdminAsync(HttpMethod.Get, "/api-token/bootstrap", token: (string)admin["token"]!);
        using var rotated = await product.AdminAsync(HttpMethod.Post, "/api-token/bootstrap/rotate", "{}", (string)admin["token"]!);

        Assert.Equal("[]", JsonNode.Parse(await end.Content.ReadAsStringAsync())!["scopes"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, rotated.StatusCode);
    }

    [Fact]
    public async Task It_is_a_503_while_nobody_can_tell_whether_it_is_over()
    {
        await using var product = await StartAsync();
        product.Store.IsDown = true;
        using var answer = await product.AdminAsync(HttpMethod.Get, "/api-token");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task It_stays_where_the_host_says_so()
    {
        await using var product = await TestProduct.StartAsync();
        using var made = await product.AdminAsync(HttpMethod.Post, "/api-token", Admin);
        using var after = await product.AdminAsync(HttpMethod.Get, "/api-token");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.DoesNotContain("\"bootstrap\",\"name\"", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<TestProduct> StartAsync() => TestProduct.StartAsync(options => options.AdminTokenStays = false);
}
