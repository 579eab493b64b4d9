using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>A tool that a config names exactly is one that its URL has, or the minting is refused: who names one means it.</summary>
public sealed class NamedToolTests
{
    private const string Path = $"/integrated-account/{TestProduct.Account}/mcp";

    [Theory]
    [InlineData("""{"tools":["tfc_runs_get","tfc_runs_apply"]}""", "tfc_runs_apply is named, and the URL would not have it: methods has none that it is of; add custom")]
    [InlineData("""{"tools":["tfc_runs_get","tfc_variables_delete"]}""", "add delete (or write)")]
    [InlineData("""{"methods":["list"],"tools":["tfc_runs_list","get_single_hashicorp_terraform_cloud_run_by_id"]}""", "add read")]
    [InlineData("""{"tools":["tfc_runs_get","tfc_admin_users_list"]}""", "Terraform Enterprise has it, and account sandbox is HCP Terraform")]
    [InlineData("""{"tools":["tfc_runs_get","tfc_teams_list"],"scope":{"workspaces":["internal-*"]}}""", "add it to scope.organization_tools")]
    [InlineData("""{"tools":["tfc_runs_apply"]}""", "tfc_runs_apply is named, and the URL would not have it: methods has none that it is of; add custom")]
    [InlineData("""{"tools":["tfc_variables_delete","tfc_runs_apply"]}""", "add delete (or write)")]
    [InlineData("""{"tools":["tfc_admin_users_list"]}""", "Terraform Enterprise has it, and account sandbox is HCP Terraform")]
    public async Task What_keeps_it_out_is_told_with_what_to_add(string config, string words)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, Path, $$"""{"name":"x","config":{{config}}}""");
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.StartsWith("/config/tools/", (string)said["errors"]![0]!["pointer"]!, StringComparison.Ordinal);
        Assert.Contains(words, (string)said["errors"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tools":["tfc_runs_*"]}""")]
    [InlineData("""{"tools":["tfc_runs_get","*apply*"]}""")]
    [InlineData("""{"tools":["tfc_runs_get","tfc_workspaces_list"],"exclude_tools":["tfc_workspaces_*"]}""")]
    [InlineData("""{"tools":["TFC_RUNS_GET"]}""")]
    public async Task A_glob_may_match_what_is_not_there(string config)
    {
        await using var product = await TestProduct.StartAsync();
        Assert.NotNull((await product.MintAsync(config))["token"]);
    }

    [Fact]
    public async Task What_a_policy_keeps_out_is_told_and_a_patch_of_something_else_goes_on()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"],"tools":["tfc_runs_get","tfc_runs_apply"]}""");
        await product.ConnectAsync(members: ""","policy":{"methods":["*"],"tags":["workspaces"]}""");
        using var refused = await product.AdminAsync(HttpMethod.Post, Path, """{"name":"x","config":{"tags":["workspaces"],"tools":["tfc_workspaces_get","tfc_runs_get"]}}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        await product.ConnectAsync();
        using var renamed = await product.AdminAsync(HttpMethod.Patch, $"{Path}/{minted["id"]}", """{"name":"y"}""");
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
    }

    [Theory]
    [InlineData("""{"workspaces":["internal-vpn"]}""", """{"projects":3,"workspaces":1}""")]
    [InlineData("""{"projects":["no-such-project"]}""", """{"projects":0,"workspaces":0}""")]
    public async Task What_a_scope_matches_now_is_told_in_mint_and_dry_run(string scope, string matches)
    {
        await using var product = await TestProduct.StartAsync(options => options.ScopeMatchPatience = TimeSpan.FromSeconds(5));
        var minted = await product.MintAsync($$"""{"scope":{{scope}}}""");
        using var dry = await product.AdminAsync(HttpMethod.Post, Path, $$"""{"name":"x","dry_run":true,"config":{"scope":{{scope}} } }""");
        var expected = JsonNode.Parse(matches)!;
        foreach (var told in new[] { minted, JsonNode.Parse(await dry.Content.ReadAsStringAsync())! })
        {
            Assert.Equal((int)expected["workspaces"]!, (int)told["scope_matches"]!["workspaces"]!);
            Assert.Equal((int)expected["projects"]! == 0, (int)told["scope_matches"]!["projects"]! == 0);
        }

        Assert.Null((await product.MintAsync())["scope_matches"]);
    }

    [Fact]
    public async Task A_count_that_can_not_be_had_is_null_and_fails_no_mint()
    {
        await using var product = await TestProduct.StartAsync(options => options.ScopeMatchPatience = TimeSpan.FromSeconds(5));
        product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/workspaces").Status(500);
        var minted = await product.MintAsync("""{"scope":{"workspaces":["internal-*"]}}""");
        Assert.NotNull(minted["token"]);
        Assert.NotNull(minted["scope_matches"]!["projects"]);
        Assert.Null(minted["scope_matches"]!["workspaces"]);
    }
}
