namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>What these tests read of the checkout, and the programs that they need.</summary>
internal static class Needed
{
    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Checkout.PathOf(path));

    /// <summary>The C# of a project, all in one; the test skips where the checkout has no such folder.</summary>
    public static string Sources(string folder)
    {
        var path = Checkout.PathOf(folder);
        Assert.SkipUnless(Directory.Exists(path), $"{folder} is not in this checkout.");
        return string.Join('\n', Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)).Select(File.ReadAllText));
    }

    /// <summary>The path of a program of the PATH; the test skips without it.</summary>
    public static string Program(string program)
    {
        var path = Checkout.Find(program);
        Assert.SkipWhen(path is null, $"There is no {program} on the PATH.");
        return path;
    }

    /// <summary>A file that npm brings; the test skips without it.</summary>
    public static string Tool(params string[] parts)
    {
        var path = Checkout.PathOf(["tests", "Infra", "tools", "node_modules", .. parts]);
        Assert.SkipUnless(File.Exists(path), "The tools are not installed: npm ci --prefix tests/Infra/tools");
        return path;
    }
}
