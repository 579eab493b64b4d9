using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Accounts;
using ServerlessMcp.Admin;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Integrations.SeveralAccounts;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>Tools that serve the same by different names of it: one is listed, all can be called, and whoever names or excludes one means all.</summary>
public sealed class MergedToolTests
{
    private const string ByName = "get_single_hashicorp_terraform_cloud_workspace_by_name", ById = "get_single_hashicorp_terraform_cloud_workspace_by_id";

    private static readonly IntegratedAccount Hcp = new() { Id = "prod", Address = new("https://app.terraform.io"), SecretName = "token" };

    private static readonly string[] MethodWords = ["read", "write", "custom", "list", "get", "create", "update", "delete"];

    private static TerraformTool[] Merged => [.. TerraformTools.All.Where(tool => tool.MergedInto is not null)];

    private static TerraformTool TargetOf(TerraformTool tool) => TerraformTools.Find(tool.MergedInto!, ToolNames.Canonical)!;

    public static TheoryData<string> Names => [.. Merged.Select(tool => tool.Name)];

    private static ToolFilter Filter(McpServerConfig config) => new(config, Hcp, TerraformTools.Catalog);

    private static McpServerConfig All => new() { Methods = ["*"], Tags = ["*"] };

    [Fact]
    public void Each_is_merged_into_a_tool_of_its_own_effect_that_is_listed()
    {
        Assert.Equal(14, Merged.Length);
        Assert.All(Merged, tool => Assert.Equal((null, tool.Effect, tool.Availability), (TargetOf(tool).MergedInto, TargetOf(tool).Effect, TargetOf(tool).Availability)));

        // None reaches further than the tool that stands for it, and none is a credential's.
        Assert.All(Merged, tool => Assert.Equal((tool.Reach, tool.WorstEffect), (TargetOf(tool).Reach, TargetOf(tool).WorstEffect)));
        Assert.All(Merged, tool => Assert.DoesNotContain(ToolFilter.Credentials, (IEnumerable<string>)[.. tool.Tags, .. TargetOf(tool).Tags]));
    }

    [Fact]
    public void Whatever_the_methods_it_is_listed_only_where_its_target_is_not_and_callable_wherever_it_was()
    {
        for (var mask = 0; mask < 1 << MethodWords.Length; mask++)
        {
            var config = All with { Methods = [.. MethodWords.Where((_, i) => (mask & (1 << i)) != 0)] };
            var filter = Filter(config);
            var listed = filter.Select().Select(tool => tool.Name).ToHashSet();
            var before = new ToolFilter(config, Hcp, TerraformTools.Catalog, isApart: true);
            foreach (var tool in Merged)
            {
                var (had, hasTarget) = (before.Allows(tool), filter.Allows(TargetOf(tool)));
                Assert.Equal(had, filter.Allows(tool));
                Assert.Equal(had ? tool : null, CalledName.Find(tool.ShortName, filter));
                Assert.Equal(had && !hasTarget, listed.Contains(tool.Name));
                Assert.Equal(before.Allows(TargetOf(tool)), hasTarget);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Naming_either_means_both_and_excluding_either_excludes_both(string name)
    {
        var tool = TerraformTools.Find(name, ToolNames.Canonical)!;
        foreach (var given in new[] { tool.Name, tool.ShortName, TargetOf(tool).Name, TargetOf(tool).ShortName.ToUpperInvariant() })
        {
            var named = Filter(All with { Tools = [given] });
            Assert.True(named.Allows(tool) && named.Allows(TargetOf(tool)), given);
            Assert.Equal(TargetOf(tool).Name, Assert.Single(named.Select(), each => each.Name == TargetOf(tool).Name || each.Name == tool.Name).Name);
            var without = Filter(All with { ExcludeTools = [given] });
            Assert.False(without.Allows(tool) || without.Allows(TargetOf(tool)), given);
            Assert.Null(CalledName.Find(tool.Name, without));
        }

        // What was named exactly and is of another method is still not had.
        var reads = Filter(new() { Methods = ["read"], Tags = ["*"], Tools = [tool.Name] });
        Assert.Equal(tool.Effect == Effect.Read, reads.Allows(TargetOf(tool)));
    }

    [Fact]
    public void Before_they_were_merged_a_name_meant_one_and_both_were_listed()
    {
        var before = new ToolFilter(All with { Tools = [ByName] }, Hcp, TerraformTools.Catalog, isApart: true);
        Assert.Equal([ByName], before.Select().Select(tool => tool.Name));
        Assert.NotEqual(before.Key, Filter(All with { Tools = [ByName] }).Key);
        var plan = new ToolFilter(All with { Tools = ["tfc_plans_get"] }, Hcp, TerraformTools.Catalog, isApart: true).Select();
        Assert.Equal("Read a plan: status and how many resources it adds, changes, destroys and imports. The id is the run's plan_id.", Assert.Single(plan).Description);
        Assert.Equal("plan-…", plan[0].Arguments[0].Description.TrimEnd('.'));
    }

    [Fact]
    public async Task A_frozen_URL_that_was_approved_before_works_on_and_one_of_other_tools_does_not()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync($$"""{"listing":"all","frozen":true,"tools":["{{ByName}}","tfc_plans_get"]}""");
        var (records, deadline) = (new AccessRecords(product.Store, product.Time), StoreDeadline.OfEach(TestContext.Current.CancellationToken));
        var record = (await records.Servers.GetAsync((string)minted["id"]!, deadline))!.Value;
        var account = (await records.Accounts.GetAsync(TestProduct.Account, deadline))!.Value;
        var part = new UrlPart(record.Config, account, TerraformTools.Catalog);
        var before = ToolsDigest.OfApart(part).Digest;
        Assert.NotEqual(before, record.ApprovedTools);
        Assert.Null(ToolsDigest.Refusal(record with { ApprovedTools = before }, part));
        Assert.Equal(before, ToolsDigest.Of(record with { ApprovedTools = before }, [part]).Digest);

        // Also where it was given the tools of another account besides.
        var several = record with { ApprovedTools = "of both", ApprovedOwnTools = before, Further = [new FurtherAccount("wall", "clock", 0)] };
        Assert.Null(ToolsDigest.Refusal(several.AtHome(), part, isOfSeveral: true));
        Assert.Equal(before, Assert.Single(ToolsDigest.Of(several, [part]).Parts));
        Assert.NotNull(ToolsDigest.Refusal(record with { ApprovedTools = "sha256:" + new string('0', 64) }, part));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_frozen_URL_that_was_approved_before_shows_can_be_approved_and_so_can_today_s(bool isShown)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true}""");
        var (now, before) = ((string)minted["tools_digest"]!, ToolsDigest.OfApart((await PartsAsync(product, minted))[0]).Digest);
        Freeze(product, minted, (now, before));
        Assert.Equal((before, before), Digests(await AskAsync(product, HttpMethod.Get, minted)));

        var approved = await AskAsync(product, HttpMethod.Post, minted, $$"""{"tools_digest":"{{(isShown ? before : now)}}"}""");
        Assert.Equal(isShown ? (before, before) : (now, now), Digests(approved));
        Assert.False((bool)(await product.CallAsync((string)minted["token"]!, "tfc_workspaces_list"))["isError"]!);

        // What is neither is refused with what is shown.
        var refused = await AskAsync(product, HttpMethod.Post, minted, """{"tools_digest":"sha256:1"}""");
        Assert.Equal(409, (int)refused["status"]!);
        Assert.Contains(isShown ? before : now, (string)refused["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Also_where_the_tools_of_another_account_have_changed()
    {
        await using var product = await TwoAccounts.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true,"methods":["*"],"tags":["core"],"listing":"all","accounts":["wall"],"scope":{"sandbox":"all","wall":"all"}}""");
        var parts = await PartsAsync(product, minted);
        Freeze(product, minted, (ToolsDigest.Of(parts[0]).Digest, ToolsDigest.OfApart(parts[0]).Digest), (ToolsDigest.Of(parts[1]).Digest, "sha256:" + new string('0', 64)));

        var (shown, approved) = Digests(await AskAsync(product, HttpMethod.Get, minted));
        Assert.NotEqual(approved, shown);
        Assert.NotEqual((string)minted["tools_digest"]!, shown);
        Assert.Equal((shown, shown), Digests(await AskAsync(product, HttpMethod.Post, minted, $$"""{"tools_digest":"{{shown}}"}""")));
        foreach (var tool in new[] { TwoAccounts.ReadsWorkspaces, "clock_now" })
        {
            Assert.False((bool)(await product.CallAsync((string)minted["token"]!, tool))["isError"]!);
        }
    }

    [Fact]
    public async Task One_tool_takes_a_workspace_by_either_and_a_plan_by_its_run()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"tags":["*"],"listing":"all"}""");
        async Task<JsonNode> AskAsync(string tool, string arguments) => (await product.CallAsync(token, tool, arguments)).Answer();

        var byName = await AskAsync(ById, """{"workspace_id":"payment-gateway"}""");
        var old = await AskAsync(ByName, """{"workspace_name":"payment-gateway","fields":["id","current_run_id"]}""");
        Assert.Equal((string)old["id"]!, (string)byName["id"]!);

        var run = (string)old["current_run_id"]!;
        var ofRun = await AskAsync("tfc_plans_get", $$"""{"plan_id":"{{run}}"}""");
        Assert.Equal((string)(await AskAsync("get_single_hashicorp_terraform_cloud_run_plan_by_id", $$"""{"run_id":"{{run}}"}"""))["id"]!, (string)ofRun["id"]!);
        Assert.Equal((string)ofRun["id"]!, (string)(await AskAsync("tfc_plans_get", """{"plan_id":"payment-gateway"}"""))["id"]!);
        Assert.Equal(
            (await AskAsync("tfc_plans_json_output", $$"""{"plan_id":"{{(string)ofRun["id"]!}}"}""")).ToJsonString(), (await AskAsync("tfc_plans_json_output", $$"""{"plan_id":"{{run}}"}""")).ToJsonString());
    }

    // What a deployment finds whose tools were approved as they stood before some were merged.
    private static void Freeze(TestProduct product, JsonNode minted, params (string Now, string Then)[] digests) => product.Store.Tamper(RecordKind.McpServer, (string)minted["id"]!, record => record with
    {
        Content = Encoding.UTF8.GetBytes(digests.Aggregate(Encoding.UTF8.GetString(record.Content.Span), (text, digest) => text.Replace(digest.Now, digest.Then, StringComparison.Ordinal))),
    });

    private static (string Shown, string Approved) Digests(JsonNode server) => ((string)server["tools_digest"]!, (string)server["approved_tools_digest"]!);

    // GET reads it, POST approves its tools.
    private static async Task<JsonNode> AskAsync(TestProduct product, HttpMethod method, JsonNode minted, string? body = null)
    {
        using var answer = await product.AdminAsync(method, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}{(body is null ? "" : "/approve-tools")}", body);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task<IReadOnlyList<UrlPart>> PartsAsync(TestProduct product, JsonNode minted)
    {
        var (records, deadline) = (new AccessRecords(product.Store, product.Time), StoreDeadline.OfEach(TestContext.Current.CancellationToken));
        var (server, account) = ((await records.Servers.GetAsync((string)minted["id"]!, deadline))!.Value, (await records.Accounts.GetAsync(TestProduct.Account, deadline))!.Value);
        return (await product.Services.GetRequiredService<UrlAccountsFinder>().OfAsync(account, server, deadline)).Parts(server.Config);
    }

    [Theory]
    [InlineData("tfc_workspace_tag_bindings_list", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA"}""", "/api/v2/workspaces/ws-AAAAAAAAAAAAAAAA")]
    [InlineData("tfc_project_tag_bindings_list", """{"project_id":"prj-AAAAAAAAAAAAAAAA"}""", "/api/v2/projects/prj-AAAAAAAAAAAAAAAA")]
    public async Task Tags_are_read_at_the_address_of_older_releases_where_the_newer_is_none(string tool, string arguments, string owner)
    {
        var (upstream, asked) = (new ScriptedUpstream(), new List<string>());
        upstream.Answer = (request, _) =>
        {
            asked.Add(request.RequestUri!.AbsolutePath);
            return request.RequestUri.AbsolutePath.Contains("/relationships/", StringComparison.Ordinal)
                ? (404, """{"errors":[{"status":"404","title":"not found"}]}""", "application/vnd.api+json")
                : (200, """{"data":[{"id":"tb-1","type":"tag-bindings","attributes":{"key":"owner","value":"ann"}}]}""", "application/vnd.api+json");
        };
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var answer = (await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), tool, arguments)).Answer();
        Assert.Equal("ann", (string)Assert.Single(answer["items"]!.AsArray())!["value"]!);
        Assert.Equal([$"{owner}/relationships/tag-bindings", $"{owner}/tag-bindings"], asked);
    }
}
