using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;

namespace ServerlessMcp.Hosts.Tests.Commands;

public sealed class LocalCommandTests : CommandContract
{
    internal override async Task<IHost> StartAsync() => await LocalProcess.StartAsync();
}
