using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>Ending a URL that somebody found, and not all others with it.</summary>
public sealed class FoundUrlTests
{
    private const string Path = $"/integrated-account/{TestProduct.Account}/mcp";

    [Theory]
    [InlineData("""{"token":"{0}"}""")]
    [InlineData("""{"token":" {0} "}""")]
    [InlineData("""{"url":"https://mcp.example.com/mcp/{0}"}""")]
    [InlineData("""{"url":"https://another.example/mcp/{0}/sse?x=1#y"}""")]
    public async Task What_was_found_is_revoked_by_itself(string body)
    {
        await using var product = await TestProduct.StartAsync();
        var (found, other) = (await product.MintAsync(), await product.MintAsync());
        using var answer = await product.AdminAsync(HttpMethod.Post, Path + "/revoke", body.Replace("{0}", (string)found["token"]!, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.OK, $$"""{"revoked":1,"id":"{{found["id"]}}","name":"test"}"""), (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.ToJsonString()));
        using var dead = await product.PostAsync((string)found["token"]!, "{}");
        using var living = await product.PostAsync((string)other["token"]!, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), (dead.StatusCode, living.StatusCode));
        using var again = await product.AdminAsync(HttpMethod.Post, Path + "/revoke", body.Replace("{0}", (string)found["token"]!, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task A_server_that_OAuth_opens_is_found_by_its_url()
    {
        await using var product = await TestProduct.StartAsync();
        var found = await product.MintAsync("""{"auth":"oauth"}""");
        using var answer = await product.AdminAsync(HttpMethod.Post, Path + "/revoke", $$"""{"url":"{{found["url"]}}"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("{}", "token or url is needed")]
    [InlineData("""{"token":"a","url":"b"}""", "token or url is needed")]
    [InlineData("""{"token":"hunter2"}""", "no token of an MCP URL came")]
    [InlineData("""{"url":"https://mcp.example.com/mcp/hunter2"}""", "no token of an MCP URL came")]
    [InlineData("""{"token":"smcpapi_hunter2"}""", "an API token came")]
    [InlineData("""{"tokens":"a"}""", "tokens")]
    public async Task What_is_no_url_is_refused_and_not_repeated(string body, string words)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, Path + "/revoke", body);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_another_account_it_is_not_found()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("other");
        var token = await product.TokenAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, "/integrated-account/other/mcp/revoke", $$"""{"token":"{{token}}"}""");
        using var still = await product.PostAsync(token, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (answer.StatusCode, still.StatusCode));
    }

    [Theory]
    [InlineData(Path)]
    [InlineData("/integrated-account/-/mcp")]
    public async Task Revoking_all_takes_no_body_because_a_body_means_one(string path)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        foreach (var body in new[] { "{}", " ", $$"""{"token":"{{token}}"}""" })
        {
            using var answer = await product.AdminAsync(HttpMethod.Delete, path, body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        using var still = await product.PostAsync(token, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_token_where_an_id_belongs_is_told_and_not_repeated()
    {
        await using var product = await TestProduct.StartAsync();
        var (url, api) = (await product.TokenAsync(), SecretToken.Create(SecretToken.ApiPrefix));
        foreach (var (method, path, token) in new[]
        {
            (HttpMethod.Delete, $"{Path}/{url}", url), (HttpMethod.Get, $"{Path}/{url}", url), (HttpMethod.Delete, $"/api-token/{api}", api), (HttpMethod.Get, $"/integrated-account/{url}/mcp", url),
        })
        {
            using var answer = await product.AdminAsync(method, path);
            var said = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("A token stands where", said, StringComparison.Ordinal);
            Assert.DoesNotContain(token, said, StringComparison.Ordinal);
        }
    }
}
