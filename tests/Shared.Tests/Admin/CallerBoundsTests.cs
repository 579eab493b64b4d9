using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>What a grant says of URLs holds by whichever way one comes to be or grows: minting, changing, asking,
/// granting, collecting, approving.</summary>
public sealed class CallerBoundsTests
{
    private const string Urls = $"/integrated-account/{TestProduct.Account}/mcp";
    private const string Requests = $"{Urls}/requests";
    private const string Reads = """[{"scopes":["request","approve","mint"],"max_ttl":"30m","methods":["read"],"tags":["runs"]}]""";
    private const string Free = """[{"scopes":["request","approve","mint"]}]""";
    private const string Within = """{"name":"x","config":{"methods":["read"],"tags":["runs"]}}""";

    [Theory]
    [InlineData(Within, HttpStatusCode.Created, null)]
    [InlineData("""{"name":"x","config":{"methods":["read","delete"],"tags":["runs"]}}""", HttpStatusCode.UnprocessableContent, "/config/methods")]
    [InlineData("""{"name":"x","config":{"methods":["read"],"tags":["workspaces"]}}""", HttpStatusCode.UnprocessableContent, "/config/tags")]
    [InlineData("""{"name":"x","expires_at":"2026-01-01T00:30:01Z","config":{"methods":["read"],"tags":["runs"]}}""", HttpStatusCode.UnprocessableContent, "/expires_at")]
    [InlineData("""{"name":"x","expires_at":null,"config":{"methods":["read"],"tags":["runs"]}}""", HttpStatusCode.UnprocessableContent, "/expires_at")]
    public async Task What_is_asked_for_is_within_the_grant_of_who_asks(string body, HttpStatusCode status, string? pointer)
    {
        await using var house = await House.OpenAsync();
        await house.RuleAsync("asker", Reads);
        foreach (var path in new[] { Urls, Requests })
        {
            var (came, answer) = await house.AskAsync(HttpMethod.Post, path, body, "asker");
            Assert.True(came == status, answer.ToJsonString());
            Assert.Equal(pointer, (string?)answer["errors"]?[0]?["pointer"]);
        }
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "{}", HttpStatusCode.UnprocessableContent)]
    [InlineData("""{"name":"x","config":{"methods":["*"],"tags":["*"]}}""", """{"config":{"methods":["read"],"tags":["runs"]}}""", HttpStatusCode.OK)]
    [InlineData(Within, "{}", HttpStatusCode.OK)]
    [InlineData("""{"name":"x","expires_at":"2026-01-01T01:00:00Z","config":{"methods":["read"],"tags":["runs"]}}""", "{}", HttpStatusCode.UnprocessableContent)]
    [InlineData("""{"name":"x","expires_at":"2026-01-01T01:00:00Z","config":{"methods":["read"],"tags":["runs"]}}""", """{"expires_at":"2026-01-01T00:20:00Z"}""", HttpStatusCode.OK)]
    [InlineData("""{"name":"x","expires_at":null,"config":{"methods":["read"],"tags":["runs"]}}""", "{}", HttpStatusCode.UnprocessableContent)]
    public async Task What_is_granted_is_within_the_grant_of_who_grants(string asked, string granted, HttpStatusCode status)
    {
        await using var house = await House.OpenAsync();
        await house.RuleAsync("asker", Free);
        await house.RuleAsync("granter", Reads);
        var request = await house.RequestAsync(asked);
        var (came, answer) = await house.DoAsync(request, "grant", "granter", granted);
        Assert.True(came == status, answer.ToJsonString());
        if (status != HttpStatusCode.OK)
        {
            Assert.Contains("your sign-in's grant at account sandbox", (string)answer["detail"]!, StringComparison.Ordinal);
            return;
        }

        Assert.Equal("30m", (string)answer["granted"]!["max_ttl"]!);
        var (_, url) = await house.DoAsync(request, "collect", "asker");
        Assert.True(House.Life(url) <= TimeSpan.FromMinutes(30), url.ToJsonString());
    }

    // The usual lifetime counts from when the URL is made, and so does the bound of who granted it.
    [Fact]
    public async Task A_granters_longest_life_holds_from_when_the_url_is_collected_and_whatever_the_policy_has_become()
    {
        await using var house = await House.OpenAsync();
        await house.RuleAsync("asker", Free);
        await house.RuleAsync("granter", """[{"scopes":["approve"],"max_ttl":"48h"}]""");
        var request = await house.RequestAsync("""{"name":"x"}""");
        await house.DoAsync(request, "grant", "granter");
        await house.Product.ConnectAsync(members: ""","policy":{"max_ttl":"200h","default_ttl":"100h","allow_permanent":true}""");
        house.Product.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(TimeSpan.FromHours(48), House.Life((await house.DoAsync(request, "collect", "asker")).Body));
    }

    // An end that was granted to a URL which was to have none was not heard before.
    [Fact]
    public async Task What_was_asked_for_ever_ends_when_it_was_granted_to()
    {
        await using var house = await House.OpenAsync();
        var request = await house.RequestAsync("""{"name":"x","expires_at":null}""", TestProduct.AdminToken);
        await house.RuleAsync("granter", Free);
        await house.DoAsync(request, "grant", "granter", """{"expires_at":"2026-01-01T03:00:00Z"}""");
        Assert.Equal("2026-01-01T03:00:00Z", (string)(await house.DoAsync(request, "collect", TestProduct.AdminToken)).Body["expires_at"]!);
    }

    [Theory]
    [InlineData("""[{"scopes":["request"],"methods":["read"]}]""", HttpStatusCode.Conflict)]
    [InlineData("""[{"scopes":["request"],"tags":["workspaces"]}]""", HttpStatusCode.Conflict)]
    [InlineData("""[{"scopes":["mint"]}]""", HttpStatusCode.Forbidden)]
    [InlineData("""[{"scopes":["request"],"max_ttl":"5m"}]""", HttpStatusCode.Created)]
    public async Task A_rule_of_who_asked_that_was_narrowed_since_counts_when_it_is_collected(string narrowed, HttpStatusCode status)
    {
        await using var house = await House.OpenAsync();
        await house.RuleAsync("asker", Free);
        await house.RuleAsync("granter", Free);
        var request = await house.RequestAsync("""{"name":"x","config":{"methods":["*"],"tags":["runs"]}}""");
        await house.DoAsync(request, "grant", "granter");
        var before = house.TokenOf("asker");
        await house.RuleAsync("asker", narrowed);
        Assert.Equal(HttpStatusCode.Unauthorized, (await house.DoAsync(request, "collect", before)).Status);
        var (came, answer) = await house.DoAsync(request, "collect", "asker");
        Assert.True(came == status, answer.ToJsonString());
        Assert.True(came != HttpStatusCode.Created || House.Life(answer) == TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("narrowed", HttpStatusCode.Conflict)]
    [InlineData("deleted", HttpStatusCode.Conflict)]
    [InlineData("signed out", HttpStatusCode.Created)]
    [InlineData("over", HttpStatusCode.Created)]
    [InlineData("token deleted", HttpStatusCode.Conflict)]
    [InlineData("token rotated", HttpStatusCode.Conflict)]
    [InlineData("token over", HttpStatusCode.Created)]
    public async Task What_was_granted_ends_with_what_it_was_granted_by_and_not_with_a_sign_out(string how, HttpStatusCode status)
    {
        await using var house = await House.OpenAsync();
        await house.RuleAsync("asker", Free);
        await house.RuleAsync("granter", Free);
        var (_, made) = await house.AskAsync(HttpMethod.Post, "/api-token", """{"name":"granter","scopes":["approve"],"expires_at":"2026-01-01T01:00:00Z"}""", TestProduct.AdminToken);
        var request = await house.RequestAsync(Within);
        var isToken = how.StartsWith("token", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await house.DoAsync(request, "grant", isToken ? (string)made["token"]! : "granter")).Status);
        switch (how)
        {
            case "narrowed":
                await house.RuleAsync("granter", Reads);
                break;
            case "deleted":
                await house.Product.StatusAsync(TestProduct.AdminToken, "/identity-rule/granter", HttpMethod.Delete);
                break;
            case "signed out":
                Assert.Equal(HttpStatusCode.OK, (await house.Product.FormAsync("/oauth/revoke", ("token", house.TokenOf("granter")))).Status);
                break;
            case "token deleted":
                await house.Product.StatusAsync(TestProduct.AdminToken, $"/api-token/{made["id"]}", HttpMethod.Delete);
                break;
            case "token rotated":
                await house.AskAsync(HttpMethod.Post, $"/api-token/{made["id"]}/rotate", "{}", TestProduct.AdminToken);
                break;
            default:
                house.Product.Time.Advance(TimeSpan.FromHours(2));
                await house.SignInAsync("asker");
                break;
        }

        var (came, answer) = await house.DoAsync(request, "collect", "asker");
        Assert.True(came == status, answer.ToJsonString());
    }

    // Also in what its body does not say: who may not mint such a URL does not make it do more either.
    [Fact]
    public async Task Whoever_changes_a_url_answers_for_all_of_it()
    {
        await using var house = await House.OpenAsync();
        await house.RuleAsync("asker", """[{"scopes":["mint"],"max_ttl":"30m","methods":["read","create"]}]""");
        foreach (var end in new[] { "null", "\"2026-01-01T05:00:00Z\"" })
        {
            var (_, url) = await house.AskAsync(HttpMethod.Post, Urls, $$$"""{"name":"long","expires_at":{{{end}}},"config":{"methods":["read"]}}""", TestProduct.AdminToken);
            var (status, problem) = await house.AskAsync(HttpMethod.Patch, $"{Urls}/{url["id"]}", """{"config":{"methods":["read","create"]}}""", "asker");
            Assert.Equal((HttpStatusCode.UnprocessableContent, "/expires_at"), (status, (string?)problem["errors"]?[0]?["pointer"]));
            var both = """{"expires_at":"2026-01-01T00:20:00Z","config":{"methods":["read","create"]}}""";
            Assert.Equal(HttpStatusCode.OK, (await house.AskAsync(HttpMethod.Patch, $"{Urls}/{url["id"]}", both, "asker")).Status);
        }
    }

    [Fact]
    public async Task Frozen_tools_are_approved_and_thawed_within_the_grant_of_who_approves()
    {
        await using var house = await House.OpenAsync();
        await house.RuleAsync("granter", """[{"scopes":["approve"],"methods":["read"]},{"scopes":["mint"]}]""");
        foreach (var (methods, approved) in new[] { ("read", HttpStatusCode.OK), ("*", HttpStatusCode.Forbidden) })
        {
            var (_, url) = await house.AskAsync(HttpMethod.Post, Urls, $$$"""{"name":"x","config":{"methods":["{{{methods}}}"],"frozen":true}}""", TestProduct.AdminToken);
            var path = $"{Urls}/{url["id"]}";
            var digest = (string)url["tools_digest"]!;
            Assert.Equal(approved, (await house.AskAsync(HttpMethod.Post, $"{path}/approve-tools", $$"""{"tools_digest":"{{digest}}"}""", "granter")).Status);
            Assert.Equal(approved, (await house.AskAsync(HttpMethod.Patch, path, """{"config":{"frozen":false}}""", "granter")).Status);
        }
    }

    // People with grants at random do things at random; what comes of it is held against the grants by other means.
    [Fact]
    [Trait("Lane", "slow")]
    public async Task No_url_exceeds_the_bounds_of_whoever_made_it()
    {
        var done = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 12; seed++)
        {
            await using var house = await House.OpenAsync();
            var walk = new BoundsWalk(house, new Random(seed), done);
            await walk.BeginAsync();
            for (var step = 0; step < 100; step++)
            {
                await walk.StepAsync($"seed {seed}, step {step}");
            }
        }

        Assert.All((string[])["mint", "patch", "ask", "grant", "collect", "approve"], way => Assert.True(
            done.GetValueOrDefault(way) >= 10, $"{way} came through {done.GetValueOrDefault(way)} times: {string.Join(", ", done)}"));
        Assert.True(done["refused"] >= 100, "nothing was refused");
    }

    /// <summary>A product with people who come by rules.</summary>
    internal sealed class House : IAsyncDisposable
    {
        private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

        public required TestProduct Product { get; init; }

        public static async Task<House> OpenAsync()
        {
            var product = await SignIns.StartAsync(options => options.AdminCallsPerMinute = 10_000);
            await product.ConnectAsync(members: ""","policy":{"allow_permanent":true}""");
            return new House { Product = product };
        }

        public static TimeSpan? Life(JsonNode url) => (string?)url["expires_at"] is { } end
            ? DateTimeOffset.Parse(end, null) - DateTimeOffset.Parse((string)url["created_at"]!, null) : null;

        public string TokenOf(string person) => tokens.GetValueOrDefault(person, person);

        public async Task RuleAsync(string person, string grants)
        {
            await Product.HaveAsync(person, SignIns.Rule(TestIssuer.Url, $$"""{"sub":"{{person}}"}""", grants));
            await SignInAsync(person);
        }

        public async Task SignInAsync(string person) =>
            tokens[person] = await Product.TokenOfMachineAsync(person, Product.Claims(TestIssuer.Url, $$"""{"sub":"{{person}}"}"""));

        public async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(HttpMethod method, string path, string? body, string person)
        {
            using var answer = await Product.AdminAsync(method, path, body, TokenOf(person));
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
        }

        public async Task<JsonNode> RequestAsync(string body, string person = "asker")
        {
            var (status, answer) = await AskAsync(HttpMethod.Post, Requests, body, person);
            Assert.True(status == HttpStatusCode.Created, answer.ToJsonString());
            return answer;
        }

        public Task<(HttpStatusCode Status, JsonNode Body)> DoAsync(JsonNode request, string act, string person, string body = "{}") =>
            AskAsync(HttpMethod.Post, $"{Requests}/{request["id"]}/{act}", body, person);

        public ValueTask DisposeAsync() => Product.DisposeAsync();
    }
}
