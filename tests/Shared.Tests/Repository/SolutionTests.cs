using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Repository;

/// <summary>ServerlessMcp.sln: what <c>dotnet build</c> and <c>dotnet test</c> see is all there is, in two configurations.</summary>
public sealed class SolutionTests
{
    private static readonly string[] Lines = File.ReadAllLines(SourceTree.PathOf("ServerlessMcp.sln"));

    [Fact]
    public void It_has_two_configurations_of_any_processor()
    {
        var section = Lines.SkipWhile(line => !line.Contains("SolutionConfigurationPlatforms", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Trim() != "EndGlobalSection");
        Assert.Equal(["Debug|Any CPU = Debug|Any CPU", "Release|Any CPU = Release|Any CPU"], section.Select(line => line.Trim()));
        Assert.DoesNotContain(Lines, line => line.Contains("|x86", StringComparison.Ordinal) || line.Contains("|x64", StringComparison.Ordinal));
    }

    [Fact]
    public void It_has_every_project()
    {
        var root = SourceTree.PathOf();
        var projects = ((string[])["src", "tests", "bench"])
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(root, path).Replace('/', '\\'))
            // The worker's SDK writes a project into obj.
            .Where(path => !path.Contains("\\node_modules\\", StringComparison.Ordinal) && !path.Contains("\\obj\\", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        var listed = Lines.Where(line => line.Contains(".csproj\"", StringComparison.Ordinal)).Select(line => line.Split('"')[5]).Order(StringComparer.Ordinal);
        Assert.Equal(projects, listed);
    }
}
