using System.Net;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access;

/// <summary>Credentials that come twice, joined, in the wrong place or too large. Whatever a proxy before us looked at, we do not choose.</summary>
public sealed class HeaderSmugglingTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    [Fact]
    public async Task Two_Authorization_headers_are_none()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var (oauth, client) = (await product.MintAsync("""{"auth":"oauth"}"""), await product.ClientAsync());
        var access = await product.AccessTokenAsync(client, oauth);

        await AssertAsync(product, null, HttpStatusCode.OK, ("Authorization", $"Bearer {token}"));
        foreach (var other in new[] { token, "x" })
        {
            await AssertAsync(product, null, HttpStatusCode.Unauthorized, ("Authorization", $"Bearer {token}"), ("Authorization", $"Bearer {other}"));
            await AssertAsync(product, null, HttpStatusCode.Unauthorized, ("Authorization", $"Bearer {other}"), ("Authorization", $"Bearer {token}"));
        }

        await AssertAsync(product, $"s/{oauth["id"]}", HttpStatusCode.OK, ("Authorization", $"Bearer {access}"));
        await AssertAsync(product, $"s/{oauth["id"]}", HttpStatusCode.Unauthorized, ("Authorization", $"Bearer {access}"), ("Authorization", $"Bearer {access}"));
    }

    [Theory]
    [InlineData("Bearer {0}, Bearer {0}")]
    [InlineData("Bearer {0},{0}")]
    [InlineData("Bearer x, Bearer {0}")]
    [InlineData("Bearer {0} x")]
    [InlineData("Bearer {0}\tx")]
    [InlineData("Basic x, Bearer {0}")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("{0}")]
    public async Task Joined_or_bent_Authorization_is_none(string form)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var (oauth, client) = (await product.MintAsync("""{"auth":"oauth"}"""), await product.ClientAsync());
        var access = await product.AccessTokenAsync(client, oauth);

        // A tab is no space, so that it is part of a token, which is none.
        await AssertAsync(product, null, form.Contains('\t', StringComparison.Ordinal) ? HttpStatusCode.Gone : HttpStatusCode.Unauthorized, ("Authorization", form.Replace("{0}", token, StringComparison.Ordinal)));
        await AssertAsync(product, $"s/{oauth["id"]}", HttpStatusCode.Unauthorized, ("Authorization", form.Replace("{0}", access, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_api_key_headers_are_none_whatever_they_say()
    {
        await using var product = await TestProduct.StartAsync();
        var (token, key) = (await product.TokenAsync("""{"require_api_token_auth":true}"""), await product.ApiTokenAsync("call"));

        await AssertAsync(product, token, HttpStatusCode.OK, ("X-API-Key", key));
        await AssertAsync(product, token, HttpStatusCode.Unauthorized, ("X-API-Key", key), ("X-API-Key", key));
        await AssertAsync(product, token, HttpStatusCode.Unauthorized, ("X-API-Key", "x"), ("X-API-Key", key));
        await AssertAsync(product, token, HttpStatusCode.Unauthorized, ("X-API-Key", $"{key}, {key}"));
        await AssertAsync(product, token, HttpStatusCode.Unauthorized, ("X-API-Key", $"Bearer {key}"));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("access_token")]
    [InlineData("api_key")]
    [InlineData("Authorization")]
    public async Task A_token_in_the_query_is_not_looked_at(string name)
    {
        await using var product = await TestProduct.StartAsync();
        var (token, oauth, client) = (await product.TokenAsync(), await product.MintAsync("""{"auth":"oauth"}"""), await product.ClientAsync());
        var second = await product.TokenAsync("""{"require_api_token_auth":true}""");
        var access = await product.AccessTokenAsync(client, oauth);
        async Task<HttpStatusCode> PostAsync(string path) =>
            (await product.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(Ping), TestContext.Current.CancellationToken)).StatusCode;

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync($"/mcp?{name}={token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync($"/mcp/s/{oauth["id"]}?{name}={access}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync($"/mcp/{second}?{name}={client["token"]}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync($"/integrated-account/sandbox/mcp?{name}={TestProduct.AdminToken}"));
    }

    [Fact]
    public async Task Oversized_tokens_are_refused_unread()
    {
        await using var product = await TestProduct.StartAsync();
        var (oauth, second) = (await product.MintAsync("""{"auth":"oauth"}"""), await product.TokenAsync("""{"require_api_token_auth":true}"""));
        foreach (var size in new[] { 9_000, 100_000 })
        {
            var large = new string('a', size);
            await AssertAsync(product, null, HttpStatusCode.Unauthorized, ("Authorization", $"Bearer {large}"));
            await AssertAsync(product, large, HttpStatusCode.Gone);
            await AssertAsync(product, second, HttpStatusCode.Unauthorized, ("X-API-Key", large));
            await AssertAsync(product, $"s/{oauth["id"]}", HttpStatusCode.Unauthorized, ("Authorization", $"Bearer {large}"));
            await AssertAsync(product, $"s/{large}", HttpStatusCode.Gone, ("Authorization", "Bearer x"));
            using var admin = await product.AdminAsync(HttpMethod.Get, "/integrated-account", token: large);
            Assert.Equal(HttpStatusCode.Unauthorized, admin.StatusCode);
        }
    }

    [Fact]
    public async Task Another_header_for_api_tokens_takes_the_place_of_X_API_Key()
    {
        await using var product = await TestProduct.StartAsync(options => options.ApiKeyHeader = "X-Acme-Key");
        var (token, key) = (await product.TokenAsync("""{"require_api_token_auth":true}"""), await product.ApiTokenAsync("call"));

        await AssertAsync(product, token, HttpStatusCode.OK, ("X-Acme-Key", key));
        using var refused = await product.PostAsync(token, Ping, ("X-API-Key", key));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("as X-Acme-Key", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task AssertAsync(TestProduct product, string? token, HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        using var answer = await product.PostAsync(token, Ping, headers);
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode} to {string.Join(" + ", headers.Select(header => header.Name))}");
    }
}
