using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>
/// What a client on the Go SDK 1.7 (Crush is one) sends, in its order: <c>go-sdk-1.7.jsonl</c>, by its source at v1.7.0 (mcp/client.go Connect, mcp/streamable.go, mcp/streamable_headers.go).
/// It takes any HTTP 404 for the end of the session, and a body that has the request's id for an error that it shows.
/// </summary>
public sealed class GoSdkTests
{
    [Fact]
    public async Task It_lists_and_calls_and_no_answer_of_a_living_URL_ends_its_session()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"client":"crush"}""");
        var answers = await PlayAsync(product, token);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Contains("2026-07-28", answers[0].Body!["result"]!["supportedVersions"]!.AsArray().Select(version => (string)version!));

        // The stream of subscriptions/listen: acknowledged first, and its result ends it.
        Assert.StartsWith("text/event-stream", answers[1].Type, StringComparison.Ordinal);
        Assert.Contains("notifications/subscriptions/acknowledged", answers[1].Text, StringComparison.Ordinal);
        Assert.Contains("\"id\":2", answers[1].Text, StringComparison.Ordinal);
        Assert.Contains("tfc_workspaces_list", answers[2].Body!["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!));
        Assert.All(answers.Skip(2), answer => Assert.Equal("complete", (string)answer.Body!["result"]!["resultType"]!));
        Assert.Equal("internal-vpn", (string)answers[^1].Body!["result"]!.Answer()["items"]![0]!["name"]!);
    }

    [Fact]
    public async Task Of_a_dead_URL_it_is_told_by_each_request_with_that_request_s_id()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"client":"crush"}""");
        (await product.AdminAsync(HttpMethod.Delete, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}")).Dispose();
        foreach (var (answer, index) in (await PlayAsync(product, (string)minted["token"]!)).Select((answer, index) => (answer, index)))
        {
            Assert.Equal((HttpStatusCode.Gone, index + 1), (answer.Status, (int)answer.Body!["id"]!));
            Assert.Contains("it has expired or was revoked", (string)answer.Body["error"]!["message"]!, StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<(HttpStatusCode Status, string Type, string Text, JsonNode? Body)>> PlayAsync(TestProduct product, string token)
    {
        var answers = new List<(HttpStatusCode, string, string, JsonNode?)>();
        foreach (var line in File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Mcp", "go-sdk-1.7.jsonl")))
        {
            var request = JsonNode.Parse(line)!;
            var headers = request["headers"]!.AsObject().Where(header => header.Key != "Content-Type").Select(header => (header.Key, (string)header.Value!)).ToArray();
            using var answer = await product.PostAsync(token, request["body"]!.ToJsonString(), headers);
            var text = await answer.Content.ReadAsStringAsync();
            answers.Add((answer.StatusCode, answer.Content.Headers.ContentType?.ToString() ?? "", text, text.StartsWith('{') ? JsonNode.Parse(text) : null));
        }

        return answers;
    }
}
