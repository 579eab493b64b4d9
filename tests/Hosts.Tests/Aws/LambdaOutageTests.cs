using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Stores.Tests.Aws;

namespace ServerlessMcp.Hosts.Tests.Aws;

public sealed class LambdaOutageTests(Dynoxide dynoxide) : OutageContract
{
    internal override async Task<ICloudHost> StartAsync() => await LambdaHostUnderTest.StartAsync(dynoxide.Address);
}
