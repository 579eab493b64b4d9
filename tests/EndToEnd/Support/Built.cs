using System.Runtime.InteropServices;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>What was built, and the dotnet that runs it.</summary>
internal static class Built
{
    /// <summary>The host as the build left it, beside these tests.</summary>
    public static string ServerlessMcp { get; } = Path.Combine(AppContext.BaseDirectory, "serverless-mcp.dll");

    /// <summary>The dotnet that runs this test: it may not be the one on the path, if any is.</summary>
    public static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
