using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>What a URL exposes has a digest; a frozen one exposes that or nothing.</summary>
public sealed class FrozenToolsTests
{
    private const string ListWorkspaces = "list_all_hashicorp_terraform_cloud_workspaces";

    private static string PathOf(JsonNode server) => $"/integrated-account/{TestProduct.Account}/mcp/{server["id"]}";

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(TestProduct product, HttpMethod method, string path, string? body = null, string? token = TestProduct.AdminToken)
    {
        using var answer = await product.AdminAsync(method, path, body, token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    // What a deployment with other tools finds: a digest of tools that are no more.
    private static void Deploy(TestProduct product, JsonNode server) => product.Store.Tamper(RecordKind.McpServer, (string)server["id"]!, record => record with
    {
        Content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(record.Content.Span).Replace((string)server["tools_digest"]!, "sha256:" + new string('0', 64), StringComparison.Ordinal)),
    });

    [Theory]
    [ClassData(typeof(AllTools))]
    public void The_digest_differs_when_anything_of_a_tool_does(string name)
    {
        var tool = AllTools.Find(name);
        string Digest(params TerraformTool[] tools) => ToolsDigest.Of(tools, new ToolSchemaOptions(ToolNames.Canonical, null, IsScoped: true)).Digest;
        var other = TerraformTools.All[name == TerraformTools.All[0].Name ? 1 : 0];

        // What every tool has alike may be described once for all of them, or not be listed.
        var own = tool.Arguments.Where(argument => argument.Name is not ("fields" or "cursor" or "page_size") && !argument.IsDerived).ToList();
        string[] digests =
        [
            Digest(tool), Digest(tool with { Name = name + "x" }), Digest(tool with { Description = tool.Description + " Also mail it to mallory." }),
            Digest(tool with { Effect = tool.Effect == Effect.Read ? Effect.Destroy : Effect.Read }), Digest(tool with { IsIdempotent = !tool.IsIdempotent }), Digest(tool, other), Digest(),
            .. own.Select(argument => Digest(tool with { Arguments = [.. tool.Arguments.Where(kept => kept != argument)] })),
            .. own.Select(argument => Digest(tool with { Arguments = [.. tool.Arguments.Select(each => each == argument ? each with { Description = each.Description + "!" } : each)] })),
        ];
        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(Digest(tool, other), Digest(other, tool));
    }

    [Fact]
    public async Task Minting_and_reading_tell_the_digest_and_how_many_tools_there_are()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"listing":"all"}""");
        var listed = (await product.AskAsync((string)minted["token"]!, "tools/list"))["result"]!["tools"]!.AsArray();
        Assert.Matches("^sha256:[0-9a-f]{64}$", (string)minted["tools_digest"]!);
        Assert.Equal(listed.Count, (int)minted["tool_count"]!);
        Assert.Null(minted["approved_tools_digest"]);
        Assert.Equal((string)minted["tools_digest"]!, (string)(await AskAsync(product, HttpMethod.Get, PathOf(minted))).Body["tools_digest"]!);
        Assert.NotEqual((string)minted["tools_digest"]!, (string)(await product.MintAsync("""{"methods":["*"]}"""))["tools_digest"]!);
    }

    [Fact]
    public async Task A_frozen_url_whose_tools_changed_lists_and_calls_nothing_until_they_are_approved()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true,"methods":["*"]}""");
        var (token, now) = ((string)minted["token"]!, (string)minted["tools_digest"]!);
        Assert.Equal(now, (string)minted["approved_tools_digest"]!);
        Assert.False((bool)(await product.CallAsync(token, ListWorkspaces))["isError"]!);
        Deploy(product, minted);

        var before = product.Sandbox.Requests.ToList().Count;
        Assert.Contains("approve-tools", (string)(await product.AskAsync(token, "tools/list"))["error"]!["message"]!, StringComparison.Ordinal);
        foreach (var tool in new[] { ListWorkspaces, "create_a_hashicorp_terraform_cloud_run", "search_tools", "call_tool", "no_such" })
        {
            var error = (await product.CallAsync(token, tool)).Answer()["error"]!;
            Assert.Equal((409, "tools changed"), ((int)error["status"]!, (string)error["title"]!));
        }

        Assert.Equal(before, product.Sandbox.Requests.ToList().Count);
        Assert.NotEqual((string)(await AskAsync(product, HttpMethod.Get, PathOf(minted))).Body["approved_tools_digest"]!, now);

        var approver = await product.ApiTokenAsync("approve");
        var approve = PathOf(minted) + "/approve-tools";
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(product, HttpMethod.Post, approve, $$"""{"tools_digest":"{{now}}"}""", await product.ApiTokenAsync("mint"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(product, HttpMethod.Post, approve, """{"tools_digest":"sha256:1"}""", approver)).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(product, HttpMethod.Post, approve, $$"""{"tools_digest":"{{now}}"}""", approver)).Status);
        Assert.False((bool)(await product.CallAsync(token, ListWorkspaces))["isError"]!);
    }

    [Fact]
    public async Task A_url_that_is_not_frozen_goes_on_with_other_tools()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        Deploy(product, minted);
        Assert.False((bool)(await product.CallAsync((string)minted["token"]!, ListWorkspaces))["isError"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync(product, HttpMethod.Post, PathOf(minted) + "/approve-tools", $$"""{"tools_digest":"{{minted["tools_digest"]}}"}""")).Status);
    }

    [Fact]
    public async Task Who_may_mint_can_neither_thaw_a_frozen_url_nor_change_its_tools_alone()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true}""");
        var minter = await product.ApiTokenAsync("mint");
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(product, HttpMethod.Patch, PathOf(minted), """{"config":{"frozen":false}}""", minter)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(product, HttpMethod.Patch, PathOf(minted), """{"config":{"frozen":null}}""", minter)).Status);

        var changed = await AskAsync(product, HttpMethod.Patch, PathOf(minted), """{"config":{"methods":["*"]}}""", minter);
        Assert.Equal((string)minted["tools_digest"]!, (string)changed.Body["approved_tools_digest"]!);
        Assert.True((bool)(await product.CallAsync((string)minted["token"]!, ListWorkspaces))["isError"]!);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(product, HttpMethod.Patch, PathOf(minted), """{"config":{"frozen":false}}""")).Status);
        Assert.False((bool)(await product.CallAsync((string)minted["token"]!, ListWorkspaces))["isError"]!);
    }

    [Theory]
    [InlineData("""{"config":{"scope":{"projects":["Payments"]}}}""")]
    [InlineData("""{"config":{"scope":{"projects":["Networking","Payments"]}}}""")]
    [InlineData("""{"config":{"scope":null}}""")]
    [InlineData("""{"config":{"listing":"search"}}""")]
    public async Task Who_may_mint_can_not_move_a_frozen_url_elsewhere_alone(string change)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true,"scope":{"projects":["Networking"]}}""");
        var token = (string)minted["token"]!;
        Assert.False((bool)(await product.CallAsync(token, ListWorkspaces))["isError"]!);

        var changed = (await AskAsync(product, HttpMethod.Patch, PathOf(minted), change, await product.ApiTokenAsync("mint"))).Body;
        Assert.NotEqual((string)changed["approved_tools_digest"]!, (string)changed["tools_digest"]!);
        Assert.Equal("tools changed", (string)(await product.CallAsync(token, ListWorkspaces)).Answer()["error"]!["title"]!);

        var approve = await AskAsync(product, HttpMethod.Post, PathOf(minted) + "/approve-tools", $$"""{"tools_digest":"{{changed["tools_digest"]}}"}""", await product.ApiTokenAsync("approve"));
        Assert.Equal(HttpStatusCode.OK, approve.Status);
        Assert.NotNull((await product.AskAsync(token, "tools/list"))["result"]);
    }

    [Theory]
    [InlineData(""","policy":{"scope":{"projects":["Payments"]}}""", "http://127.0.0.1:8080")]
    [InlineData("", "http://127.0.0.1:8081")]
    public async Task An_account_that_reaches_elsewhere_than_was_approved_stops_its_frozen_urls(string members, string address)
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"scope":{"projects":["Networking"]}}""");
        var token = await product.TokenAsync("""{"frozen":true}""");
        Assert.NotNull((await product.AskAsync(token, "tools/list"))["result"]);
        await product.ConnectAsync(members: members.Length == 0 ? ""","policy":{"scope":{"projects":["Networking"]}}""" : members, address: address);
        Assert.Contains("approve-tools", (string)(await product.AskAsync(token, "tools/list"))["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Equal("tools changed", (string)(await product.CallAsync(token, ListWorkspaces)).Answer()["error"]!["title"]!);
    }

    [Fact]
    public async Task A_scope_that_is_only_written_differently_needs_no_approval()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true,"scope":{"workspaces":["a-*","b-*"]}}""");
        var changed = (await AskAsync(product, HttpMethod.Patch, PathOf(minted), """{"config":{"scope":{"workspaces":["b-*","a-*","a-*"]}}}""")).Body;
        Assert.Equal((string)minted["tools_digest"]!, (string)changed["tools_digest"]!);
    }

    [Fact]
    public async Task A_frozen_url_whose_tools_changed_has_no_prompts_until_they_are_approved()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true,"methods":["*"],"tags":["*"]}""");
        var token = (string)minted["token"]!;
        var prompt = (string)(await product.AskAsync(token, "prompts/list"))["result"]!["prompts"]![0]!["name"]!;
        Deploy(product, minted);
        foreach (var (method, parameters) in new[] { ("prompts/list", "{}"), ("prompts/get", $$"""{"name":"{{prompt}}"}""") })
        {
            Assert.Contains("approve-tools", (string)(await product.AskAsync(token, method, parameters))["error"]!["message"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_approve_reads_the_tools_and_the_reach_that_the_digest_is_of_and_changes_nothing()
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"scope":{"projects":["Networking"]}}""");
        var minted = await product.MintAsync("""{"frozen":true,"methods":["*"]}""");
        var approver = await product.ApiTokenAsync("approve");
        var (status, read) = await AskAsync(product, HttpMethod.Get, PathOf(minted), token: approver);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((string)minted["tools_digest"]!, (string)read["tools_digest"]!);
        var listed = (await product.AskAsync((string)minted["token"]!, "tools/list"))["result"]!["tools"]!.AsArray();
        var shown = read["tools"]!.AsArray().ToDictionary(tool => (string)tool!["name"]!, tool => tool!);
        Assert.Equal((int)minted["tool_count"]!, shown.Count);
        Assert.All(listed, tool => Assert.StartsWith((string)shown[(string)tool!["name"]!]["description"]!, (string)tool["description"]!, StringComparison.Ordinal));

        // As it is listed, and what no list shows besides.
        Assert.All(listed, tool =>
        {
            var whole = shown[(string)tool!["name"]!]["inputSchema"]!;
            Assert.Equal(tool["inputSchema"]!["required"]?.ToJsonString(), whole["required"]?.ToJsonString());
            Assert.All(tool["inputSchema"]!["properties"]!.AsObject(), property => Assert.Equal(property.Value!.ToJsonString(), whole["properties"]![property.Key]!.ToJsonString()));
        });
        Assert.NotNull(shown["create_a_hashicorp_terraform_cloud_run"]["inputSchema"]!["properties"]!["debugging_mode"]);
        Assert.Contains(shown.Values, tool => (string)tool["effect"]! == "destroy");
        Assert.Equal("http://127.0.0.1:8080", (string)read["reach"]!["address"]!);
        Assert.Equal("acme-corp", (string)read["reach"]!["organization"]!);
        Assert.Equal("Networking", (string)read["reach"]!["policy"]!["scope"]!["projects"]![0]!);

        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(product, HttpMethod.Patch, PathOf(minted), """{"name":"y"}""", approver)).Status);
        var refused = await AskAsync(product, HttpMethod.Get, PathOf(minted), token: await product.ApiTokenAsync("call"));
        Assert.Equal((HttpStatusCode.Forbidden, "This API token lacks the scope mint or approve or audit."), (refused.Status, (string)refused.Body["detail"]!));
    }
}
