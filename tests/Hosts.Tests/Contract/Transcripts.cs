using ServerlessMcp.Hosts.Tests.Aws;
using ServerlessMcp.Hosts.Tests.Azure;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Packages;
using ServerlessMcp.Stores.Tests.Aws;
using ServerlessMcp.Stores.Tests.Azure;

[assembly: AssemblyFixture(typeof(AzuriteWithIdentities))]
[assembly: AssemblyFixture(typeof(Dynoxide))]
[assembly: AssemblyFixture(typeof(Transcripts))]
[assembly: AssemblyFixture(typeof(AzurePackage))]
[assembly: AssemblyFixture(typeof(AwsPackage))]

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>Each host runs the script once, when the first test asks for it.</summary>
public sealed class Transcripts
{
    private readonly Lazy<Task<Transcript>> local = new(() => Transcript.RecordAsync(async () => await LocalProcess.StartAsync()));
    private readonly Lock gate = new();
    private Task<Transcript>? functions;
    private Task<Transcript>? lambda;

    internal Task<Transcript> LocalAsync() => local.Value;

    internal Task<Transcript> FunctionsAsync(AzuriteWithIdentities azurite)
    {
        _ = azurite.Endpoint; // Skips where there is none, and does not keep that as the transcript.
        lock (gate)
        {
            return functions ??= Transcript.RecordAsync(async () => await FunctionsHostUnderTest.StartAsync(azurite));
        }
    }

    internal Task<Transcript> LambdaAsync(Uri dynamo)
    {
        lock (gate)
        {
            return lambda ??= Transcript.RecordAsync(async () => await LambdaHostUnderTest.StartAsync(dynamo));
        }
    }
}
