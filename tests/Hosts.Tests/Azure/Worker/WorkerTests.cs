using System.Text.Json.Nodes;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Outages;

namespace ServerlessMcp.Hosts.Tests.Azure.Worker;

/// <summary>What of a worker no other host has: its functions, the timer's binding, and a log that goes two ways.</summary>
public sealed class WorkerTests(AzuriteWithIdentities azurite)
{
    private const int Patience = 180_000; // So that a worker that hangs is named, and not a run that never ends.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task It_has_a_function_for_every_path_and_one_for_the_timer_which_no_path_leads_to()
    {
        await using var host = await StartAsync();
        Assert.Equal([("CleanupExpired", "timerTrigger"), ("http", "httpTrigger")], host.Channel.Functions.Order());
        await Transcript.WarmAsync(host, Cancel);

        var outside = await host.SendAsync(new RawRequest("POST", "/CleanupExpired", """{"Data":{"timer":"{}"},"Metadata":{}}""", ("Content-Type", "application/json")), Cancel);
        Assert.Equal(404, outside.Status);
        Assert.DoesNotContain("expired records", host.Output, StringComparison.Ordinal);

        await host.TickAsync();
        Assert.Matches(@"\[[0-9a-f-]{36} ServerlessMcp\.CleanupExpired 2\]\nRemoved [0-9]+ expired records\.", host.Channel.Kept);

        host.Store.Outage = Outage.Cut;
        await host.TickAsync();
        Assert.Matches(@"ServerlessMcp\.CleanupExpired 4\]\nRemoving expired records goes on with the next turn\.", host.Channel.Kept);
    }

    [Fact(Timeout = Patience)]
    public async Task What_an_invocation_logs_has_its_id_and_category_and_nothing_that_is_logged_outside_of_one_is_lost()
    {
        await using var host = await StartAsync();
        await Transcript.WarmAsync(host, Cancel);
        var kept = host.Channel.Kept;

        // Outside of invocations, so on the console, which the Functions host keeps too.
        Assert.Contains(""""message":"Started."""", kept, StringComparison.Ordinal);

        // An act of the control plane: the line is the entry, under the invocation that it names.
        var lines = kept.Split('\n');
        var act = Array.FindLastIndex(lines, line => line.StartsWith("{\"", StringComparison.Ordinal) && line.Contains("\"event\":\"", StringComparison.Ordinal));
        Assert.True(act > 0, kept);
        Assert.StartsWith($"[{(string)JsonNode.Parse(lines[act])!["request"]!} ServerlessMcp", lines[act - 1], StringComparison.Ordinal);

        var all = host.Output;
        Assert.Equal(Count(all, "\"event\":\""), Count(kept, "\"event\":\""));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private Task<WorkerHostUnderTest> StartAsync() => WorkerHostUnderTest.StartAsync(azurite, change: environment => environment["SERVERLESSMCP_LOG_LEVEL"] = "Information");
}
