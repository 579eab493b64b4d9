using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>A change to a run answers 202 and shows nothing of its comment: where the run's comments can be read and have it not, it was not taken.</summary>
public sealed class CommentCheckTests
{
    private const string Apply = "hashicorp_terraform_cloud_runs_apply";

    [Theory]
    [InlineData(200, """{"data":[]}""", true)]
    [InlineData(200, """{"data":[{"id":"wsc-1","type":"comments","attributes":{"body":"something else"}}]}""", true)]
    [InlineData(200, """{"data":[{"id":"wsc-1","type":"comments","attributes":{"body":"go  ahead (via mcp-x)"}}]}""", false)]
    [InlineData(200, """{"data":[],"meta":{"pagination":{"current-page":1,"next-page":2}}}""", false)]
    [InlineData(200, """{"data":[{"id":"wsc-1","type":"comments","attributes":{}}]}""", false)]
    [InlineData(200, """{"data":null}""", false)]
    [InlineData(200, """{"message":"maintenance"}""", false)]
    [InlineData(404, "", false)]
    [InlineData(403, "", false)]
    [InlineData(500, "", false)]
    public async Task A_comment_is_not_taken_only_where_it_can_be_read_to_be_missing(int status, string comments, bool isMissing)
    {
        var upstream = new ScriptedUpstream
        {
            Answer = (request, _) => request.Method == HttpMethod.Post ? (202, "", null) : (status, comments, "application/vnd.api+json"),
        };
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var answer = await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), Apply, """{"run_id":"run-AAAAAAAAAAAAAAAA","comment":"go ahead"}""");
        Assert.False((bool)answer["isError"]!, answer.ToJsonString());
        Assert.True((bool)answer.Answer()["accepted"]!);
        Assert.Equal(isMissing ? "comment" : null, (string?)answer.Answer()["not_taken"]?.AsArray().Single());
    }

    /// <summary>Without a comment nobody looks, and what the trail has is the change's own status.</summary>
    [Fact]
    public async Task Without_a_comment_nothing_is_asked()
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll("", 202, type: null);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        Assert.Null((await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), Apply, """{"run_id":"run-AAAAAAAAAAAAAAAA"}""")).Answer()["not_taken"]);
        Assert.Equal(1, upstream.Count);
    }

    [Fact]
    public async Task In_the_sandbox_every_comment_is_there()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"]}""");
        var created = (await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}","message":"x"}""")).Answer();
        var answer = await product.CallAsync(token, "hashicorp_terraform_cloud_runs_cancel", new JsonObject { ["run_id"] = (string)created["id"]!, ["comment"] = "not now" }.ToJsonString());
        Assert.False((bool)answer["isError"]!, answer.ToJsonString());
        Assert.Null(answer.Answer()["not_taken"]);
    }
}
