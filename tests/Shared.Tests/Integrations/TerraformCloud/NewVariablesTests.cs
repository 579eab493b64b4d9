using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud;

/// <summary>A workspace is created with its variables, and what became of each is said: never half of them in silence.</summary>
public sealed class NewVariablesTests
{
    private const string Tool = "create_a_hashicorp_terraform_cloud_workspace";
    private const string List = "list_all_hashicorp_terraform_cloud_workspace_variables";
    private const string All = """{"methods":["*"],"tags":["*"],"listing":"all"}""";

    private const string Asked = """
        {"name":"fresh","variables":[{"key":"region","value":"eu-1","category":"terraform"},{"key":"API_KEY","value":"not-to-be-shown","category":"env","sensitive":true}]}
        """;

    [Fact]
    public async Task Variables_are_created_with_the_workspace_and_no_value_comes_back()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var said = (await product.CallAsync(token, Tool, Asked)).Answer();
        Assert.Equal(["region", "API_KEY"], said["variables_created"]!.AsArray().Select(one => (string)one!["key"]!));
        Assert.Null(said["variables_failed"]);
        Assert.DoesNotContain("not-to-be-shown", said.ToJsonString(), StringComparison.Ordinal);

        var rows = (await product.CallAsync(token, List, """{"workspace_id":"fresh"}""")).Answer()["items"]!.AsArray();
        Assert.Equal([("region", "eu-1"), ("API_KEY", "(sensitive)")], rows.Select(row => ((string)row!["key"]!, (string)row["value"]!)).OrderByDescending(row => row.Item1, StringComparer.Ordinal));
        Assert.Equal(rows.Select(row => (string)row!["id"]!).Order(), said["variables_created"]!.AsArray().Select(one => (string)one!["id"]!).Order());
    }

    [Fact]
    public async Task What_could_not_be_created_is_said_with_the_next_step()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("POST", "/api/v2/workspaces/*/vars").Status(500);
        var answer = await product.CallAsync(await product.TokenAsync(All), Tool, Asked);
        var said = answer.Answer();
        Assert.Equal("fresh", (string)said["name"]!);
        Assert.Equal((2, 0), (said["variables_failed"]!.AsArray().Count, said["variables_created"]!.AsArray().Count));
        Assert.All(said["variables_failed"]!.AsArray(), one => Assert.Equal(500, (int)one!["status"]!));
        Assert.Equal(List, (string)said["next"]![0]!["tool"]!);
    }

    // The workspace is not made either.
    [Theory]
    [InlineData("""{"methods":["*"],"tags":["*"],"listing":"all","exclude_tools":["create_a_hashicorp_terraform_cloud_workspace_variable"]}""", Asked, "needs create_a_hashicorp_terraform_cloud_workspace_variable")]
    [InlineData(All, """{"name":"fresh","variables":[{"key":"a","value":"1","category":"env"},{"key":"a","value":"2","category":"env"}]}""", "each key once")]
    public async Task What_cannot_be_done_whole_is_refused_before_anything_is_sent(string config, string asked, string said)
    {
        await using var product = await TestProduct.StartAsync();
        var refusal = await product.CallAsync(await product.TokenAsync(config), Tool, asked);
        Assert.True((bool)refusal["isError"]!);
        Assert.Contains(said, refusal.ToJsonString(), StringComparison.Ordinal);
        var found = (await product.CallAsync(await product.TokenAsync(All), "list_all_hashicorp_terraform_cloud_workspaces", """{"search":"fresh"}""")).Answer();
        Assert.Empty(found["items"]!.AsArray());
    }
}
