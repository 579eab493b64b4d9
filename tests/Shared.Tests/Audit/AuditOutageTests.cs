using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit;

/// <summary>A store that takes no entry: refused, never served.</summary>
public sealed class AuditOutageTests
{
    private const string ListWorkspaces = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";

    private static JsonNode Error(JsonNode result)
    {
        Assert.True((bool)result["isError"]!);
        return result.Answer()["error"]!;
    }

    [Fact]
    public async Task A_change_that_can_not_be_noted_is_not_sent()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        product.Store.IsDownFor = kind => kind == RecordKind.AuditEntry;
        var error = Error(await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}"""));
        Assert.Equal((503, true), ((int)error["status"]!, (bool)error["retryable"]!));
        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Method != "GET");
        Assert.Contains("\"store_unavailable\"", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_whose_outcome_can_not_be_noted_says_that_it_was_sent_and_withholds_the_answer()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        var questions = 0;

        // The end of the chain is looked up, the intent is stored, and then no more.
        product.Store.IsDownFor = kind => kind == RecordKind.AuditEntry && Interlocked.Increment(ref questions) > 2;
        var error = Error(await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}"""));
        Assert.Equal((503, false), ((int)error["status"]!, (bool)error["retryable"]!));
        Assert.Contains("was sent, and Terraform answered 201", (string)error["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("run-", error.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(product.Sandbox.Requests.ToList(), request => request.Method == "POST");
    }

    [Fact]
    public async Task A_read_that_can_not_be_noted_is_not_answered()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Store.IsDownFor = kind => kind is RecordKind.AuditEntry or RecordKind.AuditHead;
        var result = await product.CallAsync(token, ListWorkspaces);
        Assert.Equal(503, (int)Error(result)["status"]!);
        Assert.DoesNotContain("eu-frontend", result.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_can_not_be_noted_is_not_done()
    {
        await using var product = await TestProduct.StartAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.AuditEntry;
        using var mint = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", """{"name":"x"}""");
        using var connect = await product.AdminAsync(HttpMethod.Put, "/integrated-account/new", """{"credential":{"secret":"s"}}""");
        using var token = await product.AdminAsync(HttpMethod.Post, "/api-token", """{"name":"x","scopes":["admin"]}""");
        Assert.All([mint, connect, token], answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.DoesNotContain("token_hash", product.Store.Dump(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"new\"", product.Store.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revocation_is_done_all_the_same()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.AuditEntry;
        using var revoked = await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var call = await product.PostAsync((string)minted["token"]!, "{}");
        Assert.Equal(HttpStatusCode.Gone, call.StatusCode);
        Assert.Contains("\"revoke\"", product.Logs.Of("ServerlessMcp.Audit")[^2], StringComparison.Ordinal);
    }
}
