using System.Globalization;
using System.Net;
using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access;

public sealed class GuessTests
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    [Fact]
    public async Task An_address_that_guessed_too_often_is_not_heard_until_the_minute_is_over_whatever_it_comes_with()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Gone, (await GuessAsync(product, "203.0.113.7")).StatusCode);
        }

        product.Time.Advance(TimeSpan.FromSeconds(20));
        using var wrong = await GuessAsync(product, "203.0.113.7");
        using var right = await GuessAsync(product, "203.0.113.7", token);
        using var other = await GuessAsync(product, "203.0.113.8", SecretToken.Create(SecretToken.UrlPrefix));
        product.Time.Advance(TimeSpan.FromSeconds(40));
        using var later = await GuessAsync(product, "203.0.113.7", token);

        Assert.Equal((HttpStatusCode.TooManyRequests, "40"), (wrong.StatusCode, wrong.Headers.RetryAfter!.ToString()));
        Assert.Equal(await wrong.Content.ReadAsStringAsync(), await right.Content.ReadAsStringAsync());
        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.Gone, HttpStatusCode.OK], new[] { right, other, later }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task A_url_that_was_let_in_before_goes_on_working_beside_a_neighbour_that_guesses()
    {
        await using var product = await StartAsync();
        var minted = await product.MintAsync();
        using var before = await GuessAsync(product, "203.0.113.7", (string)minted["token"]!);
        for (var i = 0; i < 6; i++)
        {
            await GuessAsync(product, "203.0.113.7");
        }

        using var still = await GuessAsync(product, "203.0.113.7", (string)minted["token"]!);
        using var _ = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}");
        using var revoked = await GuessAsync(product, "203.0.113.7", (string)minted["token"]!);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Gone], new[] { before, still, revoked }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task A_dead_url_that_is_tried_again_and_again_shuts_out_no_new_one_behind_the_same_address()
    {
        await using var product = await StartAsync();
        var dead = SecretToken.Create(SecretToken.UrlPrefix);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.Gone, (await GuessAsync(product, "203.0.113.7", dead)).StatusCode);
            Assert.Equal(HttpStatusCode.Gone, (await GuessAsync(product, "203.0.113.7", "garbage")).StatusCode);
        }

        using var fresh = await GuessAsync(product, "203.0.113.7", await product.TokenAsync());
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Fact]
    public async Task No_token_is_no_guess()
    {
        await using var product = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            using var none = await product.PostAsync(null, Ping, ("X-Forwarded-For", "203.0.113.7"));
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (none.StatusCode, none.Headers.WwwAuthenticate.ToString()));
            Assert.Contains("No token came", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await GuessAsync(product, "203.0.113.7", await product.TokenAsync())).StatusCode);
    }

    [Fact]
    public void The_wrong_tokens_of_a_minute_are_kept_within_bounds_and_count_beyond_them_each_time()
    {
        var guesses = new FailedAttemptLimiter(new ManualTimeProvider(), Microsoft.Extensions.Options.Options.Create(new ServerlessMcpOptions { GuessesPerMinute = 3 }));
        for (var i = 0; i < 100_000; i++)
        {
            guesses.Wrong(IPAddress.Loopback, $"{i}");
        }

        var other = IPAddress.Parse("203.0.113.7");
        for (var i = 0; i < 3; i++)
        {
            Assert.False(guesses.AreTooMany(other, "x"));
            guesses.Wrong(other, "one");
        }

        Assert.True(guesses.AreTooMany(other, "x"));
    }

    [Fact]
    public async Task Who_has_a_url_guesses_no_second_factor_with_it()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync("""{"require_api_token_auth":true}""");
        var (good, key) = (await product.ApiTokenAsync("call"), await product.ApiTokenAsync("call"));
        using var known = await product.PostAsync(token, Ping, ("X-API-Key", good), ("X-Forwarded-For", "203.0.113.7"));
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await product.PostAsync(token, Ping, ("X-API-Key", SecretToken.Create(SecretToken.ApiPrefix)), ("X-Forwarded-For", "203.0.113.7"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var guessed = await product.PostAsync(token, Ping, ("X-API-Key", key), ("X-Forwarded-For", "203.0.113.7"));
        using var still = await product.PostAsync(token, Ping, ("X-API-Key", good), ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], new[] { known, guessed, still }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task A_missing_second_factor_is_no_guess()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync("""{"require_api_token_auth":true}""");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await GuessAsync(product, "203.0.113.7", token)).StatusCode);
        }
    }

    [Fact]
    public async Task Guesses_at_the_control_plane_and_the_token_endpoint_count_with_the_others()
    {
        await using var product = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var admin = await AdminAsync(product, SecretToken.Create(SecretToken.ApiPrefix));
            using var exchange = await ExchangeAsync(product, $"x{i}");
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (admin.StatusCode, i < 2 ? exchange.StatusCode : HttpStatusCode.Unauthorized));
        }

        using var limited = await AdminAsync(product, SecretToken.Create(SecretToken.ApiPrefix));
        using var limitedExchange = await ExchangeAsync(product, "y");
        using var limitedUrl = await GuessAsync(product, "203.0.113.7");

        Assert.All([limited, limitedExchange, limitedUrl], answer =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        });
    }

    [Fact]
    public async Task Guesses_at_OAuth_servers_count_too()
    {
        await using var product = await StartAsync();
        var server = await product.MintAsync("""{"auth":"oauth"}""");
        var token = await product.AccessTokenAsync(await product.ClientAsync(), server);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await product.PostOAuthAsync(server, $"made-up-{i}");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var limited = await product.PostOAuthAsync(server, token);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
    }

    [Fact]
    public void One_IPv6_network_is_one_address()
    {
        var guesses = new FailedAttemptLimiter(new ManualTimeProvider(), Microsoft.Extensions.Options.Options.Create(new ServerlessMcpOptions { GuessesPerMinute = 2 }));
        guesses.Wrong(IPAddress.Parse("2001:db8:1:2:3::4"), "one");
        guesses.Wrong(IPAddress.Parse("2001:db8:1:2:5::6"), "another");

        Assert.True(guesses.AreTooMany(IPAddress.Parse("2001:db8:1:2::"), "x"));
        Assert.False(guesses.AreTooMany(IPAddress.Parse("2001:db8:1:3::"), "x"));
        Assert.False(guesses.AreTooMany(null, "x"));
    }

    [Fact]
    public void Memory_is_bounded_however_many_addresses_guess_and_the_rest_shares_one_count()
    {
        var counts = new FixedWindowCounter(new ManualTimeProvider());
        for (var i = 0; i < FixedWindowCounter.Capacity; i++)
        {
            Assert.Equal(1, counts.Add(i.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Equal(1, counts.Add("one more"));
        Assert.Equal(2, counts.Add("and another"));
        Assert.Equal(2, counts.Add("7"));
    }

    private static Task<TestProduct> StartAsync() => TestProduct.StartAsync(options => (options.GuessesPerMinute, options.TrustedProxies) = (5, 1));

    private static Task<HttpResponseMessage> GuessAsync(TestProduct product, string address, string? token = null) =>
        product.PostAsync(token ?? SecretToken.Create(SecretToken.UrlPrefix), Ping, ("X-Forwarded-For", $"198.51.100.1, {address}"));

    private static Task<HttpResponseMessage> AdminAsync(TestProduct product, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/integrated-account");
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        return product.Http.SendAsync(request);
    }

    private static Task<HttpResponseMessage> ExchangeAsync(TestProduct product, string secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "api-0"), new("client_secret", secret)]),
        };
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        return product.Http.SendAsync(request);
    }
}
