using ServerlessMcp.Hosts.Tests.Outages;

namespace ServerlessMcp.Hosts.Tests.Azure;

public sealed class FunctionsOutageTests(AzuriteWithIdentities azurite) : OutageContract
{
    internal override async Task<ICloudHost> StartAsync() => await FunctionsHostUnderTest.StartAsync(azurite);
}
