namespace ServerlessMcp.Tests.Catalog;

/// <summary>The checkout that the tests were built from: snapshots and generated documentation are read from it, and written to it.</summary>
internal static class SourceTree
{
    public static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static bool MayUpdate => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1" && !IsCi;

    public static string PathOf(params string[] parts) => Checkout.PathOf(parts);

    /// <summary>Compares a file with what it should be. UPDATE_SNAPSHOTS=1 rewrites it; a missing one is written on a developer's machine, and red in CI.</summary>
    public static void AssertFile(string path, string expected)
    {
        var exists = File.Exists(path);
        if (MayUpdate || (!exists && !IsCi))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
            return;
        }

        Assert.True(exists, $"{path} is missing. Run the tests with UPDATE_SNAPSHOTS=1 and commit it.");
        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
