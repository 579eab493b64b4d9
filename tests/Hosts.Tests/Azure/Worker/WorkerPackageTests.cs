using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Hosts.Tests.Packages;

namespace ServerlessMcp.Hosts.Tests.Azure.Worker;

public sealed class WorkerPackageTests(AzureWorkerPackage package, AzuriteWithIdentities azurite) : PackageContract(package)
{
    // The hidden folder is what the Functions host loads itself; without it no function is found.
    private static readonly string[] Needed =
    [
        ".azurefunctions/Microsoft.Azure.Functions.Worker.Extensions.dll", ".azurefunctions/Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader.dll", ".azurefunctions/function.deps.json",
        "extensions.json", "functions.metadata", "host.json", "worker.config.json", "serverless-mcp-functions-worker.dll", "serverless-mcp-functions-worker.deps.json",
        "serverless-mcp-functions-worker.runtimeconfig.json", "ServerlessMcp.dll", "ServerlessMcp.Functions.dll",
    ];

    internal override async Task<ICloudHost> StartAsync(string program) => await WorkerHostUnderTest.StartAsync(azurite, program);

    [Fact]
    public void It_has_what_the_Functions_host_looks_for_and_assemblies_and_nothing_of_the_other_program()
    {
        using var zip = ZipFile.OpenRead(Zip);
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        Assert.Subset(names.ToHashSet(), Needed.ToHashSet());
        Assert.All(names.Except(Needed), name => Assert.EndsWith(".dll", name, StringComparison.Ordinal));
        Assert.DoesNotContain("function.json", string.Join('\n', names), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_settings_start_this_assembly_and_log_no_paths()
    {
        var started = Json("worker.config.json")["description"]!;
        Assert.Equal(("dotnet-isolated", "dotnet", "serverless-mcp-functions-worker.dll"), ((string)started["language"]!, (string)started["defaultExecutablePath"]!, (string)started["defaultWorkerPath"]!));
        var host = Json("host.json");
        Assert.Null(host["customHandler"]);
        Assert.Equal(("", "Warning"), ((string)host["extensions"]!["http"]!["routePrefix"]!, (string)host["logging"]!["logLevel"]!["default"]!));
        Assert.False((bool)host["logging"]!["applicationInsights"]!["httpAutoCollectionOptions"]!["enableHttpTriggerExtendedInfoCollection"]!);
    }

    [Fact]
    public void Its_assemblies_say_nothing_of_the_machine_they_were_built_on()
    {
        using var zip = ZipFile.OpenRead(Zip);
        var root = Encoding.UTF8.GetBytes(Package.Root);
        Assert.All(zip.Entries, entry =>
        {
            using var bytes = new MemoryStream();
            using var content = entry.Open();
            content.CopyTo(bytes);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(root));
        });
    }

    private JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Program)!, name)))!;
}
