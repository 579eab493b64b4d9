using ServerlessMcp.Hosts.Tests.Outages;

namespace ServerlessMcp.Hosts.Tests.Aws;

public sealed class LambdaOutageTests(Dynoxide dynoxide) : OutageContract
{
    internal override async Task<ICloudHost> StartAsync() => await LambdaHostUnderTest.StartAsync(dynoxide.Address);
}
