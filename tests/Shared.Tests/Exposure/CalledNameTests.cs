using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>A tool answers to both its names, whatever the list shows, and behind what clients put before a name.</summary>
public sealed class CalledNameTests
{
    private static readonly McpServerConfig Everything = new() { Methods = ["*"], Tags = ["*", "credentials"] };

    private static readonly ToolFilter Hcp = new(Everything, new() { Id = "prod", Address = new("https://app.terraform.io"), SecretName = "token" }, TerraformTools.Catalog);

    private static readonly ToolFilter Enterprise = new(Everything, new() { Id = "own", Address = new("https://tfe.example.com"), SecretName = "token" }, TerraformTools.Catalog);

    public static TheoryData<string> Prefixes =>
    [
        "", "mcp__tfc__", "mcp_tfc_", "tfc__", "tfc_", "tfc-", "tfc.", "tfc:", "tfc/", "mcp__hcp-terraform__", "hcp_terraform_", "terraform_", "serverless-mcp_", "mcp__plugin_ops_serverless-mcp__",
        "functions.mcp__terraform__", "mcp__3f0c1a2b-9d4e-4c55-8a77-0123456789ab__", "hashicorp_", "terraform_cloud_",
    ];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Every_tool_answers_to_both_its_names_behind_any_server_s_name(string prefix)
    {
        foreach (var tool in TerraformTools.All)
        {
            var filter = tool.Availability == Availability.EnterpriseOnly ? Enterprise : Hcp;
            Assert.Same(tool, CalledName.Find(prefix + tool.Name, filter));
            Assert.Same(tool, CalledName.Find(prefix + tool.ShortName, filter));
            Assert.Equal(tool.Name, CalledName.Recorded(prefix + tool.ShortName, filter));
            Assert.Null(CalledName.Finder(prefix + tool.ShortName, TerraformTools.Catalog));
        }

        Assert.Equal("search_tools", CalledName.Finder(prefix + "search_tools", TerraformTools.Catalog));
        Assert.Equal("call_tool", CalledName.Finder(prefix + "call_tool", TerraformTools.Catalog));
    }

    [Fact]
    public void No_name_is_one_tool_s_canonical_and_another_s_short_one() =>
        Assert.Empty(TerraformTools.All.Select(tool => tool.Name).Intersect(TerraformTools.All.Select(tool => tool.ShortName)));

    [Theory]
    [ClassData(typeof(AllTools))]
    public void A_name_that_somebody_made_up_of_a_tool_s_is_not_that_tool(string name)
    {
        var tool = AllTools.Find(name);
        foreach (var other in new[] { "list_all_", "get_single_", "create_a_", "update_a_", "delete_a_", "read_", "dry_run_", "tfc_preview_", "mcp__tfc__cancel_", "undo-", "dont_" }.Select(made => made + tool.Name[tool.Name.IndexOf("hashi", StringComparison.Ordinal)..]))
        {
            Assert.Same(TerraformTools.Find(other), CalledName.Find(other, tool.Availability == Availability.EnterpriseOnly ? Enterprise : Hcp));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("mcp__tfc__")]
    [InlineData("xtfc_runs_get")]
    [InlineData("tfc_runs_get ")]
    [InlineData("tfc_runs_get_")]
    [InlineData("TFC_RUNS_GET")]
    [InlineData("runs_get")]
    public void What_is_no_tool_behind_a_prefix_is_none(string name) => Assert.Null(CalledName.Find(name, Hcp));

    [Fact]
    public void A_tool_that_the_URL_lacks_is_none_under_any_name_and_a_name_of_any_length_costs_little()
    {
        var reading = new ToolFilter(new(), new() { Id = "prod", Address = new("https://app.terraform.io"), SecretName = "token" }, TerraformTools.Catalog);
        Assert.Null(CalledName.Find("tfc_runs_apply", reading));
        Assert.Null(CalledName.Find("mcp__tfc__tfc_runs_apply", reading));
        Assert.Null(CalledName.Find("tfc_hashicorp_terraform_cloud_runs_apply", reading));
        Assert.Equal("hashicorp_terraform_cloud_runs_apply", CalledName.Recorded("tfc_runs_apply", reading));
        Assert.Null(CalledName.Find(new string('_', 1_000_000) + "tfc_runs_get", Hcp));
    }

    [Theory]
    [InlineData("canonical", "tfc_workspaces_list")]
    [InlineData("short", "list_all_hashicorp_terraform_cloud_workspaces")]
    [InlineData("canonical", "mcp__tfc__list_all_hashicorp_terraform_cloud_workspaces")]
    [InlineData("short", "tfc_tfc_workspaces_list")]
    public async Task A_call_is_taken_and_recorded_under_the_canonical_name(string names, string called)
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var listing in new[] { "auto", "search" })
        {
            var token = await product.TokenAsync($$"""{"tool_names":"{{names}}","listing":"{{listing}}"}""");
            var result = listing == "auto"
                ? await product.CallAsync(token, called)
                : await product.CallAsync(token, "mcp__tfc__call_tool", $$"""{"name":"{{called}}","arguments":{"page_size":"2"} }""");
            Assert.NotEmpty(result.Answer()["items"]!.AsArray());
            Assert.Contains("\"tool\":\"list_all_hashicorp_terraform_cloud_workspaces\"", product.Logs.All, StringComparison.Ordinal);
            Assert.All(
                product.Logs.Of("ServerlessMcp.Audit").Select(line => (string?)JsonNode.Parse(line)!["tool"]).OfType<string>(), tool => Assert.Equal("list_all_hashicorp_terraform_cloud_workspaces", tool));
        }
    }

    [Fact]
    public async Task A_call_over_the_limit_is_recorded_under_the_canonical_name_too()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"limits":{"calls_total":1}}""");
        await product.CallAsync(token, "tfc_organizations_list");
        var over = await product.CallAsync(token, "mcp__tfc__tfc_workspaces_list");
        Assert.Equal(429, (int)over.Answer()["error"]!["status"]!);
        Assert.Contains("\"tool\":\"list_all_hashicorp_terraform_cloud_workspaces\"", product.Logs.All, StringComparison.Ordinal);
    }
}
