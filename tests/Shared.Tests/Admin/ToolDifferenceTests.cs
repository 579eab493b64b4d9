using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>What of a frozen URL's tools is another than was approved is named; where nobody knows, that is said.</summary>
public sealed class ToolDifferenceTests
{
    [Fact]
    public async Task Tools_that_came_went_or_changed_since_they_were_approved_are_named()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true,"methods":["*"]}""");
        Assert.False((await GetAsync(product, minted)).AsObject().ContainsKey("tools_difference"));
        Deploy(product, minted, tools =>
        {
            tools.Remove("tfc_runs_list");
            tools["tfc_gone"] = "AAAAAAAA";
            tools["tfc_workspaces_list"] = "BBBBBBBB";
        });
        var difference = (await GetAsync(product, minted))["tools_difference"]!;
        Assert.Equal(("tfc_runs_list", "tfc_gone", "tfc_workspaces_list"), (One(difference, "added"), One(difference, "removed"), One(difference, "changed")));

        // Approving makes what there is now the measure of what comes.
        await ApproveAsync(product, minted);
        Assert.False((await GetAsync(product, minted)).AsObject().ContainsKey("tools_difference"));
        await product.ConnectAsync(members: ""","policy":{"scope":{"workspaces":["eu-*"]}}""");
        Assert.NotEmpty((await GetAsync(product, minted))["tools_difference"]!["removed"]!.AsArray());
    }

    [Fact]
    public async Task What_was_approved_before_this_was_kept_has_no_difference_and_is_approved_as_ever()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true}""");
        Deploy(product, minted, _ => { });
        product.Store.Tamper(RecordKind.ToolApproval, (string)minted["id"]!, _ => null);
        var url = await GetAsync(product, minted);
        Assert.True(url.AsObject().ContainsKey("tools_difference"));
        Assert.Null(url["tools_difference"]);
        await ApproveAsync(product, minted);
        Assert.False((bool)(await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces"))["isError"]!);
    }

    // It is for people to look at: nothing hangs on it.
    [Fact]
    public async Task Where_it_can_not_be_kept_or_read_minting_and_approving_go_on()
    {
        await using var product = await TestProduct.StartAsync();
        product.Store.IsDownFor = kind => kind == RecordKind.ToolApproval;
        var minted = await product.MintAsync("""{"frozen":true}""");
        product.Store.Tamper(RecordKind.McpServer, (string)minted["id"]!, Other(minted));
        var url = await GetAsync(product, minted);
        Assert.True(url.AsObject().ContainsKey("tools_difference"));
        Assert.Null(url["tools_difference"]);
        await ApproveAsync(product, minted);
    }

    [Fact]
    public async Task All_tools_there_are_fit_into_a_record()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"frozen":true,"methods":["*"],"tags":["*","credentials"]}""");
        var record = (await product.Store.GetAsync(RecordKind.ToolApproval, (string)minted["id"]!, default))!;
        Assert.InRange(record.Content.Length, 10_000, 32 * 1024);
        Assert.Equal((int)minted["tool_count"]!, JsonNode.Parse(record.Content.Span)!["tools"]!.AsObject().Count);
    }

    private static string One(JsonNode difference, string member) => (string)Assert.Single(difference[member]!.AsArray())!;

    private static string PathOf(JsonNode server) => $"/integrated-account/{TestProduct.Account}/mcp/{server["id"]}";

    private static async Task<JsonNode> GetAsync(TestProduct product, JsonNode server)
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, PathOf(server));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static async Task ApproveAsync(TestProduct product, JsonNode server)
    {
        var digest = (await GetAsync(product, server))["tools_digest"];
        using var answer = await product.AdminAsync(HttpMethod.Post, PathOf(server) + "/approve-tools", $$"""{"tools_digest":"{{digest}}"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    // What another version finds: the digest of tools as they were, and the record of which they were.
    private static void Deploy(TestProduct product, JsonNode server, Action<JsonObject> change)
    {
        product.Store.Tamper(RecordKind.McpServer, (string)server["id"]!, Other(server));
        product.Store.Tamper(RecordKind.ToolApproval, (string)server["id"]!, record =>
        {
            var approval = JsonNode.Parse(Other(server)(record).Content.Span)!;
            change(approval["tools"]!.AsObject());
            return record with { Content = Encoding.UTF8.GetBytes(approval.ToJsonString()) };
        });
    }

    private static Func<StoredRecord, StoredRecord> Other(JsonNode server) => record => record with
    {
        Content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(record.Content.Span).Replace((string)server["tools_digest"]!, "sha256:" + new string('0', 64), StringComparison.Ordinal)),
    };
}
