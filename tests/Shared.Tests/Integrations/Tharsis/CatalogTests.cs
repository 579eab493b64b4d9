using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>The tools and prompts as a client lists them, and the documentation that two of them read.</summary>
public sealed class CatalogTests
{
    // The table of tools that AWS DevOps Agent's users are told of, and what later versions added.
    private static readonly string[] Published =
    [
        "get_apply", "search_documentation", "get_documentation_page", "get_job", "get_latest_job", "get_job_logs", "get_plan", "get_run", "get_workspace",
        "get_group", "get_managed_identity", "get_service_account", "get_plan_diff", "get_workspaces",
    ];

    [Theory]
    [InlineData("canonical")]
    [InlineData("short")]
    public async Task The_tools_of_all_its_versions_are_there_under_their_own_names_and_read(string names)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var tools = await ListAsync(tharsis, $$"""{"tool_names":"{{names}}","methods":["*"]}""");
        Assert.Equal(Published.Concat(["diagnose_run", "list_runs"]).Order(StringComparer.Ordinal), tools.Select(tool => (string)tool["name"]!).Order(StringComparer.Ordinal));
        Assert.All(tools, tool => Assert.True((bool)tool["annotations"]!["readOnlyHint"]!));
    }

    [Fact]
    public async Task A_list_of_them_costs_at_most_1600_tokens()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var tools = await ListAsync(tharsis, "{}");
        Assert.InRange(tools.Sum(tool => Tokens.Count(new JsonObject
        { ["name"] = tool["name"]!.DeepClone(), ["description"] = tool["description"]!.DeepClone(), ["inputSchema"] = tool["inputSchema"]!.DeepClone() }.ToJsonString())), 1, 1_600);
    }

    [Fact]
    public async Task Whatever_clients_make_of_an_argument_the_call_is_that_which_was_meant_or_refused_by_its_name()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        EveryCatalog.AssertBentArgumentsMeanNothingElse(tharsis.Product);
    }

    [Fact]
    public async Task No_text_names_a_tool_that_a_URL_may_lack()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        EveryCatalog.AssertNoSentenceNamesATool(tharsis.Product, "src", "Shared", "Integrations", "Tharsis");
    }

    [Fact]
    public async Task No_name_of_a_tool_or_prompt_is_that_of_another_integration()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var all = tharsis.Product.Services.GetRequiredService<IntegrationRegistry>().All;
        var names = all.SelectMany(one => one.Catalog.All.SelectMany(tool => new[] { tool.NameIn(ToolNames.Canonical), tool.NameIn(ToolNames.Short) }.Distinct())).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.InRange(name.Length, 1, 64));
        var prompts = all.SelectMany(one => one.Catalog.Prompts.Select(prompt => prompt.Name)).ToArray();
        Assert.Equal(prompts.Length, prompts.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_prompts_name_tools_that_are_there()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        var prompts = (await tharsis.Product.AskAsync(token, "prompts/list"))["result"]!["prompts"]!.AsArray().Select(one => (string)one!["name"]!);
        Assert.Equal(["diagnose_a_tharsis_run", "review_a_tharsis_plan"], prompts);
        var text = (await tharsis.Product.AskAsync(token, "prompts/get", """{"name":"diagnose_a_tharsis_run","arguments":{"run":"Ul8x"}}"""))["result"]!.ToJsonString();
        Assert.Contains("diagnose_run", text, StringComparison.Ordinal);
        Assert.Contains("Ul8x", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_documentation_is_searched_and_read_without_a_credential_and_of_its_own_host_alone()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        tharsis.Product.Credentials.IsDown = true;
        var results = (await tharsis.CallAsync(token, "search_documentation", new { query = "service account" }))["results"]!.AsArray();
        Assert.Equal(("Service Accounts", $"https://{TharsisProduct.Host}/guides/service_accounts"), ((string?)results[0]!["title"], (string?)results[0]!["url"]));
        var page = await tharsis.CallAsync(token, "get_documentation_page", new { url = (string?)results[0]!["url"] });
        Assert.Contains("client credentials", (string)page["content"]!, StringComparison.Ordinal);
        foreach (var (url, said) in new[]
        {
            ("https://evil.example.com/guides/runs", $"URL must be from https://{TharsisProduct.Host}"), ($"https://{TharsisProduct.Host}@evil.example.com/", "URL must be from"),
            ("guides/runs", "invalid URL"), ($"https://{TharsisProduct.Host}/../search-index.json", "documentation page not found at path"),
            ($"https://{TharsisProduct.Host}/guides/gone", "documentation page not found"), ($"https://{TharsisProduct.Host}/guides/binary", "something that is not"),
        })
        {
            Assert.Contains(said, (string)(await tharsis.CallAsync(token, "get_documentation_page", new { url }))["error"]!["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lists_are_paged_and_labels_and_policies_are_told()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        var (names, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await tharsis.CallAsync(token, "get_workspaces", new { first = 2, after });
            names.AddRange(page["workspaces"]!.AsArray().Select(one => (string)one!["full_path"]!));
            after = (bool)page["page_info"]!["has_next_page"]! ? (string?)page["page_info"]!["end_cursor"] : null;
        }
        while (after is not null);
        Assert.Equal(["my-org/my-workspace", "my-org/pay/api", "my-org/payroll/db", "my-org/platform/locked", "my-org/platform/network"], names.Order(StringComparer.Ordinal));
        var pipeline = (await tharsis.CallAsync(token, "get_service_account", new { id = "trn:service_account:my-org/pipeline" }))["service_account"]!;
        Assert.Equal("repo:my-org/*", (string?)pipeline["oidc_trust_policies"]![0]!["bound_claims"]!["sub"]);
        var identity = (await tharsis.CallAsync(token, "get_managed_identity", new { id = "trn:managed_identity:my-org/pay/deploy-aws" }))["managed_identity"]!;
        Assert.Equal(("aws_federated", true), ((string?)identity["type"], (bool)identity["is_alias"]!));
    }

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(TharsisProduct tharsis, string config) =>
        [.. (await tharsis.Product.AskAsync(await tharsis.TokenAsync(config), "tools/list"))["result"]!["tools"]!.AsArray().Select(tool => tool!)];
}
