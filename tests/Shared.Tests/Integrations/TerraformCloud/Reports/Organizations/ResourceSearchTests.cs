using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>In which workspaces something is deployed, and what was changed in them.</summary>
public sealed class ResourceSearchTests
{
    private const string All = """{"methods":["*"],"tags":["*"]}""";
    private const string Find = "hashicorp_terraform_cloud_organizations_find_resources";
    private const string Changes = "hashicorp_terraform_cloud_organizations_changes_since";
    private const string OwnChanges = "hashicorp_terraform_cloud_workspaces_changes_since";

    [Fact]
    public async Task All_workspaces_are_searched_page_by_page()
    {
        await using var product = await TestProduct.StartAsync(upstream: new SandboxOptions { RateLimits = false });
        var (homes, read) = (new List<string>(), 0);
        var page = await ReadAsync(product, Find, """{"type":"aws_db_instance"}""");
        for (; ; page = await ReadAsync(product, Find, $$"""{"cursor":"{{page["next_cursor"]}}"}"""))
        {
            homes.AddRange(page["items"]!.AsArray().Select(row => (string)row!["workspace_name"]!));
            Assert.All(page["items"]!.AsArray(), row => Assert.All(row!["resources"]!.AsArray(), one => Assert.Equal("aws_db_instance", (string)one!["type"]!)));
            Assert.Null(page["not_read"]?.ToJsonString());
            read += (int)page["states_read"]!;
            if (page["next_cursor"] is null)
                break;
        }

        Assert.Equal(26, read);
        Assert.Contains("prod-database-cluster", homes);
        Assert.Contains("eu-west-database", homes);
        Assert.DoesNotContain("eu-frontend", homes);
    }

    [Theory]
    [InlineData("""{"value":"acme-cdn-ORIGIN","search":"frontend"}""", "frontend-cdn")]
    [InlineData("""{"address":"aws_autoscaling_group.*","tags":"eu,frontend"}""", "eu-frontend")]
    [InlineData("""{"value":"not-a-real-signing-key","search":"eu-frontend"}""", null)]
    [InlineData("""{"value":"not-a-real-preshared-key","search":"internal-vpn","include_values":true}""", null)]
    public async Task A_value_is_found_where_it_is_shown_and_no_secret_is(string arguments, string? home)
    {
        await using var product = await TestProduct.StartAsync();
        var said = await ReadAsync(product, Find, arguments);
        Assert.Equal(home is null ? [] : [home], said["items"]!.AsArray().Select(row => (string)row!["workspace_name"]!));
        Assert.Null(said["not_read"]);
        var own = await ReadAsync(product, "hashicorp_terraform_cloud_workspaces_find_resources", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","value":"not-a-real-signing-key"}""");
        Assert.Equal(0, (int)own["total_count"]!);
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_is_not_taken_for_an_empty_one()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/workspaces/{product.Sandbox.WorkspaceId("internal-vpn")}/current-state-version").Status(500);
        var said = await ReadAsync(product, Find, """{"type":"aws_vpn_gateway","search":"internal-vpn"}""");
        Assert.Equal(("internal-vpn", "500.", 0), ((string)said["not_read"]![0]!["workspace_name"]!, (string)said["not_read"]![0]!["why"]!, (int)said["states_read"]!));
    }

    [Fact]
    public async Task A_scope_is_searched_in_what_it_reaches()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read"],"tags":["*"],"scope":{"workspaces":["eu-frontend"]}}""");
        var said = (await product.CallAsync(token, Find, """{"address":"*"}""")).Answer();
        Assert.Equal((1, 1), ((int)said["workspaces"]!, (int)said["states_read"]!));
        Assert.Equal("eu-frontend", (string)said["items"]!.AsArray().Single()!["workspace_name"]!);
    }

    [Fact]
    public async Task What_changed_since_is_what_was_applied_since_in_the_organization_and_in_a_workspace()
    {
        await using var product = await TestProduct.StartAsync();
        var since = product.Time.GetUtcNow().AddDays(-26).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var said = await ReadAsync(product, Changes, $$"""{"since":"{{since}}","page_size":100}""");
        var frontend = said["items"]!.AsArray().Single(row => (string)row!["workspace"]! == "frontend-cdn")!;
        Assert.Equal(("applied", "Initial import"), ((string)frontend["status"]!, (string)frontend["message"]!));
        Assert.NotNull(frontend["created_by"]);
        Assert.DoesNotContain(said["items"]!.AsArray(), row => (string)row!["workspace"]! == "core-networking"); // Applied long before, and waits now.
        Assert.All(said["items"]!.AsArray(), row => Assert.True(string.CompareOrdinal((string)row!["at"]!, since) >= 0));

        var home = product.Sandbox.WorkspaceId("frontend-cdn");
        var own = await ReadAsync(product, OwnChanges, $$"""{"workspace_id":"{{home}}","since":"{{since}}"}""");
        Assert.Equal((string)frontend["run_id"]!, (string)own["items"]!.AsArray().Single()!["run_id"]!);
        Assert.Equal(("hashicorp_terraform_cloud_state_versions_compare", since), ((string)own["next"]![0]!["tool"]!, (string)own["next"]![0]!["arguments"]!["from"]!));
        Assert.NotNull((await ReadAsync(product, (string)own["next"]![0]!["tool"]!, own["next"]![0]!["arguments"]!.ToJsonString()))["counts"]);
    }

    [Fact]
    public async Task A_state_that_was_written_without_a_run_is_a_change_as_well()
    {
        await using var product = await TestProduct.StartAsync();
        var home = product.Sandbox.WorkspaceId("eu-frontend");
        var versions = await ReadAsync(product, "list_all_hashicorp_terraform_cloud_state_versions", """{"workspace_name":"eu-frontend"}""");
        await ReadAsync(product, "hashicorp_terraform_cloud_workspaces_lock", $$"""{"workspace_id":"{{home}}"}""");
        var made = await ReadAsync(product, "hashicorp_terraform_cloud_state_versions_rollback", $$"""{"workspace_id":"{{home}}","rollback_state_version_id":"{{versions["items"]!.AsArray().Last()!["id"]}}"}""");
        var said = await ReadAsync(product, OwnChanges, $$"""{"workspace_id":"{{home}}","since":"{{product.Time.GetUtcNow().AddHours(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""");
        Assert.Empty(said["items"]!.AsArray());
        Assert.Equal((string)made["id"]!, (string)said["states_without_run"]!.AsArray().Single()!["state_version_id"]!);
    }

    [Fact]
    public async Task A_scope_is_told_of_its_own_changes()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read"],"tags":["*"],"scope":{"workspaces":["eu-frontend"]}}""");
        var said = (await product.CallAsync(token, Changes, """{"since":"2001-01-01T00:00:00Z"}""")).Answer();
        Assert.NotEmpty(said["items"]!.AsArray());
        Assert.All(said["items"]!.AsArray(), row => Assert.Equal("eu-frontend", (string)row!["workspace"]!));
        var own = (await product.CallAsync(token, OwnChanges, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","since":"2001-01-01T00:00:00Z"}""")).Answer();
        Assert.Equal(said["total_count"]!.ToJsonString(), own["total_count"]!.ToJsonString());
        Assert.Null(own["not_read"]);
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string tool, string arguments)
    {
        product.Time.Advance(TimeSpan.FromSeconds(1)); // The sandbox takes 30 requests a second.
        var answer = await product.CallAsync(await product.TokenAsync(All), tool, arguments);
        Assert.False((bool?)answer["isError"] == true, answer.ToJsonString());
        return answer.Answer();
    }
}
