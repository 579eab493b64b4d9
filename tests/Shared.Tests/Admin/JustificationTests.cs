using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>Why a URL is wanted: said where it is minted or changed, required where the policy says so, and shown wherever the URL is.</summary>
public sealed class JustificationTests
{
    private const string Urls = $"/integrated-account/{TestProduct.Account}/mcp";

    [Fact]
    public async Task A_reason_and_a_ticket_stand_in_the_url_its_list_and_the_trail()
    {
        await using var product = await TestProduct.StartAsync(options => options.AuditReads = true);
        var minted = await product.MintAsync("""{"methods":["*"]}""", members: ""","reason":"eu-frontend is down – see the bridge","ticket":"INC-4711" """);
        var path = $"{Urls}/{minted["id"]}";
        await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces");

        JsonNode[] shown = [minted, (await AskAsync(product, HttpMethod.Get, path)).Body, (await AskAsync(product, HttpMethod.Get, Urls)).Body["result"]!.AsArray().Single()!];
        Assert.All(shown, url => Assert.Equal(("eu-frontend is down – see the bridge", "INC-4711"), ((string)url["reason"]!, (string)url["ticket"]!)));
        var acts = (await AskAsync(product, HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/audit")).Body["result"]!.AsArray();
        Assert.All(acts.Where(act => ((string)act!["event"]!).StartsWith("mint", StringComparison.Ordinal)), act => Assert.Equal("INC-4711", (string)act!["ticket"]!));
        Assert.Equal("INC-4711", (string)(await AskAsync(product, HttpMethod.Get, path + "/audit")).Body["result"]!.AsArray().Last()!["ticket"]!);
    }

    [Fact]
    public async Task A_change_sets_keeps_and_takes_back_what_was_said()
    {
        await using var product = await TestProduct.StartAsync();
        var path = $"{Urls}/{(await product.MintAsync(members: ""","reason":"first" """))["id"]}";
        async Task<(string?, string?)> PatchAsync(string body)
        {
            var (status, url) = await AskAsync(product, HttpMethod.Patch, path, body);
            Assert.Equal(HttpStatusCode.OK, status);
            return ((string?)url["reason"], (string?)url["ticket"]);
        }

        Assert.Equal(("first", "#12"), await PatchAsync("""{"ticket":"#12"}"""));
        Assert.Equal(("second", "#12"), await PatchAsync("""{"reason":"second"}"""));
        Assert.Equal((null, "#12"), await PatchAsync("""{"reason":null}"""));
        Assert.Equal((null, null), await PatchAsync("""{"ticket":null}"""));
    }

    [Theory]
    [InlineData("reason", "\"\"")]
    [InlineData("reason", "\"two\\nlines\"")]
    [InlineData("reason", "\"\\u200b\\u2060\"")]
    [InlineData("reason", "7")]
    [InlineData("ticket", "\"INC 4711\"")]
    [InlineData("ticket", "\"(via\"")]
    [InlineData("ticket", "\"ТИКЕТ-1\"")]
    [InlineData("ticket", "\"123456789-123456789-1\"")]
    public async Task What_is_no_plain_text_or_no_word_is_refused(string member, string value)
    {
        await using var product = await TestProduct.StartAsync();
        var (status, problem) = await AskAsync(product, HttpMethod.Post, Urls, $$"""{"name":"x","{{member}}":{{value}}}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal($"/{member}", (string)Assert.Single(problem["errors"]!.AsArray())!["pointer"]!);
    }

    [Fact]
    public async Task A_reason_has_500_characters_at_most_and_none_that_nobody_sees()
    {
        await using var product = await TestProduct.StartAsync();
        Assert.Equal(new string('x', 500), (string)(await product.MintAsync(members: $""","reason":"{new string('x', 500)}" """))["reason"]!);
        Assert.Equal("paylive", (string)(await product.MintAsync(members: ""","reason":" pay\u202e\u200blive " """))["reason"]!);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(product, HttpMethod.Post, Urls, $$"""{"name":"x","reason":"{{new string('x', 501)}}"}""")).Status);
    }

    [Fact]
    public async Task A_policy_can_require_either_at_minting_and_at_every_change()
    {
        await using var product = await TestProduct.StartAsync();
        var path = $"{Urls}/{(await product.MintAsync())["id"]}";
        await product.ConnectAsync(members: ""","policy":{"require":["reason","ticket"]}""");
        var account = (await AskAsync(product, HttpMethod.Get, $"/integrated-account/{TestProduct.Account}")).Body;
        Assert.Equal(["reason", "ticket"], account["policy"]!["require"]!.AsArray().Select(one => (string)one!));

        var (status, problem) = await AskAsync(product, HttpMethod.Post, Urls, """{"name":"x","reason":"why"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var error = Assert.Single(problem["errors"]!.AsArray())!;
        Assert.Equal(("/ticket", $"nothing came, and the policy of account {TestProduct.Account} requires it"), ((string)error["pointer"]!, (string)error["detail"]!));
        await product.MintAsync(members: ""","reason":"why","ticket":"T-1" """);

        // One of before works on, and says why when it is changed.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(product, HttpMethod.Patch, path, """{"name":"y"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(product, HttpMethod.Patch, path, """{"name":"y","reason":"why","ticket":"T-1"}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AskAsync(product, HttpMethod.Patch, path, """{"ticket":null}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(product, HttpMethod.Delete, path));
        var (refused, _) = await AskAsync(product, HttpMethod.Put, "/integrated-account/other", """{"credential":{"secret":"s"},"policy":{"require":["tickets"]}}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("comment")]
    public async Task The_ticket_alone_stands_behind_the_mark_in_Terraform(string mark)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync($$"""{"methods":["*"],"tags":["*"],"mark":"{{mark}}"}""", members: ""","reason":"nobody in Terraform reads this","ticket":"INC-4711" """);
        var workspace = product.Sandbox.WorkspaceId("eu-frontend");
        var run = (await product.CallAsync((string)minted["token"]!, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{workspace}}","message":"go"}""")).Answer();
        var expected = $"(via {((string)minted["id"]!)[..12]}) INC-4711";
        Assert.Equal(mark == "text" ? $"go {expected}" : "go", (string)run["message"]!);
        if (mark == "comment")
        {
            var comments = (await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_comments", $$"""{"run_id":"{{run["id"]}}"}""")).Answer();
            Assert.Equal(expected, (string)Assert.Single(comments["items"]!.AsArray())!["body"]!);
        }

        Assert.False(run.AsObject().ContainsKey("not_as_asked"));
        if (mark == "text")
        {
            // A list cuts a message, and never its mark.
            var run2 = $$"""{"workspace_id":"{{workspace}}","message":"{{new string('m', 200)}}"}""";
            await product.CallAsync((string)minted["token"]!, "create_a_hashicorp_terraform_cloud_run", run2);
            var listed = (await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{workspace}}"}""")).Answer();
            Assert.EndsWith($"… {expected}", (string)listed["items"]![0]!["message"]!, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(TestProduct product, HttpMethod method, string path)
    {
        using var answer = await product.AdminAsync(method, path);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(TestProduct product, HttpMethod method, string path, string? body = null)
    {
        using var answer = await product.AdminAsync(method, path, body);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
