using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>Logs, plans, states and archives, from the sandbox's second host.</summary>
public sealed class ContentTests
{
    private const string All = """{"methods":["*"],"tags":["*"]}""";

    [Fact]
    public async Task A_log_is_text_without_frame_and_comes_with_whether_it_is_whole()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var plan = await PlanAsync(product, token);
        var log = await ReadAsync(product, token, "hashicorp_terraform_cloud_plans_logs", $$"""{"plan_id":"{{plan}}"}""");
        Assert.StartsWith("Terraform v", (string)log["content"]!, StringComparison.Ordinal);
        Assert.True((bool)log["complete"]!);
        Assert.True((int)log["total_bytes"]! > 40);

        var tail = await ReadAsync(product, token, "hashicorp_terraform_cloud_plans_logs", $$"""{"plan_id":"{{plan}}","tail":1}""");
        Assert.Equal(((string)log["content"]!).TrimEnd('\n').Split('\n')[^1] + "\n", (string)tail["content"]!);
    }

    [Fact]
    public async Task No_blob_is_asked_for_with_the_token_and_no_link_is_told()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var plan = await PlanAsync(product, token);
        var state = await StateAsync(product, token);
        var told = string.Concat(
            await product.CallAsync(token, "hashicorp_terraform_cloud_plans_logs", $$"""{"plan_id":"{{plan}}"}"""),
            await product.CallAsync(token, "hashicorp_terraform_cloud_plans_json_output", $$"""{"plan_id":"{{plan}}"}"""),
            await product.CallAsync(token, "hashicorp_terraform_cloud_state_versions_download", $$"""{"state_version_id":"{{state}}"}"""),
            await product.CallAsync(token, "hashicorp_terraform_cloud_state_versions_download_json", $$"""{"state_version_id":"{{state}}"}"""),
            await product.CallAsync(token, "hashicorp_terraform_cloud_state_versions_hosted_state", $$"""{"state_version_id":"{{state}}"}"""));
        var blobs = product.Sandbox.Requests.ToList().Where(request => request.Path.StartsWith("/v1/object/", StringComparison.Ordinal)).ToArray();

        // The five, and the plan once more for what its log may have copies of.
        Assert.Equal(6, blobs.Length);
        Assert.All(blobs, blob => Assert.False(blob.HasAuthorization));
        Assert.DoesNotContain("/v1/object/", told + product.Logs.All, StringComparison.Ordinal);
        Assert.DoesNotContain("hosted_state\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_comes_as_a_document_and_sensitive_values_are_withheld()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var state = await StateAsync(product, token);
        var answer = await ReadAsync(product, token, "hashicorp_terraform_cloud_state_versions_download", $$"""{"state_version_id":"{{state}}"}""");
        Assert.Equal(4, (int)answer["document"]!["version"]!);
        foreach (var (_, output) in answer["document"]!["outputs"]!.AsObject().Where(output => (bool?)output.Value!["sensitive"] == true))
        {
            Assert.Equal("(sensitive)", (string)output!["value"]!);
        }
    }

    [Fact]
    public async Task A_plan_that_has_not_finished_is_not_ready_and_may_be_asked_again()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var workspace = await FirstWorkspaceAsync(product, token);
        var run = await ReadAsync(product, token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{workspace}}","plan_only":true}""");
        var result = await product.CallAsync(token, "hashicorp_terraform_cloud_plans_json_output", $$"""{"plan_id":"{{run["plan_id"]}}"}""");
        Assert.True((bool)result["isError"]!);
        Assert.Equal(("not ready", true), ((string)result.Answer()["error"]!["title"]!, (bool)result.Answer()["error"]!["retryable"]!));
    }

    [Fact]
    public async Task Code_is_uploaded_with_its_version_and_read_back()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var workspace = await FirstWorkspaceAsync(product, token);
        var created = await ReadAsync(product, token, "create_a_hashicorp_terraform_cloud_configuration_version",
            $$$"""{"workspace_id":"{{{workspace}}}","speculative":true,"auto_queue_runs":false,"files":{"main.tf":"# ü\n","modules/a/main.tf":"# a\n"}}""");
        Assert.Equal("uploaded", (string)created["status"]!);
        Assert.DoesNotContain("upload", created.ToJsonString().Replace("\"uploaded\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var put = Assert.Single(product.Sandbox.Requests.ToList(), request => request.Method == "PUT");
        Assert.False(put.HasAuthorization);

        const string Download = "hashicorp_terraform_cloud_configuration_versions_download";
        var id = (string)created["id"]!;
        var files = await ReadAsync(product, token, Download, $$"""{"configuration_version_id":"{{id}}"}""");
        Assert.Equal("""{"items":[{"file":"main.tf","size":5},{"file":"modules/a/main.tf","size":4}],"total_count":2}""", files.ToJsonString());
        Assert.Equal("# ü\n", (string)(await ReadAsync(product, token, Download, $$"""{"configuration_version_id":"{{id}}","file":"main.tf"}"""))["content"]!);
        Assert.True((bool)(await product.CallAsync(token, Download, $$"""{"configuration_version_id":"{{id}}","file":"nothing.tf"}"""))["isError"]!);
    }

    [Theory]
    [InlineData("""{"workspace_id":"ws-1"}""", "files takes one of files and archive")]
    [InlineData("""{"workspace_id":"ws-1","files":{"a":"b"},"archive":"YQ=="}""", "files takes one of files and archive")]
    [InlineData("""{"workspace_id":"ws-1","files":{}}""", "files takes an array of {path, content}")]
    [InlineData("""{"workspace_id":"ws-1","files":{"../a":"b"}}""", "files takes an array of {path, content}")]
    [InlineData("""{"workspace_id":"ws-1","files":{"/etc/passwd":"b"}}""", "files takes an array of {path, content}")]
    [InlineData("""{"workspace_id":"ws-1","archive":"no base64!"}""", "archive takes base64")]
    public async Task Uploads_are_checked_before_anything_is_sent(string arguments, string message)
    {
        await using var product = await TestProduct.StartAsync();
        var result = await product.CallAsync(await product.TokenAsync(All), "create_a_hashicorp_terraform_cloud_configuration_version", arguments);
        Assert.StartsWith(message, (string)result.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task State_is_uploaded_to_the_place_that_the_state_version_names_and_only_once()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var workspace = await FirstWorkspaceAsync(product, token);
        await ReadAsync(product, token, "hashicorp_terraform_cloud_workspaces_lock", $$"""{"workspace_id":"{{workspace}}"}""");
        const string State = """{"version":4,"serial":9000,"outputs":{},"resources":[]}""";
#pragma warning disable CA5351 // The API asks for MD5.
        var md5 = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(State)));
#pragma warning restore CA5351
        var created = await ReadAsync(product, token, "create_a_hashicorp_terraform_cloud_state_version", $$"""{"workspace_id":"{{workspace}}","serial":9000,"md5":"{{md5}}"}""");
        var upload = new JsonObject { ["state_version_id"] = (string)created["id"]!, ["state"] = State }.ToJsonString();
        Assert.True((bool)(await ReadAsync(product, token, "hashicorp_terraform_cloud_state_versions_upload", upload))["accepted"]!);
        Assert.False(Assert.Single(product.Sandbox.Requests.ToList(), request => request.Method == "PUT").HasAuthorization);

        var again = await product.CallAsync(token, "hashicorp_terraform_cloud_state_versions_upload", upload);
        Assert.Equal("nowhere to upload to", (string)again.Answer()["error"]!["title"]!);
        Assert.DoesNotContain(State, product.Logs.All, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string token, string tool, string arguments)
    {
        var result = await product.CallAsync(token, tool, arguments);
        Assert.True((bool?)result["isError"] != true, result.ToJsonString());
        return result.Answer();
    }

    private static async Task<string> FirstWorkspaceAsync(TestProduct product, string token) =>
        (string)(await ReadAsync(product, token, "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"web-frontend"}"""))["id"]!;

    private static async Task<string> StateAsync(TestProduct product, string token)
    {
        var workspace = await ReadAsync(product, token, "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"internal-vpn"}""");
        return (string)workspace["current_state_version_id"]!;
    }

    private static async Task<string> PlanAsync(TestProduct product, string token)
    {
        var workspace = await FirstWorkspaceAsync(product, token);
        var run = await ReadAsync(product, token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{workspace}}","plan_only":true}""");
        product.Time.Advance(TimeSpan.FromMinutes(1));
        return (string)run["plan_id"]!;
    }
}
