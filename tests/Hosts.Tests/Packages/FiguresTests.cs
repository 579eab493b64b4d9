using System.Globalization;
using ServerlessMcp.Hosts.Tests.Aws;
using ServerlessMcp.Hosts.Tests.Azure;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Stores.Tests.Aws;
using ServerlessMcp.Stores.Tests.Azure;

namespace ServerlessMcp.Hosts.Tests.Packages;

/// <summary>The figures of bench/README.md. <c>bench/hosts.sh</c> runs this one test; an ordinary run leaves it out, because it needs the machine for itself.</summary>
public sealed class FiguresTests(AzurePackage azure, AwsPackage aws, AzuriteWithIdentities azurite, Dynoxide dynoxide, ITestOutputHelper output)
{
    private const int Starts = 10;
    private const int Calls = 1000;
    private const double MostOfHello = 1.6;
    private const double MostResident = 96;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Cold_start_and_memory()
    {
        var hello = Path.Combine(Package.Root, "artifacts/hello/hello");
        Assert.SkipUnless(File.Exists(hello), "bench/hosts.sh publishes bench/Hello.");
        await using var upstream = await SandboxServer.StartAsync(new TerraformSandbox(TimeProvider.System), cancellationToken: Cancel);
        await using var functions = await FunctionsHostUnderTest.StartAsync(azurite, azure.Program, Quiet);
        await using var lambda = await LambdaHostUnderTest.StartAsync(dynoxide.Address, aws.Program, Quiet);
        var functionsPath = await Figures.ConnectAsync(functions, upstream.Address, Cancel);
        var lambdaPath = await Figures.ConnectAsync(lambda, upstream.Address, Cancel);

        // In turn, so that whatever else the machine does falls on all of them. The first of each fills the file cache.
        List<double> hellos = [], azures = [], awss = [];
        for (var i = 0; i <= Starts; i++)
        {
            hellos.Add(await Figures.HelloAsync(hello));
            azures.Add(await Figures.ColdStartAsync(functions, functionsPath, Cancel));
            awss.Add(await Figures.ColdStartAsync(lambda, lambdaPath, Cancel));
        }

        var bare = Figures.Median(hellos.Skip(1));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hello      {bare,6:0} ms"));
        var within = Told("Functions", azures, await Figures.ResidentAsync(functions, functionsPath, Calls, Cancel));
        within &= Told("Lambda", awss, await Figures.ResidentAsync(lambda, lambdaPath, Calls, Cancel));
        Assert.True(within, "Over a bound.");

        bool Told(string name, List<double> starts, double resident)
        {
            var median = Figures.Median(starts.Skip(1));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {median,6:0} ms, {median / bare:0.00} of hello; {resident:0.0} MB after {Calls} calls"));
            return median <= bare * MostOfHello && resident <= MostResident;
        }
    }

    private static void Quiet(Dictionary<string, string> environment) => environment.Remove("SERVERLESSMCP_LOG_LEVEL");
}
