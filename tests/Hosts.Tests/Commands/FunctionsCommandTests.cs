using ServerlessMcp.Hosts.Tests.Azure;
using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.Commands;

public sealed class FunctionsCommandTests(AzuriteWithIdentities azurite) : CommandContract
{
    internal override async Task<IHost> StartAsync() => await FunctionsHostUnderTest.StartAsync(azurite);
}
