using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Stores.Tests.Aws;

namespace ServerlessMcp.Hosts.Tests.Aws;

/// <summary>The AWS host gives the same answers through payload format 2.0.</summary>
public sealed class LambdaHostTests(Transcripts transcripts, Dynoxide dynoxide) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.LambdaAsync(dynoxide.Address);
}
