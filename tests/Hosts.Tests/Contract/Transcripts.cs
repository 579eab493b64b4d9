using ServerlessMcp.Hosts.Tests.Aws;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Stores.Tests.Aws;

[assembly: AssemblyFixture(typeof(Dynoxide))]
[assembly: AssemblyFixture(typeof(Transcripts))]

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>Each host runs the script once, when the first test asks for it.</summary>
public sealed class Transcripts
{
    private readonly Lazy<Task<Transcript>> local = new(() => Transcript.RecordAsync(async () => await LocalProcess.StartAsync()));
    private readonly Lock gate = new();
    private Task<Transcript>? lambda;

    internal Task<Transcript> LocalAsync() => local.Value;

    internal Task<Transcript> LambdaAsync(Uri dynamo)
    {
        lock (gate)
        {
            return lambda ??= Transcript.RecordAsync(async () => await LambdaHostUnderTest.StartAsync(dynamo));
        }
    }
}
