using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>Runs of a window, counted from as few pages as the API allows.</summary>
public sealed class RunStatisticsTests
{
    private const string Tool = "hashicorp_terraform_cloud_runs_statistics";
    private const string List = "list_all_hashicorp_terraform_cloud_organization_runs";

    [Fact]
    public async Task The_counts_are_those_of_the_list()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var since = product.Time.GetUtcNow().AddDays(-30);
        var rows = (await ReadAsync(product, token, List, """{"page_size":100,"fields":["status","created_at","created_by.username","workspace.name"]}"""))["items"]!.AsArray()
            .Where(row => DateTimeOffset.Parse((string)row!["created_at"]!, CultureInfo.InvariantCulture) >= since).ToList();

        var said = await ReadAsync(product, token, Tool, $$"""{"since":"{{since:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""");

        Assert.NotEmpty(rows);
        Assert.Equal(rows.Count, (int)said["runs"]!);
        foreach (var status in rows.GroupBy(row => (string)row!["status"]!))
            Assert.Equal(status.Count(), (int)said["by_status"]![status.Key]!);
        foreach (var home in said["by_workspace"]!.AsArray())
            Assert.Equal(rows.Count(row => (string)row!["workspace"]!["name"]! == (string)home!["name"]!), (int)home!["runs"]!);
        Assert.Equal(rows.Count, said["by_user"]!.AsObject().Sum(user => (int)user.Value!) + (said["more_by_user"] is null ? 0 : throw new InvalidOperationException()));
        Assert.Null(said["incomplete"]);
    }

    [Fact]
    public async Task A_window_without_runs_counts_none()
    {
        await using var product = await TestProduct.StartAsync();
        var said = await ReadAsync(product, await product.TokenAsync(), Tool, """{"since":"2001-01-01T00:00:00Z","until":"2001-01-02T00:00:00Z"}""");

        Assert.Equal(0, (int)said["runs"]!);
        Assert.Empty(said["by_workspace"]!.AsArray());
    }

    [Fact]
    public async Task In_a_scope_only_what_it_reaches_is_counted()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read"],"scope":{"workspaces":["core-networking"]}}""");
        var said = await ReadAsync(product, token, Tool, """{"since":"2001-01-01T00:00:00Z"}""");

        Assert.Equal("core-networking", (string)Assert.Single(said["by_workspace"]!.AsArray())!["name"]!);
    }

    [Fact]
    public async Task A_list_that_goes_on_for_ever_is_read_to_a_bound_that_the_answer_tells()
    {
        await using var product = await TestProduct.StartAsync();
        product.HasEndlessRuns(pages: 12);

        var said = await ReadAsync(product, await product.TokenAsync(), Tool, "{}");

        Assert.Equal(1000, (int)said["runs"]!);
        Assert.NotNull(said["read_back_to"]);
        Assert.NotNull(said["incomplete"]);
        Assert.Equal(10, product.Sandbox.Requests.ToList().Count(request => request.Path.EndsWith("/runs", StringComparison.Ordinal)));
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string token, string tool, string arguments)
    {
        var answer = await product.CallAsync(token, tool, arguments);
        Assert.False((bool)answer["isError"]!, answer.ToJsonString());
        return answer.Answer();
    }
}
