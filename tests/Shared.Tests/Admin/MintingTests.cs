using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

public sealed class MintingTests
{
    private const string Path = $"/integrated-account/{TestProduct.Account}/mcp";

    [Fact]
    public async Task The_answer_has_token_and_url_once_and_the_safe_defaults()
    {
        await using var product = await TestProduct.StartAsync();

        using var answer = await product.AdminAsync(HttpMethod.Post, Path, """{"name":"incident 42"}""");
        var minted = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        using var read = await product.AdminAsync(HttpMethod.Get, answer.Headers.Location!.ToString());
        var again = await read.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("https://mcp.example.com/mcp/" + minted["token"], (string)minted["url"]!);
        Assert.Equal("""["read"]""", minted["config"]!["methods"]!.ToJsonString());
        Assert.Equal("""["core"]""", minted["config"]!["tags"]!.ToJsonString());
        Assert.Equal("2026-01-01T02:00:00Z", (string)minted["expires_at"]!);
        Assert.Equal("bootstrap", (string)minted["created_by"]!);
        Assert.DoesNotContain("smcp_", again, StringComparison.Ordinal);
        Assert.Equal((string)minted["id"]!, (string)JsonNode.Parse(again)!["id"]!);
    }

    [Theory]
    [InlineData("""{"name":"x","config":{"method":["read"]}}""", "/config/method", "allowed are methods, ")]
    [InlineData("""{"name":"x","config":{"methods":["reed"]}}""", "/config/methods/0", "allowed are *, read, write, custom")]
    [InlineData("""{"name":"x","config":{"methods":"read"}}""", "/config/methods", "an array of texts is needed")]
    [InlineData("""{"name":"x","config":{"methods":[]}}""", "/config/methods", "leave it out for the default")]
    [InlineData("""{"name":"x","config":{"tags":["qqqqqqqq"]}}""", "/config/tags/0", "allowed are *, core, workspaces")]
    [InlineData("""{"name":"x","config":{"tags":["workspacs"]}}""", "/config/tags/0", "did you mean workspaces?")]
    [InlineData("[]", "", "an array came, an object is needed")]
    [InlineData("""{"name":"x","config":{"tools":["no_such_*"]}}""", "/config/tools/0", "no tool has such a name")]
    [InlineData("""{"name":"x","config":{"tools":["*_runs_apply"]}}""", "/config", "no tool has one of the methods read")]
    [InlineData("""{"name":"x","config":{"tools":["tfc_runs_get"],"exclude_tools":["tfc_runs_*"]}}""", "/config", "and a name like tfc_runs_get that tfc_runs_* does not exclude;")]
    [InlineData("""{"name":"x","config":{"exclude_tools":["*a*b*c*d*e*f*g*h*i"]}}""", "/config/exclude_tools/0", "at most 64 characters are allowed, 8 of them *")]
    [InlineData("""{"name":"x","config":{"scope":{"workspaces":["*a*b*c*d*e*f*g*h*i"]}}}""", "/config/scope/workspaces/0", "up to 8 *")]
    [InlineData("""{"name":"x","config":{"tool_names":"long"}}""", "/config/tool_names", "canonical, short")]
    [InlineData("""{"name":"x","config":{"require_api_token_auth":"yes"}}""", "/config/require_api_token_auth", "true or false")]
    [InlineData("""{"name":"x","config":{"scopes":{"workspaces":["a"]}}}""", "/config/scopes", "there is no such member")]
    [InlineData("""{"name":"x","config":[]}""", "/config", "an object is needed")]
    [InlineData("""{"config":{}}""", "/name", "nothing came")]
    [InlineData("""{"name":"x","expires_at":"2025-12-31T23:59:59Z"}""", "/expires_at", "is past; it is 2026-01-01T00:00:00Z here")]
    [InlineData("""{"name":"x","expires_at":"2026-01-01T00:00:00Z"}""", "/expires_at", "is past")]
    [InlineData("""{"name":"x","expires_at":"2026-01-02T00:00:01Z"}""", "/expires_at", "allows at most 1d from now, which is 2026-01-02T00:00:00Z")]
    [InlineData("""{"name":"x","expires_at":"tomorrow"}""", "/expires_at", "RFC 3339")]
    [InlineData("""{"name":"x","expires_at":"2026-01-01T12:00:00"}""", "/expires_at", "lacks its zone (Z for UTC, or +02:00), an RFC 3339 time such as 2026-01-01T02:00:00Z")]
    [InlineData("""{"name":"x","expires_at":1767225600}""", "/expires_at", "RFC 3339")]
    [InlineData("""{"name":"x","expires_at":null}""", "/expires_at", "null (never) came")]
    [InlineData("""{"name":"x","ttl":"2h"}""", "/ttl", "allowed are dry_run, name, config, reason, ticket, expires_at")]
    public async Task A_bad_body_is_a_422_that_names_the_member_and_what_is_allowed(string body, string pointer, string allowed)
    {
        await using var product = await TestProduct.StartAsync();

        using var answer = await product.AdminAsync(HttpMethod.Post, Path, body);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        using var list = await product.AdminAsync(HttpMethod.Get, Path);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());
        var error = Assert.Single(problem["errors"]!.AsArray())!;
        Assert.Equal(pointer, (string)error["pointer"]!);
        Assert.Contains(allowed, (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Equal("""{"result":[],"next_cursor":null}""", await list.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("config")]
    [InlineData("policy")]
    public async Task A_scope_that_no_record_could_hold_is_a_422_and_nothing_is_kept(string where)
    {
        await using var product = await TestProduct.StartAsync();
        string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(n => $"\"{n:000}{new string('x', 87)}\""));
        using var large = await SendAsync($$"""{"projects":[{{Names(200)}}],"workspaces":[{{Names(200)}}]}""");
        using var taken = await SendAsync($$"""{"workspaces":[{{Names(240)}}]}""");
        Task<HttpResponseMessage> SendAsync(string scope) => where == "config"
            ? product.AdminAsync(HttpMethod.Post, Path, $$$"""{"name":"x","config":{"scope":{{{scope}}}}}""")
            : product.AdminAsync(HttpMethod.Put, "/integrated-account/large", $$$"""{"organization":"acme-corp","credential":{"secret":"x"},"policy":{"scope":{{{scope}}}}}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, large.StatusCode);
        Assert.Contains("at most 24576 are kept", await large.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    [Fact]
    public async Task A_tag_of_the_other_product_is_told_to_be_that()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, Path, """{"name":"x","config":{"tags":["data-retention"]}}""");
        Assert.Contains("the tools of data-retention are those of Terraform Enterprise, and account sandbox is HCP Terraform", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_what_is_allowed_stands_once_in_a_refusal()
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, Path, """{"name":"x","config":{"tags":["qqqqqqqq"]}}""");
        Assert.Single((await answer.Content.ReadAsStringAsync()).Split("plan-exports").Skip(1));
    }

    [Theory]
    [InlineData("", "*/*", true)]
    [InlineData("", "text/html", true)]
    [InlineData("?pretty", "application/json", true)]
    [InlineData("", "application/json", false)]
    [InlineData("", "text/html, application/problem+json", false)]
    [InlineData("", null, false)]
    public async Task An_answer_is_indented_where_a_person_asks(string query, string? accept, bool isIndented)
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var path in new[] { Path, "/integrated-account/none/mcp" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path + query) { Headers = { { "Authorization", "Bearer " + TestProduct.AdminToken } } };
            if (accept is not null)
                request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(isIndented, (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("\n  \"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_unknown_account_is_answered_with_those_there_are_to_whom_may_list_them()
    {
        await using var product = await TestProduct.StartAsync();
        using var known = await product.AdminAsync(HttpMethod.Get, "/integrated-account/sandbx/mcp");
        Assert.Contains("There is no integrated account sandbx. There is sandbox.", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var created = await product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"auditor","scopes":["audit"]}""");
        var auditor = (string)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["token"]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/integrated-account/sandbx/audit") { Headers = { { "Authorization", "Bearer " + auditor } } };
        using var unknown = await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.DoesNotContain("sandbox", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_of_a_body_are_told_at_once()
    {
        await using var product = await TestProduct.StartAsync();

        using var answer = await product.AdminAsync(HttpMethod.Post, Path, """{"nom":"x","config":{"methods":["a","read","b"],"x":1},"expires_at":5}""");
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal(["/name", "/config/methods/0", "/config/methods/2", "/config/x", "/expires_at", "/nom"],
            problem["errors"]!.AsArray().Select(error => (string)error!["pointer"]!));
    }

    [Theory]
    [InlineData(""","policy":{"methods":["read"]}""", """{"methods":["*"]}""", "/config/methods")]
    [InlineData(""","policy":{"methods":["read"]}""", """{"methods":["custom"]}""", "/config/methods")]
    [InlineData(""","policy":{"methods":["get"]}""", "{}", "/config/methods")]
    [InlineData(""","policy":{"tags":["runs"]}""", """{"tags":["*"]}""", "/config/tags")]
    public async Task A_config_never_exceeds_its_accounts_policy(string policy, string config, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: policy);

        using var answer = await product.AdminAsync(HttpMethod.Post, Path, $$"""{"name":"x","config":{{config}}}""");
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(pointer, (string)problem["errors"]![0]!["pointer"]!);
    }

    [Fact]
    public async Task A_permanent_url_is_possible_only_where_the_policy_allows_it()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"allow_permanent":true}""");

        var minted = await product.MintAsync(members: ""","expires_at":null""");
        product.Time.Advance(TimeSpan.FromDays(4000));
        using var answer = await product.PostAsync((string)minted["token"]!, """{"jsonrpc":"2.0","id":1,"method":"ping"}""");

        Assert.Null(minted["expires_at"]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Patch_changes_what_came_and_leaves_the_rest()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["read","custom"],"tool_names":"short"}""");

        using var answer = await product.AdminAsync(HttpMethod.Patch, $"{Path}/{minted["id"]}", """{"config":{"methods":null},"expires_at":"2026-01-01T03:00:00Z"}""");
        var changed = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal("test", (string)changed["name"]!);
        Assert.Equal("""["read"]""", changed["config"]!["methods"]!.ToJsonString());
        Assert.Equal("short", (string)changed["config"]!["tool_names"]!);
        Assert.Equal("2026-01-01T03:00:00Z", (string)changed["expires_at"]!);
        Assert.Null(changed["token"]);
    }

    [Fact]
    public async Task A_list_is_paged_by_cursor_and_holds_each_url_once()
    {
        await using var product = await TestProduct.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((string)(await product.MintAsync())["id"]!);
        }

        var listed = new List<string>();
        var cursor = "";
        do
        {
            using var answer = await product.AdminAsync(HttpMethod.Get, $"{Path}?limit=3{cursor}");
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            listed.AddRange(page["result"]!.AsArray().Select(server => (string)server!["id"]!));
            cursor = page["next_cursor"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);

        Assert.Equal(ids.Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("cursor=!")]
    [InlineData("cursor=Li4vLi4")]
    public async Task A_bad_page_is_a_422(string query)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Get, $"{Path}?{query}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Revoking_one_leaves_the_others_and_revoking_all_leaves_none()
    {
        await using var product = await TestProduct.StartAsync();
        var (one, two) = (await product.MintAsync(), await product.MintAsync());
        async Task<HttpStatusCode> PingAsync(JsonNode server) =>
            (await product.PostAsync((string)server["token"]!, """{"jsonrpc":"2.0","id":1,"method":"ping"}""")).StatusCode;

        using var revoked = await product.AdminAsync(HttpMethod.Delete, $"{Path}/{one["id"]}");
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), (await PingAsync(one), await PingAsync(two)));
        using var again = await product.AdminAsync(HttpMethod.Delete, $"{Path}/{one["id"]}");
        using var all = await product.AdminAsync(HttpMethod.Delete, Path);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal("""{"revoked":1}""", await all.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Gone, await PingAsync(two));
    }

    [Fact]
    public async Task A_server_is_found_under_its_own_account_only()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync("other");
        var minted = await product.MintAsync();

        using var read = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/other/mcp/{minted["id"]}");
        using var revoke = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/other/mcp/{minted["id"]}");
        using var unknown = await product.AdminAsync(HttpMethod.Post, "/integrated-account/nobody/mcp", """{"name":"x"}""");

        Assert.All([read, revoke, unknown], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
    }
}
