using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Hosts.Tests.Packages;

namespace ServerlessMcp.Hosts.Tests.Azure.Worker;

/// <summary>The worker gives the same answers, as it is deployed.</summary>
public sealed class WorkerPackageHostTests(Transcripts transcripts, AzuriteWithIdentities azurite, AzureWorkerPackage package) : HostContract(transcripts)
{
    internal override Task<Transcript> RecordAsync(Transcripts transcripts) => transcripts.WorkerAsync(azurite, package.Program);
}

public sealed class WorkerOutageTests(AzuriteWithIdentities azurite) : OutageContract
{
    internal override async Task<ICloudHost> StartAsync() => await WorkerHostUnderTest.StartAsync(azurite);
}
