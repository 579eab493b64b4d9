using System.Globalization;
using System.Net;
using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>A 429 of Terraform comes through at once: for programs in the headers, for models in the result.</summary>
public sealed class RateLimitTests
{
    private const string Runs = "list_all_hashicorp_terraform_cloud_runs";

    [Fact]
    public async Task The_limit_on_run_lists_is_told_in_headers_and_in_the_result()
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync(server.FirstUrl);
        var workspace = await agent.FindWorkspaceAsync("internal-vpn");
        var call = $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{Runs}}","arguments":{"workspace_id":"{{workspace}}"} } }""";

        // 30 a minute, by the documentation of HCP Terraform. A fast machine meets the limit of 30 a second first: that one says 1 second, and is called again.
        var good = 0;
        HttpResponseMessage answer;
        while (true)
        {
            answer = await server.Api.SendAsync(HttpMethod.Post, server.FirstUrl.AbsolutePath, call);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(30, Header(answer, "ratelimit-limit"));
            Assert.InRange(Header(answer, "ratelimit-remaining"), 0, 29);
            if (!answer.Headers.Contains("retry-after"))
                Assert.InRange(++good, 1, 30);
            else if (Header(answer, "retry-after") > 1)
                break;
            answer.Dispose();
        }

        using var refused = answer;
        Assert.Equal(30, good);
        Assert.Equal(0, Header(refused, "ratelimit-remaining"));
        var retryAfter = Header(refused, "retry-after");
        Assert.InRange(retryAfter, 2, 60);
        Assert.InRange(Header(refused, "ratelimit-reset"), retryAfter - 1, 60);
        using var document = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var result = document.RootElement.GetProperty("result");
        Assert.True(result.IsTrue("isError"));
        using var told = JsonDocument.Parse(result.GetProperty("content")[0].GetProperty("text").GetString()!);
        Assert.Equal(retryAfter, told.RootElement.GetProperty("error").GetProperty("retry_after_seconds").GetInt32());

        // The model behind the official client reads the same.
        var failed = await agent.FailAsync(Runs, ("workspace_id", workspace));
        Assert.Equal(429, failed.GetProperty("status").GetInt32());
        Assert.True(failed.IsTrue("retryable"));
        Assert.InRange(failed.GetProperty("retry_after_seconds").GetInt32(), 1, 60);
    }

    private static int Header(HttpResponseMessage answer, string name) => int.Parse(Assert.Single(answer.Headers.GetValues(name)), CultureInfo.InvariantCulture);
}
