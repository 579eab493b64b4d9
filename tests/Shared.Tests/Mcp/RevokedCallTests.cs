using System.Diagnostics;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Mcp;

/// <summary>Revoking ends what runs: a call that waits is over with its URL, and asks Terraform nothing more.</summary>
public sealed class RevokedCallTests
{
    private const string GetRun = "get_single_hashicorp_terraform_cloud_run_by_id";

    [Theory]
    [InlineData("/integrated-account/sandbox/mcp/{0}", true)]
    [InlineData("/integrated-account/sandbox/mcp", true)]
    [InlineData("/integrated-account/-/mcp", true)]
    [InlineData("/integrated-account/sandbox/mcp/{1}", false)]
    public async Task A_call_that_waits_ends_with_what_let_it_in_at_once(string path, bool isEnded)
    {
        await using var product = await TestProduct.StartAsync();
        var (one, other) = (await product.MintAsync(), await product.MintAsync());
        var token = (string)one["token"]!;
        var runs = await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("data-lake-ingest")}}"}""");
        var run = (string)runs.Answer()["items"]![1]!["id"]!;
        var waiting = product.AskAsync(token, "tools/call", $$"""{"name":"{{GetRun}}","arguments":{"run_id":"{{run}}","wait_seconds":20} }""");
        await Task.WhenAny(waiting, product.WhenAskedAsync($"/runs/{run}", 1));
        Assert.False(waiting.IsCompleted, "The call was answered before it waited.");
        var begun = Stopwatch.GetTimestamp();
        using var answer = await product.AdminAsync(HttpMethod.Delete, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, one["id"], other["id"]));
        Assert.True(answer.IsSuccessStatusCode);
        if (!isEnded)
        {
            Assert.False(waiting.IsCompleted);
            return;
        }

        // Nobody moves the clock, so that nothing but the revocation can end it.
        var result = await waiting;
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        var error = result["result"]!.Answer()["error"]!;
        Assert.Equal("revoked", (string)error["title"]!);
        Assert.False((bool)error["retryable"]!);
        Assert.Single(product.Sandbox.Requests.ToList(), request => request.Path.EndsWith($"/runs/{run}", StringComparison.Ordinal));
    }
}
