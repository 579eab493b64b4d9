using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Hosts.Tests.Packages;

namespace ServerlessMcp.Hosts.Tests.Aws;

public sealed class LambdaPackageTests(AwsPackage package, Dynoxide dynoxide) : NativePackageContract(package, ["bootstrap"])
{
    internal override async Task<ICloudHost> StartAsync(string program) => await LambdaHostUnderTest.StartAsync(dynoxide.Address, program);
}
