using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud;

/// <summary>What a change says of itself beyond its own answer: its mark, what it resembles, what became of an upload.</summary>
public sealed class SmallThingTests
{
    private const string All = """{"methods":["*"],"tags":["*"]}""";
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";

    [Fact]
    public async Task A_URL_may_leave_its_mark_as_a_comment_so_that_a_message_stays_word_for_word()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"],"tags":["*"],"mark":"comment"}""");
        Assert.Equal("comment", (string)minted["config"]!["mark"]!);
        var (token, mark) = ((string)minted["token"]!, $"(via {((string)minted["id"]!)[..12]})");
        var run = (await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","message":"word for word"}""")).Answer();
        Assert.Equal("word for word", (string)run["message"]!);
        Assert.Null(run["not_marked"]);
        var comments = (await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_comments", $$"""{"run_id":"{{run["id"]}}"}""")).Answer();
        Assert.Equal(mark, (string)Assert.Single(comments["items"]!.AsArray())!["body"]!);

        // A lock has no comments.
        var locked = (await product.CallAsync(token, "hashicorp_terraform_cloud_workspaces_lock", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}","reason":"scaling"}""")).Answer();
        Assert.Equal($"scaling {mark}", (string)locked["locked_reason"]!);
    }

    [Fact]
    public async Task A_mark_that_could_not_be_left_as_a_comment_is_told()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"],"mark":"comment"}""");
        product.Sandbox.Faults.On("POST", "/api/v2/runs/*/comments").Status(500);
        var run = (await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","message":"a"}""")).Answer();
        Assert.NotNull(run["id"]);
        Assert.NotNull(run["not_marked"]);
    }

    [Theory, InlineData("workspace", "CORE-networking", "core-networking"), InlineData("project", "networking", "Networking")]
    public async Task A_name_that_differs_only_in_case_is_told_at_creation(string kind, string name, string other)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var made = (await product.CallAsync(token, $"create_a_hashicorp_terraform_cloud_{kind}", $$"""{"name":"{{name}}"}""")).Answer();
        if (made["error"] is null)
        {
            Assert.Equal(other, (string)Assert.Single(made["also_named"]!.AsArray())!["name"]!);
        }
        else
        {
            Assert.Equal(422, (int)made["error"]!["status"]!);
        }

        Assert.Null((await product.CallAsync(token, $"create_a_hashicorp_terraform_cloud_{kind}", """{"name":"quite-another"}""")).Answer()["also_named"]);
    }

    [Fact]
    public async Task An_apply_is_read_by_its_run()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var run = (await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_organization_runs", """{"status":"applied","fields":["id","apply_id"]}""")).Answer()["items"]![0]!;
        var apply = (await product.CallAsync(token, "get_single_hashicorp_terraform_cloud_apply_by_id", $$"""{"apply_id":"{{run["id"]}}"}""")).Answer();
        Assert.Equal((string)run["apply_id"]!, (string)apply["id"]!);
        Assert.Equal("finished", (string)apply["status"]!);
    }

    [Fact]
    public async Task New_code_is_told_as_uploaded_when_it_is()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var version = (await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_configuration_version",
            $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","auto_queue_runs":false,"files":[{"path":"main.tf","content":"output \"a\" {\n  value = \"b\"\n}\n"}]}""")).Answer();
        Assert.Equal("uploaded", (string)version["status"]!);
    }
}
