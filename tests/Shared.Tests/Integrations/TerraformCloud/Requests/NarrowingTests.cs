using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>A filter narrows: what matches nothing gives nothing, is told to be ignored, or is refused; and what the API does not know is refused before anything is sent.</summary>
public sealed class NarrowingTests
{
    private const string All = """{"methods":["*"],"tags":["*","credentials"]}""";
    private const string ADay = ""","expires_at":"2026-01-02T00:00:00Z" """;
    private const string Explorer = "list_all_hashicorp_terraform_cloud_explorer";
    private const string Workspaces = "list_all_hashicorp_terraform_cloud_workspaces";

    // What the table of filters says of those that leave no row out: an order, an address, what adds rows.
    private static bool Narrows(ListFilters.Rule rule) => rule.Match != "none"
        && !new[] { "an order", "an address", "adds", "a place in", "asks the key", "leaves out members", "it is the provider's", "rows of each type" }
            .Any(why => rule.Why.StartsWith(why, StringComparison.Ordinal));

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_value_that_matches_nothing_gives_nothing(bool enterprise)
    {
        await using var product = await TestProduct.StartAsync(upstream: new SandboxOptions { RateLimits = false, Tfe = enterprise });
        var token = enterprise ? await product.EnterpriseTokenAsync(All, ADay) : await product.TokenAsync(All, members: ADay);
        using var api = new SandboxClient(product.Sandbox);
        var ids = await SampleIds.Of(api);
        var (problems, narrowed, refused) = (new List<string>(), 0, 0);
        foreach (var tool in TerraformTools.All.Where(tool => tool is { Shape: ResponseShape.Collection, Effect: Effect.Read }
            && (enterprise ? tool.Availability == Availability.EnterpriseOnly : tool.Availability != Availability.EnterpriseOnly)))
        {
            foreach (var filter in tool.Arguments.Where(argument => argument is { Place: ArgumentPlace.Query, IsDerived: false, Kind: JsonKind.Text or JsonKind.TextList }))
            {
                if (!Narrows(ListFilters.Of(tool, filter)!))
                {
                    continue;
                }

                var arguments = Arguments(tool, ids);
                arguments[filter.Name] = filter.Kind == JsonKind.TextList ? new JsonArray(Nothing(filter)) : Nothing(filter);
                if (filter.Needs is { } other)
                {
                    arguments[other] = "zz-nothing";
                }

                foreach (var name in tool.NeedsOneOf.Where(name => !tool.NeedsOneOf.Any(arguments.ContainsKey)))
                {
                    arguments[name] = SampleArguments.Value(tool.Arguments.First(argument => argument.Name == name));
                }

                var answer = (await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{arguments.ToJsonString()}}}""", ("X-API-Key", TestProduct.AdminToken)))["result"]!.Answer();
                var isFixed = filter.AllowedValues.Count > 0 || filter.AllowedParts.Count > 0 || filter.IsInstant || filter.Understood is not null;
                var told = answer["ignored_filters"]?.AsArray().Select(name => (string)name!).Contains(filter.Name) == true;
                if (isFixed ? (string?)answer["error"]?["title"] != "invalid arguments" : answer["error"] is null && answer["items"]!.AsArray().Count > 0 && !told)
                {
                    problems.Add($"{tool.ShortName} {arguments.ToJsonString()}: {answer.ToJsonString()[..Math.Min(200, answer.ToJsonString().Length)]}");
                }

                narrowed += answer["error"] is null ? 1 : 0;
                refused += isFixed ? 1 : 0;
            }
        }

        Assert.True(problems.Count == 0, $"{problems.Count}\n" + string.Join('\n', problems));
        Assert.InRange(narrowed, enterprise ? 5 : 30, 200);
        Assert.InRange(refused, enterprise ? 1 : 15, 200);
    }

    [Fact]
    public async Task Workspaces_are_found_by_a_key_value_tag()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var id = product.Sandbox.WorkspaceId("core-networking")!;
        await product.CallAsync(token, "hashicorp_terraform_cloud_workspaces_add_tag_bindings", $$"""{"workspace_id":"{{id}}","tags":[{"key":"cost-center","value":"42"}]}""");
        Assert.Equal([id], await FoundAsync("""{"tag_key":"cost-center"}"""));
        Assert.Equal([id], await FoundAsync("""{"tag_key":"cost-center","tag_value":"42"}"""));
        Assert.Empty(await FoundAsync("""{"tag_key":"cost-center","tag_value":"43"}"""));
        Assert.Empty(await FoundAsync("""{"tag_key":"no-such-key"}"""));
        Assert.Contains("tag_key", (string)(await product.CallAsync(token, Workspaces, """{"tag_value":"42"}""")).Answer()["error"]!["detail"]!, StringComparison.Ordinal);

        async Task<string[]> FoundAsync(string arguments) =>
            [.. (await product.CallAsync(token, Workspaces, arguments)).Answer()["items"]!.AsArray().Select(one => (string)one!["id"]!)];
    }

    [Theory]
    [InlineData("workspaces", "drifted", "is", "yes", "filters[0].value takes true or false")]
    [InlineData("workspaces", "drift", "is", "true", "did you mean drifted?")]
    [InlineData("workspaces", "drifted", "gt", "1", "which drifted does not have")]
    [InlineData("workspaces", "resources_drifted", "contains", "1", "for resources_drifted, a number")]
    [InlineData("workspaces", "resources_drifted", "gt", "many", "takes a number")]
    [InlineData("workspaces", "workspace_created_at", "is_before", "soon", "takes a date")]
    [InlineData("tf_versions", "workspace_name", "is", "a", "one of unique_identifier, version, workspace_count, workspaces")]
    [InlineData("resources", "drifted", "is", "true", "takes one of name, address, provider_type")]
    [InlineData("resources", "billable_rum", "is", "yes", "takes true or false")]
    public async Task A_query_of_the_explorer_that_cannot_be_meant_is_refused_before_it_is_sent(string type, string field, string comparison, string value, string says)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var before = product.Sandbox.Requests.Count;
        var answer = (await product.CallAsync(token, Explorer, Query(type, field, comparison, value))).Answer();
        Assert.Contains(says, (string)answer["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(before, product.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task The_explorer_answers_the_rows_that_drifted_and_no_others()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var drifted = (await product.CallAsync(token, Explorer, Query("workspaces", "drifted", "is", "true"))).Answer();
        Assert.NotEmpty(drifted["items"]!.AsArray());
        Assert.All(drifted["items"]!.AsArray(), row => Assert.True((bool)row!["drifted"]!));
        var others = (await product.CallAsync(token, Explorer, Query("workspaces", "drifted", "is", "false"))).Answer();
        Assert.Equal(0, (int)(await product.CallAsync(token, Explorer, Query("workspaces", "workspace_name", "is", "no-such-workspace"))).Answer()["total_count"]!);
        Assert.True((int)others["total_count"]! > (int)drifted["total_count"]!);
    }

    [Fact]
    public async Task The_explorer_lists_the_resources_of_all_workspaces()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        async Task<JsonNode> FoundAsync(string field, string value) => (await product.CallAsync(token, Explorer, Query("resources", field, "is", value))).Answer();

        var network = (await FoundAsync("workspace_name", "core-networking"))["items"]!.AsArray();
        Assert.NotEmpty(network);
        Assert.All(network, row => Assert.Equal("core-networking", (string)row!["workspace_name"]!));
        var type = (string)network[0]!["provider_type"]!;
        var same = (await FoundAsync("provider_type", type))["items"]!.AsArray();
        Assert.Contains((string)network[0]!["address"]!, same.Select(row => (string)row!["address"]!));
        Assert.All(same, row => Assert.StartsWith(type + ".", (string)row!["address"]!, StringComparison.Ordinal));
        Assert.Empty((await FoundAsync("provider_type", "no_such_type"))["items"]!.AsArray());
    }

    [Theory, InlineData("7d"), InlineData("2025-01"), InlineData("last_year"), InlineData("20255")]
    public async Task A_timeframe_is_a_year(string timeframe)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = (await product.CallAsync(await product.TokenAsync(), "list_all_hashicorp_terraform_cloud_organization_runs", $$"""{"timeframe":"{{timeframe}}"}""")).Answer();
        Assert.Contains("timeframe takes a year of four digits (2026), or year", (string)answer["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_without_runs_has_none()
    {
        await using var product = await TestProduct.StartAsync();
        Assert.Empty((await product.CallAsync(await product.TokenAsync(), "list_all_hashicorp_terraform_cloud_organization_runs", """{"timeframe":"1999"}""")).Answer()["items"]!.AsArray());
    }

    private static string Query(string type, string field, string comparison, string value) => new JsonObject
    {
        ["type"] = type,
        ["filters"] = new JsonArray(new JsonObject { ["field"] = field, ["operator"] = comparison, ["value"] = value }),
    }.ToJsonString();

    private static string Nothing(Argument filter) => filter.Form?.Prefix is { } prefix ? prefix + "ZZZZZZZZZZZZZZZZ"
        : filter.Name == "filter" ? "userName eq \"zz-nothing\"" : "zz-nothing";

    private static JsonObject Arguments(TerraformTool tool, SampleIds ids)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        foreach (var argument in tool.Arguments.Where(argument => arguments.ContainsKey(argument.Name) && argument.Kind == JsonKind.Text))
        {
            if (ArgumentForms.ResourceTypeOf(argument.Name) is { } type && ids.Find(type) is { } id)
            {
                arguments[argument.Name] = id;
            }
            else if (argument.Name == "workspace_name")
            {
                arguments[argument.Name] = "core-networking";
            }
        }

        return arguments;
    }
}
