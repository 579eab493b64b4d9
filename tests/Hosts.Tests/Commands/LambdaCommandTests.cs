using ServerlessMcp.Hosts.Tests.Aws;
using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.Commands;

public sealed class LambdaCommandTests(Dynoxide dynoxide) : CommandContract
{
    internal override async Task<IHost> StartAsync() => await LambdaHostUnderTest.StartAsync(dynoxide.Address);
}
