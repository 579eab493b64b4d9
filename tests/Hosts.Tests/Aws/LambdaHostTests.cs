using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Packages;

namespace ServerlessMcp.Hosts.Tests.Aws;

/// <summary>The AWS host gives the same answers through payload format 2.0.</summary>
public sealed class LambdaHostTests(Transcripts transcripts, Dynoxide dynoxide) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.LambdaAsync(dynoxide.Address);
}

/// <summary>So does what is deployed, which is compiled ahead of time and trimmed.</summary>
public sealed class LambdaPackageHostTests(Transcripts transcripts, Dynoxide dynoxide, AwsPackage package) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.LambdaAsync(dynoxide.Address, package.Program);
}
