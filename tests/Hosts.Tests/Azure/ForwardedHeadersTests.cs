using ServerlessMcp.Hosts.Tests.Azure.Worker;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Outages;

namespace ServerlessMcp.Hosts.Tests.Azure;

/// <summary>What a caller says of itself in the headers of proxies is not believed, whichever program serves it: what Azure's front end wrote counts, and it writes last.</summary>
public sealed class ForwardedHeadersTests(AzuriteWithIdentities azurite)
{
    private const int Patience = 180_000;
    private const string Forged = "198.51.100.77";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_address_a_host_and_a_path_of_the_callers_own_are_not_taken(bool isWorker)
    {
        await using ICloudHost host = isWorker ? await WorkerHostUnderTest.StartAsync(azurite, change: Quiet) : await FunctionsHostUnderTest.StartAsync(azurite, change: Quiet);
        await Transcript.WarmAsync(host, Cancel);

        var refused = await host.SendAsync(
            new RawRequest("GET", "/integrated-account", "", ("Authorization", "Bearer not-the-admin-token-of-anybody"), ("X-Forwarded-For", Forged), ("X-Forwarded-Host", "evil.example.com"), ("X-Forwarded-Prefix", "/elsewhere")), Cancel);

        Assert.Equal(401, refused.Status);
        Assert.DoesNotContain("evil", refused.Told, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"refused\"", host.Output, StringComparison.Ordinal);
        Assert.Contains("203.0.113.9", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Forged, host.Output, StringComparison.Ordinal);
    }

    private static void Quiet(Dictionary<string, string> environment) => environment["SERVERLESSMCP_LOG_LEVEL"] = "Information";
}
