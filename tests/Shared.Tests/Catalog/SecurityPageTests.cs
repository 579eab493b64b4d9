using System.Text.RegularExpressions;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>docs/security.md names the test behind each requirement; a test that was renamed must not leave a promise without one.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly ILookup<string, string> Sources = Directory.EnumerateFiles(SourceTree.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .ToLookup(file => Path.GetFileName(file).Split('.')[0], File.ReadAllText);

    private static IEnumerable<(string Class, string Name)> Named =>
        TestName().Matches(File.ReadAllText(SourceTree.PathOf("docs", "security.md"))).Select(match => (match.Groups["class"].Value, match.Groups["name"].Value)).Distinct();

    [Trait("Lane", "slow")]
    [Fact]
    public void Each_test_that_it_names_exists()
    {
        Assert.True(Named.Count() > 50, "The page names hardly any tests; has their form changed?");
        Assert.Empty(Named.Where(test => !Sources[test.Class].Any(source => source.Contains($" {test.Name}(", StringComparison.Ordinal)))
            .Select(test => $"{test.Class}.{test.Name}"));
    }

    [Fact]
    public void Each_requirement_has_a_test()
    {
        var rows = File.ReadLines(SourceTree.PathOf("docs", "security.md")).SkipWhile(line => line != "## Requirements and the tests that show them")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| requirement", StringComparison.Ordinal) && !line.StartsWith("| promise", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count > 40);
        Assert.DoesNotContain(rows, row => !TestName().IsMatch(row) && !row.Contains("in progress", StringComparison.Ordinal));
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+(?:Tests|Contract))\\.(?<name>[A-Z][A-Za-z0-9_]+)`", RegexOptions.None, 5000)]
    private static partial Regex TestName();
}
