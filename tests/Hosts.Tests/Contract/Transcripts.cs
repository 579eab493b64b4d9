using System.Collections.Concurrent;
using ServerlessMcp.Hosts.Tests.Aws;
using ServerlessMcp.Hosts.Tests.Azure;
using ServerlessMcp.Hosts.Tests.Azure.Worker;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Packages;

[assembly: AssemblyFixture(typeof(AzuriteWithIdentities))]
[assembly: AssemblyFixture(typeof(Dynoxide))]
[assembly: AssemblyFixture(typeof(Transcripts))]
[assembly: AssemblyFixture(typeof(AzurePackage))]
[assembly: AssemblyFixture(typeof(AzureWorkerPackage))]
[assembly: AssemblyFixture(typeof(AwsPackage))]

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>Each host runs the script once, when the first test asks for it; the hosts of the clouds from the build and from their packages.</summary>
public sealed class Transcripts
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Transcript>>> recorded = new();

    internal Task<Transcript> LocalAsync(string program = LocalProcess.Build) => RecordAsync(program, async () => await LocalProcess.StartAsync(program));

    internal Task<Transcript> FunctionsAsync(AzuriteWithIdentities azurite, string program = FunctionsHostUnderTest.Build)
    {
        _ = azurite.Endpoint; // Skips where there is none, and does not keep that as the transcript.
        return RecordAsync(program, async () => await FunctionsHostUnderTest.StartAsync(azurite, program));
    }

    internal Task<Transcript> WorkerAsync(AzuriteWithIdentities azurite, string assembly)
    {
        _ = azurite.Endpoint;
        return RecordAsync(assembly, async () => await WorkerHostUnderTest.StartAsync(azurite, assembly));
    }

    internal Task<Transcript> LambdaAsync(Uri dynamo, string program = LambdaHostUnderTest.Build) =>
        RecordAsync(program, async () => await LambdaHostUnderTest.StartAsync(dynamo, program));

    private Task<Transcript> RecordAsync(string name, Func<Task<IHost>> start) => recorded.GetOrAdd(name, _ => new(() => Transcript.RecordAsync(start))).Value;
}
