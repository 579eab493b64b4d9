using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>Lists of runs in a window of time, which the API has no filter for.</summary>
public sealed class WindowedRunsTests
{
    private const string OfWorkspace = "list_all_hashicorp_terraform_cloud_runs";
    private const string OfOrganization = "list_all_hashicorp_terraform_cloud_organization_runs";
    private const string Fields = "\"fields\":[\"id\",\"created_at\",\"plan_only\"]";

    [Theory]
    [InlineData(OfWorkspace)]
    [InlineData(OfOrganization)]
    public async Task A_window_has_the_runs_created_in_it_newest_first_on_pages_of_their_own(string tool)
    {
        await using var product = await TestProduct.StartAsync(upstream: new SandboxOptions { RateLimits = false });
        var token = await product.TokenAsync();
        var home = tool == OfWorkspace ? $"\"workspace_id\":\"{product.Sandbox.WorkspaceId("eu-frontend")}\"," : "";
        var all = (await ReadAsync(product, token, tool, $$"""{{{home}}"page_size":100,{{Fields}}}"""))["items"]!.AsArray().Where(run => !(bool)run!["plan_only"]!).ToList();
        Assert.InRange(all.Count, 2, 100);

        // Every bound that there is between two runs.
        foreach (var at in all.Select(run => (string)run!["created_at"]!).Distinct().Take(6))
        {
            var moment = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
            var since = await ReadAsync(product, token, tool, $$"""{{{home}}"page_size":100,"since":"{{at}}",{{Fields}}}""");
            Assert.Equal(Ids(all.Where(run => DateTimeOffset.Parse((string)run!["created_at"]!, CultureInfo.InvariantCulture) >= moment)), Ids(since["items"]!.AsArray()));
            var until = await ReadAsync(product, token, tool, $$"""{{{home}}"page_size":100,"until":"{{at}}",{{Fields}}}""");
            Assert.Equal(Ids(all.Where(run => DateTimeOffset.Parse((string)run!["created_at"]!, CultureInfo.InvariantCulture) < moment)), Ids(until["items"]!.AsArray()));
            Assert.Null(until["incomplete"]);
        }

        var paged = new List<string>();
        var page = await ReadAsync(product, token, tool, $$"""{{{home}}"page_size":1,"since":"2001-01-01T00:00:00Z",{{Fields}}}""");
        for (; ; page = await ReadAsync(product, token, tool, $$"""{"cursor":"{{page["next_cursor"]}}"}"""))
        {
            paged.AddRange(Ids(page["items"]!.AsArray()));
            if (page["next_cursor"] is null)
                break;
        }

        Assert.Equal(Ids(all), paged);
        Assert.Equal(all.Count, (int)page["total_count"]!);
    }

    [Fact]
    public async Task Plan_only_runs_are_in_it_only_where_operation_names_them_and_in_no_statistics()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        var since = product.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await ReadAsync(product, token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","plan_only":true}""");
        Assert.Empty((await ReadAsync(product, token, OfOrganization, $$"""{"since":"{{since}}"}"""))["items"]!.AsArray());
        Assert.Single((await ReadAsync(product, token, OfOrganization, $$"""{"since":"{{since}}","operation":"plan_only"}"""))["items"]!.AsArray());
        Assert.Equal(0, (int)(await ReadAsync(product, token, "hashicorp_terraform_cloud_runs_statistics", $$"""{"since":"{{since}}"}"""))["runs"]!);
    }

    [Fact]
    public async Task A_scope_has_the_runs_of_its_own_alone()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read"],"scope":{"workspaces":["core-networking"]}}""");
        var said = await ReadAsync(product, token, OfOrganization, """{"since":"2001-01-01T00:00:00Z"}""");
        Assert.NotEmpty(said["items"]!.AsArray());
        Assert.All(said["items"]!.AsArray(), run => Assert.Equal("core-networking", (string)run!["workspace"]!));
    }

    [Fact]
    public async Task A_list_that_goes_on_for_ever_is_read_to_a_bound_that_the_answer_tells()
    {
        await using var product = await TestProduct.StartAsync();
        product.HasEndlessRuns(pages: 6);

        var said = await ReadAsync(product, await product.TokenAsync(), OfOrganization, """{"until":"2001-01-01T00:00:00Z"}""");
        Assert.Empty(said["items"]!.AsArray());
        Assert.StartsWith("Only the newest 500 runs were read, back to 20", (string)said["incomplete"]!, StringComparison.Ordinal);
        Assert.Equal(5, product.Sandbox.Requests.ToList().Count);
    }

    [Fact]
    public async Task A_moment_that_is_none_is_refused_before_anything_is_sent()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await product.CallAsync(await product.TokenAsync(), OfOrganization, """{"since":"7d"}""");
        Assert.True((bool)answer["isError"]!);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    private static string[] Ids(IEnumerable<JsonNode?> runs) => [.. runs.Select(run => (string)run!["id"]!)];

    private static async Task<JsonNode> ReadAsync(TestProduct product, string token, string tool, string arguments)
    {
        var answer = await product.CallAsync(token, tool, arguments);
        Assert.False((bool?)answer["isError"] == true, answer.ToJsonString());
        return answer.Answer();
    }
}
