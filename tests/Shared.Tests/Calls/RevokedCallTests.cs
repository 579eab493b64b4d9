using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Calls;

/// <summary>Revoking ends what runs: a call that waits is over with its URL, and asks Terraform nothing more.</summary>
public sealed class RevokedCallTests
{
    private const string GetRun = "get_single_hashicorp_terraform_cloud_run_by_id";

    // Of another process nothing is heard but what its revocation leaves in the store.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_waits_ends_within_seconds_of_a_revocation_by_another_process(bool ofAll)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync();
        var token = (string)minted["token"]!;
        var runs = await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("data-lake-ingest")}}"}""");
        var run = (string)runs.Answer()["items"]![1]!["id"]!;
        var waiting = product.AskAsync(token, "tools/call", $$"""{"name":"{{GetRun}}","arguments":{"run_id":"{{run}}","wait_seconds":20} }""");
        await Task.WhenAny(waiting, product.WhenAskedAsync($"/runs/{run}", 1));
        var records = product.Services.GetRequiredService<AccessRecords>();
        if (ofAll)
        {
            var account = (await records.Accounts.GetAsync(TestProduct.Account, StoreDeadline.OfEach(default)))!;
            await records.Accounts.ReplaceAsync(account with { Value = account.Value with { Epoch = IntegratedAccount.NewEpoch() } }, StoreDeadline.OfEach(default));
        }
        else
        {
            await records.Servers.DeleteAsync((string)minted["id"]!, StoreDeadline.OfEach(default));
        }

        var begun = product.Time.GetUtcNow();
        await product.Time.AdvanceNapsAsync(waiting, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(19));
        Assert.Equal("revoked", (string)(await waiting)["result"]!.Answer()["error"]!["title"]!);
        Assert.InRange(product.Time.GetUtcNow() - begun, TimeSpan.Zero, RunningCall.LookAgain + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_call_that_waits_ends_with_what_is_known_where_the_store_cannot_tell_whether_it_may_go_on()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var runs = await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("data-lake-ingest")}}"}""");
        var run = (string)runs.Answer()["items"]![1]!["id"]!;
        var waiting = product.AskAsync(token, "tools/call", $$"""{"name":"{{GetRun}}","arguments":{"run_id":"{{run}}","wait_seconds":20} }""");
        await Task.WhenAny(waiting, product.WhenAskedAsync($"/runs/{run}", 1));
        product.Store.IsDownFor = kind => kind == RecordKind.McpServer;
        await product.Time.AdvanceNapsAsync(waiting, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(19));
        Assert.Equal("store", (string?)(await waiting)["result"]!.Answer()["wait_ended_by"]);
    }

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
