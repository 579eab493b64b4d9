using System.IO.Compression;

namespace ServerlessMcp.Hosts.Tests.Packages;

/// <summary>A zip of <c>artifacts/</c>, unpacked as its platform does: modes included. <c>make package-aws package-azure package-azure-worker</c> makes them; where they are missing, tests skip.</summary>
public abstract class Package(string zip, string program) : IDisposable
{
    private readonly Lazy<TemporaryFolder> folder = new(() =>
    {
        var unpacked = new TemporaryFolder();
        ZipFile.ExtractToDirectory(PathOf(zip), unpacked.Path);
        return unpacked;
    });

    /// <summary>The zip; skips the test where it was not made.</summary>
    public string Zip
    {
        get
        {
            var path = PathOf(zip);
            Assert.SkipUnless(File.Exists(path), $"There is no artifacts/{zip}: make package-aws package-azure package-azure-worker");
            return path;
        }
    }

    /// <summary>The executable; skips the test where there is none.</summary>
    public string Program => Zip.Length > 0 ? folder.Value[program] : "";

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (folder.IsValueCreated)
        {
            folder.Value.Dispose();
        }
    }

    /// <summary>The folder of the solution.</summary>
    internal static string Root { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    private static string PathOf(string zip) => Path.Combine(Root, "artifacts", zip);
}

/// <summary>What a function app is deployed from.</summary>
public sealed class AzurePackage() : Package("azure.zip", "serverless-mcp-functions");

/// <summary>The same app as an isolated worker: the assembly that the Functions host starts.</summary>
public sealed class AzureWorkerPackage() : Package("azure-worker.zip", "serverless-mcp-functions-worker.dll");

/// <summary>What a Lambda function is deployed from.</summary>
public sealed class AwsPackage() : Package("aws.zip", "bootstrap");
