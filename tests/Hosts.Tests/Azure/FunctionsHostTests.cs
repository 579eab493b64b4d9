using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Packages;

namespace ServerlessMcp.Hosts.Tests.Azure;

/// <summary>The Azure host gives the same answers behind the Functions host.</summary>
public sealed class FunctionsHostTests(Transcripts transcripts, AzuriteWithIdentities azurite) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.FunctionsAsync(azurite);
}

/// <summary>So does what is deployed, which is compiled ahead of time and trimmed.</summary>
public sealed class FunctionsPackageHostTests(Transcripts transcripts, AzuriteWithIdentities azurite, AzurePackage package) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.FunctionsAsync(azurite, package.Program);
}
