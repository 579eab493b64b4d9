using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>What makes a credential and answers it in clear outlives the URL that made it. It is there only where the tag <c>credentials</c> is named.</summary>
public sealed class CredentialTagTests
{
    private const string Maker = "create_a_hashicorp_terraform_cloud_organization_token";

    private static readonly IntegratedAccount Account = new() { Id = "a", Address = new("https://app.terraform.io"), SecretName = "s" };

    [Fact]
    public async Task A_URL_of_every_tag_makes_no_credential()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"]}""");
        foreach (var tool in TerraformTools.All.Where(tool => tool.Tags.Contains("credentials")))
        {
            var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{SampleArguments.For(tool)}}}""");
            Assert.Contains("Unknown tool", (string)answer["error"]!["message"]!, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Method == "POST");
    }

    [Theory]
    [InlineData(new[] { "*" }, new[] { "*" }, false)]
    [InlineData(new[] { "org-tokens" }, new[] { "*" }, false)]
    [InlineData(new[] { "credentials" }, new[] { "*" }, true)]
    [InlineData(new[] { "*", "credentials" }, new[] { "*" }, true)]
    [InlineData(new[] { "org-tokens", "credentials" }, new[] { "org-tokens" }, false)]
    [InlineData(new[] { "credentials" }, new[] { "credentials" }, true)]
    public void Its_tag_has_to_be_named_and_the_policy_has_to_allow_it(string[] tags, string[] policy, bool has)
    {
        var filter = new ToolFilter(new() { Methods = ["*"], Tags = tags }, Account with { Policy = new() { Tags = policy } }, TerraformTools.Catalog);
        Assert.Equal(has, filter.Allows(TerraformTools.Find(Maker, ToolNames.Canonical)!));
        Assert.Equal(has, filter.Select().Any(tool => tool.Name == Maker));
    }

    [Theory]
    [InlineData($$"""{"methods":["*"],"tools":["{{Maker}}"]}""", "/config/tools/0")]
    [InlineData($$"""{"methods":["*"],"tools":["hashicorp_terraform_cloud_runs_apply","tfc_organization_tokens_create"]}""", "/config/tools/1")]
    [InlineData($$"""{"methods":["*"],"tags":["*"],"tools":["create_a_*_organization_token"]}""", "/config/tools/0")]
    [InlineData("""{"methods":["*"],"tags":["core"],"tools":["hashicorp_terraform_cloud_runs_force_execute"]}""", "/config/tools/0")]
    public async Task A_tool_that_is_named_and_left_out_by_the_tags_is_a_422_that_says_which_tag_it_has(string config, string pointer)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", $$"""{"name":"x","config":{{config}}}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var error = Assert.Single(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray())!;
        Assert.Equal(pointer, (string)error["pointer"]!);
        Assert.Contains(config.Contains("token", StringComparison.Ordinal) ? "credentials" : "runs", (string)error["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_with_its_tag_it_is_there()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{"methods":["*"],"tags":["credentials"],"tools":["{{Maker}}"]}""");
        Assert.NotNull((await product.CallAsync(token, Maker, """{"organization_name":"acme-corp"}""")).Answer()["token"]);
    }
}
