using System.Globalization;
using ServerlessMcp.Hosts.Tests.Aws;
using ServerlessMcp.Hosts.Tests.Azure;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Packages;

/// <summary>How fast packages start and what they keep in memory, beside bare Kestrel that is published as they are. bench/README.md has the figures.</summary>
public sealed class FiguresTests(
    AzurePackage azure, AwsPackage aws, AzuriteWithKey azurite, AzuriteWithIdentities azuriteOverHttps, Dynoxide dynoxide, ITestOutputHelper output) : IClassFixture<AzuriteWithKey>
{
    private const int Patience = 900_000; // So that a package that hangs is named, and not a run that never ends.
    private const int Calls = 1000;
    private const double MostResident = 96;

    // As in Azure: an identity's token first, then a handshake, for which OpenSSL reads all roots of the machine. Neither is the program's, nor has hello anything like it.
    private const string OverHttps = "Functions, https, identity";
    private const double MostOverHttps = 16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// Beside other tests a start is worth little; this finds what has become slow by much, and memory does not depend on it. <c>bench/hosts.sh</c>, which has the machine for itself, starts more
    /// often and wants 1.6 times hello.
    /// </summary>
    [Fact(Timeout = Patience)]
    public Task Starts_are_of_the_order_of_bare_Kestrels_and_a_thousand_calls_leave_96_MB() =>
        Environment.GetEnvironmentVariable("SERVERLESSMCP_BENCH") == "1" ? MeasureAsync(starts: 10, mostOfHello: 1.6) : MeasureAsync(starts: 3, mostOfHello: 8);

    private async Task MeasureAsync(int starts, double mostOfHello)
    {
        var hello = Path.Combine(Package.Root, "artifacts/hello/hello");
        Assert.SkipUnless(File.Exists(hello), "There is no artifacts/hello: build/package-hello.sh");
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System, new SandboxOptions { RateLimits = false }).HandleAsync, cancellationToken: Cancel);
        await using var functions = await FunctionsHostUnderTest.StartAsync(azuriteOverHttps, azure.Program, environment =>
        {
            Quiet(environment);
            environment.Remove("SERVERLESSMCP_STORAGE_ACCOUNT");
            environment["SERVERLESSMCP_TABLES_ENDPOINT"] = azurite.Endpoint.AbsoluteUri;
            environment["SERVERLESSMCP_TABLES_EMULATOR_KEY"] = Azurite.Key;
        });
        await using var lambda = await LambdaHostUnderTest.StartAsync(dynoxide.Address, aws.Program, Quiet);
        await using var functionsOverHttps = await FunctionsHostUnderTest.StartAsync(azuriteOverHttps, azure.Program, Quiet);
        (string Name, ICloudHost Host)[] hosts = [("Functions", functions), ("Lambda", lambda), (OverHttps, functionsOverHttps)];
        var paths = new List<string>();
        foreach (var (_, host) in hosts)
        {
            paths.Add(await Figures.ConnectAsync(host, upstream.Address, Cancel));
        }

        // In turn, so that whatever else the machine does falls on all of them. The first of each fills the file cache.
        var hellos = new List<double>();
        var taken = hosts.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i <= starts; i++)
        {
            hellos.Add(await Figures.HelloAsync(hello));
            for (var each = 0; each < hosts.Length; each++)
            {
                taken[each].Add(await Figures.ColdStartAsync(hosts[each].Host, paths[each], Cancel));
            }
        }

        var bare = Figures.Median(hellos.Skip(1));
        List<string> told = [string.Create(CultureInfo.InvariantCulture, $"{"hello",-28} {bare,6:0} ms")];
        var within = true;
        for (var each = 0; each < hosts.Length; each++)
        {
            within &= Within(hosts[each].Name, taken[each], await Figures.ResidentAsync(hosts[each].Host, paths[each], Calls, Cancel));
        }

        told.ForEach(output.WriteLine);
        Assert.True(within, string.Join('\n', told));

        bool Within(string name, List<double> measured, double resident)
        {
            var median = Figures.Median(measured.Skip(1));
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {median,6:0} ms, {median / bare:0.00} of hello; {resident:0.0} MB after {Calls} calls"));
            return median <= bare * (name == OverHttps ? MostOverHttps : mostOfHello) && resident <= MostResident;
        }
    }

    private static void Quiet(Dictionary<string, string> environment) => environment.Remove("SERVERLESSMCP_LOG_LEVEL");
}
