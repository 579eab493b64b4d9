using ServerlessMcp.Hosts.Tests.OneFile;
using ServerlessMcp.Hosts.Tests.Packages;

[assembly: AssemblyFixture(typeof(LocalFile))]

namespace ServerlessMcp.Hosts.Tests.OneFile;

/// <summary>The one-machine host as one Native AOT file. <c>make package-local</c> makes it; where it is missing, tests skip.</summary>
public sealed class LocalFile
{
    /// <summary>The executable; skips the test where there is none.</summary>
    public string Program
    {
        get
        {
            var path = Path.Combine(Package.Root, "artifacts", "serverless-mcp-linux-x64");
            Assert.SkipUnless(File.Exists(path), "There is no artifacts/serverless-mcp-linux-x64: make package-local");
            return path;
        }
    }
}
