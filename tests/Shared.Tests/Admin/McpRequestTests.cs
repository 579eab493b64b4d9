using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>Who may not mint asks, somebody else decides, who asked collects, once.</summary>
public sealed class McpRequestTests
{
    private const string Urls = $"/integrated-account/{TestProduct.Account}/mcp";
    private const string Requests = $"{Urls}/requests";
    private const string Body = """{"name":"incident 42","reason":"payments is down","ticket":"INC-4711","config":{"methods":["read","custom"],"tags":["runs","workspaces"]}}""";

    [Fact]
    public async Task Who_asked_collects_what_another_granted_and_nobody_else_sees_the_url()
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync();
        Assert.Equal(("open", "INC-4711", 0), ((string)asked["state"]!, (string)asked["ticket"]!, asked.AsObject().Count(member => member.Key is "token" or "url")));
        Assert.Equal("2026-01-02T00:00:00Z", (string)asked["open_until"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.DoAsync(asked, "collect", desk.Asker)).Status);

        var granted = await desk.DoAsync(asked, "grant", desk.Granter, """{"comment":"go on"}""");
        Assert.Equal((HttpStatusCode.OK, "granted", "go on"), (granted.Status, (string)granted.Body["state"]!, (string)granted.Body["comment"]!));
        Assert.Equal(asked["asked"]!.ToJsonString(), granted.Body["granted"]!.ToJsonString());
        Assert.DoesNotContain("smcp_", granted.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await desk.AskAsync(HttpMethod.Get, Urls)).Body["result"]!.AsArray());

        Assert.Equal(HttpStatusCode.Forbidden, (await desk.DoAsync(asked, "collect", desk.Granter)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.DoAsync(asked, "collect", TestProduct.AdminToken)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.DoAsync(asked, "collect", desk.Other)).Status);
        var (status, url) = await desk.DoAsync(asked, "collect", desk.Asker);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("incident 42", "payments is down", "INC-4711", (string)asked["id"]!, (string)asked["created_by"]!),
            ((string)url["name"]!, (string)url["reason"]!, (string)url["ticket"]!, (string)url["request"]!, (string)url["created_by"]!));
        Assert.NotEmpty((await desk.Product.AskAsync((string)url["token"]!, "tools/list"))["result"]!["tools"]!.AsArray());

        var read = (await desk.AskAsync(HttpMethod.Get, $"{Requests}/{asked["id"]}", token: desk.Granter)).Body;
        Assert.Equal(("collected", (string)url["id"]!), ((string)read["state"]!, (string)read["mcp_id"]!));
        Assert.DoesNotContain(((string)url["token"]!)[5..], desk.Product.Store.Dump(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.DoAsync(asked, "collect", desk.Asker)).Status);
    }

    [Fact]
    public async Task Who_asks_sees_their_own_and_who_decides_sees_all_the_latest_first()
    {
        await using var desk = await Desk.OpenAsync();
        var first = await desk.RequestAsync();
        desk.Product.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await desk.RequestAsync(token: desk.Other);
        async Task<string[]> SeenAsync(string token) => [.. (await desk.AskAsync(HttpMethod.Get, Requests, token: token)).Body["result"]!.AsArray().Select(one => (string)one!["id"]!)];
        Assert.Equal([(string)second["id"]!, (string)first["id"]!], await SeenAsync(desk.Granter));
        Assert.Equal([(string)first["id"]!], await SeenAsync(desk.Asker));
        Assert.Equal([(string)second["id"]!], await SeenAsync(desk.Other));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.AskAsync(HttpMethod.Get, $"{Requests}/{first["id"]}", token: desk.Other)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.DoAsync(first, "decline", desk.Other)).Status);
    }

    // Also not by way of a rotation, which makes another token of the same hands.
    [Fact]
    public async Task Nobody_grants_their_own_request_and_a_rotated_token_collects_it()
    {
        await using var desk = await Desk.OpenAsync();
        using var made = await desk.Product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"both","scopes":["request","approve"]}""");
        var both = JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
        var asked = await desk.RequestAsync(token: (string)both["token"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.DoAsync(asked, "grant", (string)both["token"]!)).Status);
        var rotated = both;
        for (var i = 0; i < 2; i++)
        {
            using var again = await desk.Product.AdminAsync(HttpMethod.Post, $"/api-token/{rotated["id"]}/rotate", "{}");
            rotated = JsonNode.Parse(await again.Content.ReadAsStringAsync())!;
            Assert.Equal(HttpStatusCode.Forbidden, (await desk.DoAsync(asked, "grant", (string)rotated["token"]!)).Status);
        }

        await desk.GrantAsync(asked);
        Assert.Equal(HttpStatusCode.Created, (await desk.DoAsync(asked, "collect", (string)rotated["token"]!)).Status);
    }

    [Fact]
    public async Task Twenty_that_collect_at_once_get_one_url()
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync();
        await desk.GrantAsync(asked);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.DoAsync(asked, "collect", desk.Asker)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Single((await desk.AskAsync(HttpMethod.Get, Urls)).Body["result"]!.AsArray());
    }

    [Fact]
    public async Task Twenty_that_decide_at_once_decide_once()
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => desk.DoAsync(asked, i % 2 == 0 ? "grant" : "decline", i % 3 == 0 ? TestProduct.AdminToken : desk.Granter)));

        // One that declines and comes later than the grant takes that back.
        string[] became = [.. answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => (string)answer.Body["state"]!).Order(StringComparer.Ordinal)];
        Assert.Contains(string.Join(' ', became), (IEnumerable<string>)["declined", "granted", "granted withdrawn"]);
        Assert.Equal(20 - became.Length, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Equal(became[^1], (string)(await desk.AskAsync(HttpMethod.Get, $"{Requests}/{asked["id"]}")).Body["state"]!);
        var collected = await desk.DoAsync(asked, "collect", desk.Asker);
        Assert.Equal(became[^1] == "granted" ? HttpStatusCode.Created : HttpStatusCode.Conflict, collected.Status);
    }

    [Fact]
    public async Task What_was_declined_or_taken_back_is_over()
    {
        await using var desk = await Desk.OpenAsync();
        foreach (var token in new[] { desk.Granter, desk.Asker })
        {
            var asked = await desk.RequestAsync();
            var declined = await desk.DoAsync(asked, "decline", token, """{"comment":"use the runbook"}""");
            Assert.Equal(("declined", "use the runbook"), ((string)declined.Body["state"]!, (string)declined.Body["comment"]!));
            Assert.Equal(HttpStatusCode.Conflict, (await desk.DoAsync(asked, "grant", desk.Granter)).Status);
            Assert.Equal(HttpStatusCode.Conflict, (await desk.DoAsync(asked, "collect", desk.Asker)).Status);
        }
    }

    // By whoever decides, who granted it among them, and by who asked; of the withdrawal and the collection one is done.
    [Fact]
    public async Task What_was_granted_is_withdrawn_until_it_is_collected()
    {
        await using var desk = await Desk.OpenAsync();
        foreach (var token in new[] { desk.Granter, desk.Asker, TestProduct.AdminToken })
        {
            var asked = await desk.RequestAsync();
            await desk.DoAsync(asked, "grant", desk.Granter, """{"comment":"go on"}""");
            Assert.Equal(HttpStatusCode.NotFound, (await desk.DoAsync(asked, "decline", desk.Other)).Status);
            var withdrawn = (await desk.DoAsync(asked, "decline", token)).Body;
            Assert.Equal(("withdrawn", "go on", true), ((string)withdrawn["state"]!, (string)withdrawn["comment"]!, withdrawn["granted"] is not null));
            Assert.NotNull(withdrawn["withdrawn_by"]);
            foreach (var (act, by) in new[] { ("collect", desk.Asker), ("grant", desk.Granter), ("decline", desk.Granter) })
            {
                var (status, problem) = await desk.DoAsync(asked, act, by);
                Assert.Equal(HttpStatusCode.Conflict, status);
                Assert.Contains("withdrawn by", (string)problem["detail"]!, StringComparison.Ordinal);
            }
        }

        var raced = await desk.RequestAsync();
        await desk.GrantAsync(raced);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => desk.DoAsync(raced, i % 2 == 0 ? "collect" : "decline", i % 2 == 0 ? desk.Asker : desk.Granter)));
        var won = Assert.Single(answers, answer => (int)answer.Status < 300);
        Assert.Equal(won.Status == HttpStatusCode.Created ? 1 : 0, (await desk.AskAsync(HttpMethod.Get, Urls)).Body["result"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.DoAsync(raced, "decline", desk.Granter)).Status);
        var acts = (await desk.AskAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/audit")).Body["result"]!.AsArray();
        Assert.Contains(acts, act => (string)act!["event"]! == "withdraw_request" && (string?)act["comment"] == "go on");
    }

    [Fact]
    public async Task A_request_is_open_for_a_day_to_be_decided_and_collected()
    {
        await using var desk = await Desk.OpenAsync();
        var (asked, granted) = (await desk.RequestAsync(), await desk.RequestAsync());
        await desk.GrantAsync(granted);
        var soon = await desk.RequestAsync(Body.Replace("\"config\"", "\"expires_at\":\"2026-01-01T01:00:00Z\",\"config\"", StringComparison.Ordinal));
        Assert.Equal("2026-01-01T01:00:00Z", (string)soon["open_until"]!);
        desk.Product.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.DoAsync(soon, "grant", desk.Granter)).Status);
        desk.Product.Time.Advance(TimeSpan.FromHours(23));
        foreach (var (request, act, token) in new[] { (asked, "grant", desk.Granter), (asked, "decline", desk.Granter), (granted, "collect", desk.Asker) })
        {
            var (status, problem) = await desk.DoAsync(request, act, token);
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Contains("was open until 2026-01-02T00:00:00Z", (string)problem["detail"]!, StringComparison.Ordinal);
            Assert.Equal("lapsed", (string)(await desk.AskAsync(HttpMethod.Get, $"{Requests}/{request["id"]}")).Body["state"]!);
        }
    }

    [Fact]
    public async Task Revoking_all_urls_of_an_account_ends_what_was_granted_too()
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync();
        await desk.GrantAsync(asked);
        await desk.AskAsync(HttpMethod.Delete, Urls);
        var (status, problem) = await desk.DoAsync(asked, "collect", desk.Asker);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("revoked since", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","policy":{"methods":["read"]}""")]
    [InlineData(""","policy":{"tags":["runs"]}""")]
    public async Task What_the_policy_allows_no_more_is_not_collected(string policy)
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync();
        await desk.GrantAsync(asked);
        await desk.Product.ConnectAsync(members: policy);
        var (status, problem) = await desk.DoAsync(asked, "collect", desk.Asker);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("What was granted is not allowed any more", (string)problem["detail"]!, StringComparison.Ordinal);
        await desk.RequestAsync(expect: HttpStatusCode.UnprocessableEntity);
    }

    // Without a word about it from when it is collected; with one at that time, and never beyond the policy of that moment.
    [Fact]
    public async Task A_url_ends_as_it_was_asked_and_granted_and_no_later_than_the_policy_lets_it()
    {
        await using var desk = await Desk.OpenAsync();
        var usual = await desk.RequestAsync();
        await desk.GrantAsync(usual);
        var shorter = await desk.RequestAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.DoAsync(shorter, "grant", desk.Granter, """{"expires_at":"2026-01-01T02:00:01Z"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await desk.DoAsync(shorter, "grant", desk.Granter, """{"expires_at":"2026-01-01T01:30:00Z"}""")).Status);
        var bounded = await desk.RequestAsync(Body.Replace("\"config\"", "\"expires_at\":\"2026-01-01T20:00:00Z\",\"config\"", StringComparison.Ordinal));
        await desk.GrantAsync(bounded);
        desk.Product.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("2026-01-01T03:00:00Z", (string)(await desk.DoAsync(usual, "collect", desk.Asker)).Body["expires_at"]!);
        await desk.Product.ConnectAsync(members: ""","policy":{"max_ttl":"4h"}""");
        Assert.Equal("2026-01-01T05:00:00Z", (string)(await desk.DoAsync(bounded, "collect", desk.Asker)).Body["expires_at"]!);
        desk.Product.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.DoAsync(shorter, "collect", desk.Asker)).Status);
    }

    // Whoever heard of a failure saw no URL: there is none then, and it may be collected again.
    [Fact]
    public async Task A_store_that_fails_in_the_middle_leaves_no_url_and_what_was_granted_to_be_collected()
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync();
        await desk.GrantAsync(asked);
        desk.Product.Store.Before = (kind, operation, _) => kind == RecordKind.McpServer && operation == "CreateAsync" ? throw new StoreUnavailableException("told to fail") : Task.CompletedTask;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await desk.DoAsync(asked, "collect", desk.Asker)).Status);
        desk.Product.Store.Before = null;
        desk.Product.Store.After = (kind, operation, _) => kind == RecordKind.McpServer && operation == "CreateAsync" ? throw new StoreUnavailableException("the answer is lost") : Task.CompletedTask;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await desk.DoAsync(asked, "collect", desk.Asker)).Status);
        desk.Product.Store.After = null;
        Assert.Empty((await desk.AskAsync(HttpMethod.Get, Urls)).Body["result"]!.AsArray());
        Assert.Equal(HttpStatusCode.Created, (await desk.DoAsync(asked, "collect", desk.Asker)).Status);
    }

    [Theory]
    [InlineData(RecordKind.McpRequest)]
    [InlineData(RecordKind.AuditEntry)]
    [InlineData(RecordKind.IntegratedAccount)]
    public async Task What_the_store_can_not_tell_or_take_decides_nothing(RecordKind down)
    {
        await using var desk = await Desk.OpenAsync();
        var (asked, granted) = (await desk.RequestAsync(), await desk.RequestAsync());
        await desk.GrantAsync(granted);
        desk.Product.Store.IsDownFor = kind => kind == down;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await desk.DoAsync(asked, "grant", desk.Granter)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await desk.DoAsync(asked, "decline", desk.Granter)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await desk.DoAsync(granted, "collect", desk.Asker)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await desk.AskAsync(HttpMethod.Post, Requests, Body, desk.Asker)).Status);
        desk.Product.Store.IsDownFor = null;
        var states = (await desk.AskAsync(HttpMethod.Get, Requests)).Body["result"]!.AsArray().Select(one => (string)one!["state"]!).Order();
        Assert.Equal(["granted", "open"], states);
    }

    [Fact]
    public async Task Each_step_stands_in_the_trail_of_the_account()
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync();
        await desk.DoAsync(asked, "grant", desk.Granter, """{"config":{"methods":["read"]},"comment":"reads only"}""");
        var url = (await desk.DoAsync(asked, "collect", desk.Asker)).Body;
        await desk.DoAsync(await desk.RequestAsync(), "decline", desk.Granter);
        var acts = (await desk.AskAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/audit")).Body["result"]!.AsArray()
            .Where(act => (string?)act!["outcome"] == "ok" && (string)act["event"]! != "connect").ToArray();
        Assert.Equal(["request", "grant_request", "mint", "request", "decline_request"], acts.Select(act => (string)act!["event"]!).TakeLast(5));
        var (request, grant, mint) = (acts[^5]!, acts[^4]!, acts[^3]!);
        Assert.Equal(((string)asked["id"]!, "INC-4711", "payments is down"), ((string)request["target"]!, (string)request["ticket"]!, (string)request["reason"]!));
        Assert.Equal(("read", "reads only", (string)asked["created_by"]!), ((string)Assert.Single(grant["config"]!["methods"]!.AsArray())!, (string)grant["comment"]!, (string)grant["requested_by"]!));
        Assert.Equal(((string)url["id"]!, (string)asked["id"]!, (string)grant["actor"]!), ((string)mint["target"]!, (string)mint["request"]!, (string)mint["granted_by"]!));
        Assert.NotEqual((string)grant["actor"]!, (string)mint["actor"]!);
    }

    [Fact]
    public async Task A_dry_run_asks_and_grants_nothing_and_shows_what_it_would_be()
    {
        await using var desk = await Desk.OpenAsync();
        var preview = (await desk.AskAsync(HttpMethod.Post, Requests, Body.Replace("{\"name\"", "{\"dry_run\":true,\"name\"", StringComparison.Ordinal), desk.Asker)).Body;
        Assert.True((bool)preview["dry_run"]!);
        Assert.Empty((await desk.AskAsync(HttpMethod.Get, Requests)).Body["result"]!.AsArray());
        var asked = await desk.RequestAsync();
        var less = (await desk.DoAsync(asked, "grant", desk.Granter, """{"dry_run":true,"config":{"methods":["read"]}}""")).Body;
        Assert.True((int)less["tool_count"]! < (int)preview["tool_count"]!);
        Assert.Equal("open", (string)(await desk.AskAsync(HttpMethod.Get, $"{Requests}/{asked["id"]}")).Body["state"]!);
    }

    // A record of the store holds what was asked and what was granted.
    [Fact]
    public async Task A_config_that_is_too_large_to_be_kept_twice_is_refused()
    {
        await using var desk = await Desk.OpenAsync();
        var excluded = string.Join(",", Enumerable.Range(0, 250).Select(_ => $"\"list_all_hashicorp_terraform_cloud_workspaces{new string('*', 8)}\""));
        var (status, problem) = await desk.AskAsync(HttpMethod.Post, Requests, $$$"""{"name":"x","config":{"exclude_tools":[{{{excluded}}}]}}""", desk.Asker);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("at most 12288 can be asked for", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_token_asks_sixty_times_an_hour()
    {
        await using var desk = await Desk.OpenAsync();
        for (var i = 0; i < 60; i++)
        {
            await desk.RequestAsync();
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await desk.AskAsync(HttpMethod.Post, Requests, Body, desk.Asker)).Status);
        await desk.RequestAsync(token: desk.Other);
        desk.Product.Time.Advance(TimeSpan.FromHours(1));
        await desk.RequestAsync();
    }

    // What was looked at when it was granted is what a frozen URL has.
    [Fact]
    public async Task Frozen_tools_are_those_that_were_granted()
    {
        await using var desk = await Desk.OpenAsync();
        var asked = await desk.RequestAsync("""{"name":"x","config":{"frozen":true}}""");
        await desk.GrantAsync(asked);
        await desk.Product.ConnectAsync(members: ""","policy":{"scope":{"workspaces":["eu-*"]}}""");
        var url = (await desk.DoAsync(asked, "collect", desk.Asker)).Body;
        Assert.NotEqual((string)url["tools_digest"]!, (string)url["approved_tools_digest"]!);
        Assert.Equal((string)asked["asked"]!["tools_digest"]!, (string)url["approved_tools_digest"]!);
    }

    private sealed class Desk : IAsyncDisposable
    {
        public required TestProduct Product { get; init; }

        public required string Asker { get; init; }

        public required string Other { get; init; }

        public required string Granter { get; init; }

        public static async Task<Desk> OpenAsync()
        {
            var product = await TestProduct.StartAsync();
            return new Desk { Product = product, Asker = await product.ApiTokenAsync("request"), Other = await product.ApiTokenAsync("request"), Granter = await product.ApiTokenAsync("approve") };
        }

        public async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(HttpMethod method, string path, string? body = null, string token = TestProduct.AdminToken)
        {
            using var answer = await Product.AdminAsync(method, path, body, token);
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
        }

        public async Task<JsonNode> RequestAsync(string body = Body, string? token = null, HttpStatusCode expect = HttpStatusCode.Created)
        {
            var (status, answer) = await AskAsync(HttpMethod.Post, Requests, body, token ?? Asker);
            Assert.True(status == expect, answer.ToJsonString());
            return answer;
        }

        public Task<(HttpStatusCode Status, JsonNode Body)> DoAsync(JsonNode request, string act, string token, string body = "{}") =>
            AskAsync(HttpMethod.Post, $"{Requests}/{request["id"]}/{act}", body, token);

        public async Task GrantAsync(JsonNode request) => Assert.Equal(HttpStatusCode.OK, (await DoAsync(request, "grant", Granter)).Status);

        public ValueTask DisposeAsync() => Product.DisposeAsync();
    }
}
