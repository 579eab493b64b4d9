using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

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
