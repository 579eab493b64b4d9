using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Hosts.Tests.Packages;

namespace ServerlessMcp.Hosts.Tests.Azure;

public sealed class FunctionsPackageTests(AzurePackage package, AzuriteWithIdentities azurite)
    : NativePackageContract(package, ["CleanupExpired/function.json", "host.json", "http/function.json", "serverless-mcp-functions"])
{
    internal override async Task<ICloudHost> StartAsync(string program) => await FunctionsHostUnderTest.StartAsync(azurite, program);
}
