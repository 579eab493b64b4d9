using System.Runtime.InteropServices;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>Where things are: the checkout that the tests were built from, what was built, and the dotnet that runs it.</summary>
internal static class Checkout
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The host as the build left it, beside these tests.</summary>
    public static string ServerlessMcp { get; } = Path.Combine(AppContext.BaseDirectory, "serverless-mcp.dll");

    /// <summary>The dotnet that runs this test: it may not be the one on the path, if any is.</summary>
    public static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The path of a program of the PATH, or null.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ServerlessMcp.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"There is no ServerlessMcp.sln above {AppContext.BaseDirectory}.");
    }
}
