using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

/// <summary>On another product with this API the audit-trails token is the organization's token: what is not HCP Terraform by its own word has no tool for it.</summary>
public sealed class ServerProductTests
{
    private const string Config = """{"methods":["*"],"tags":["audit-trails","credentials"]}""";

    private const string Create = "create_a_hashicorp_terraform_cloud_audit_trails_token";

    private const string Delete = "delete_a_hashicorp_terraform_cloud_audit_trails_token_by_id";

    [Theory]
    [InlineData("HCP Terraform", true)]
    [InlineData("Terraform Enterprise", false)]
    [InlineData("otf", false)]
    [InlineData(null, false)]
    public async Task A_server_on_loopback_has_them_only_if_it_says_that_it_is_HCP_Terraform(string? appName, bool isOffered)
    {
        var upstream = new ScriptedUpstream { AppName = appName };
        upstream.AnswerAll("""{"data":{"id":"at-1","type":"authentication-token","attributes":{"token":"t"}}}""", 201);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync(Config, members: ""","expires_at":"2026-01-02T00:00:00Z" """);
        var listed = (await product.AskAsync(token, "tools/list", "{}", ("X-API-Key", TestProduct.AdminToken)))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).ToArray();
        Assert.Contains("list_all_hashicorp_terraform_cloud_audit_trails", listed);
        foreach (var name in new[] { Create, Delete })
        {
            Assert.Equal(isOffered, listed.Contains(name));
            var before = upstream.Count;
            var answer = await product.AskAsync(token, "tools/call", $$$"""{"name":"{{{name}}}","arguments":{}}""", ("X-API-Key", TestProduct.AdminToken));
            Assert.Equal(isOffered, answer["result"] is not null);
            Assert.Equal(isOffered ? before + 1 : before, upstream.Count);
        }
    }

    [Fact]
    public async Task An_upstream_that_can_not_be_asked_has_them_not()
    {
        var upstream = new ScriptedUpstream();
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync(Config, members: ""","expires_at":"2026-01-02T00:00:00Z" """);
        product.Credentials.Token = null;
        var answer = await product.AskAsync(token, "tools/list", "{}", ("X-API-Key", TestProduct.AdminToken));
        Assert.DoesNotContain(answer["result"]!["tools"]!.AsArray(), tool => (string?)tool!["name"] is Create or Delete);
    }

    /// <summary>The argument that names the audit-trails token: another server ignores it and answers of the organization's own token, which would be believed.</summary>
    [Theory]
    [InlineData("HCP Terraform", true)]
    [InlineData("otf", false)]
    [InlineData(null, false)]
    public async Task The_argument_that_names_that_token_is_refused_where_it_would_be_ignored(string? appName, bool isTaken)
    {
        const string Get = "get_single_hashicorp_terraform_cloud_organization_token_by_id";
        var upstream = new ScriptedUpstream { AppName = appName };
        upstream.AnswerAll("""{"data":{"id":"at-1","type":"authentication-tokens","attributes":{"created-at":"2026-01-01T00:00:00Z"}}}""");
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["org-tokens"]}""");
        var listed = (await product.AskAsync(token, "tools/list", "{}"))["result"]!["tools"]!.AsArray().Single(tool => (string?)tool!["name"] == Get)!;
        Assert.Equal(isTaken, listed["inputSchema"]!["properties"]!["token"] is not null);
        var result = await product.CallAsync(token, Get, """{"token":"audit-trails"}""");
        Assert.Equal((!isTaken, isTaken ? 1 : 0), ((bool)result["isError"]!, upstream.Count));
        Assert.True(isTaken || ((string)result.Answer()["error"]!["detail"]!).Contains("Leave it out", StringComparison.Ordinal));
        Assert.False((bool)(await product.CallAsync(token, Get, "{}"))["isError"]!);
    }

    /// <summary>Whether it is asked depends on the tool: nobody else's call takes a request more.</summary>
    [Fact]
    public async Task Only_what_may_have_such_a_tool_asks()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        await product.AskAsync(token, "tools/list");
        await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_workspaces", "{}");
        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Path.EndsWith("/ping", StringComparison.Ordinal));
    }
}
