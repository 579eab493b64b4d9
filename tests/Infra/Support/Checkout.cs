namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>Where things are: the checkout that the tests were built from, and the programs of this machine.</summary>
internal static class Checkout
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>The C# of a project, all in one; the test skips where the checkout has no such folder.</summary>
    public static string Sources(string folder)
    {
        var path = PathOf(folder);
        Assert.SkipUnless(Directory.Exists(path), $"{folder} is not in this checkout.");
        return string.Join('\n', Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)).Select(File.ReadAllText));
    }

    /// <summary>The path of a program of the PATH; the test skips without it.</summary>
    public static string Need(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"There is no {program} on the PATH.");
        return path;
    }

    /// <summary>A file that npm brings; the test skips without it.</summary>
    public static string NeedTool(params string[] parts)
    {
        var path = PathOf(["tests", "Infra", "tools", "node_modules", .. parts]);
        Assert.SkipUnless(File.Exists(path), "The tools are not installed: npm ci --prefix tests/Infra/tools");
        return path;
    }

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
