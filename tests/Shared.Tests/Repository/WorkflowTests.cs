using System.Text.RegularExpressions;
using ServerlessMcp.Tests.Catalog;
using YamlDotNet.RepresentationModel;

namespace ServerlessMcp.Tests.Repository;

/// <summary>The workflows of .github run what others wrote with rights in this repository: what they run is fixed, and the rights are few.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Names => [.. Directory.GetFiles(SourceTree.PathOf(".github", "workflows")).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_parses_and_its_jobs_end(string name)
    {
        var jobs = Map(Read(name)["jobs"]);
        Assert.NotEmpty(jobs.Children);
        Assert.All(jobs.Children, job => Assert.InRange(int.Parse(Text(Map(job.Value)["timeout-minutes"]), System.Globalization.CultureInfo.InvariantCulture), 1, 90));
    }

    /// <summary>A tag can be moved to other code; a commit can't. The comment says which version it is, and Dependabot keeps both.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Actions_are_pinned_by_commit(string name)
    {
        var uses = File.ReadAllLines(PathOf(name)).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.True(Pinned().IsMatch(line), line));
    }

    /// <summary>The workflow's own rights are to read. A job that publishes has the one that it needs.</summary>
    [Fact]
    public void Only_a_job_that_publishes_may_write()
    {
        List<string> write = [];
        foreach (string name in Names.Select(row => row.Data))
        {
            var workflow = Read(name);
            Assert.True(workflow.Children.ContainsKey("permissions"), $"{name} has all rights there are: it says no permissions.");
            write.AddRange(Written(name, workflow));
            write.AddRange(Map(workflow["jobs"]).Children.SelectMany(job => Written($"{name}/{Text(job.Key)}", Map(job.Value))));
        }

        Assert.Equal(["codeql.yml: security-events", "release.yml/image: packages", "release.yml/release: contents"], write.Order(StringComparer.Ordinal));
    }

    /// <summary>An expression within a command becomes part of the command: a branch may be called <c>$(…)</c>.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Commands_have_no_expressions(string name)
    {
        var commands = Map(Read(name)["jobs"]).Children.SelectMany(job => ((YamlSequenceNode)Map(job.Value)["steps"]).Cast<YamlMappingNode>())
            .Where(step => step.Children.ContainsKey("run")).Select(step => Text(step["run"]));
        Assert.All(commands, command => Assert.DoesNotContain("${{", command, StringComparison.Ordinal));
    }

    [Fact]
    public void A_release_has_a_file_for_each_platform_from_a_machine_of_its_kind()
    {
        var jobs = Map(Read("release.yml")["jobs"]);
        Assert.Contains(".ci/run", Steps(jobs["prove"]));
        Assert.Contains("build/package-local.sh", File.ReadAllText(SourceTree.PathOf(".ci", "run")), StringComparison.Ordinal);
        var matrix = (YamlSequenceNode)Map(Map(Map(jobs["file"])["strategy"])["matrix"])["include"];
        Assert.Equal(["linux-arm64 on ubuntu", "osx-arm64 on macos", "win-x64 on windows"],
            matrix.Cast<YamlMappingNode>().Select(entry => $"{Text(entry["runtime"])} on {Text(entry["runner"]).Split('-')[0]}"));
        Assert.Contains("build/package-local.sh", Steps(jobs["file"]));
        Assert.Contains("build/sbom.sh", Steps(jobs["prove"]));
        Assert.Contains(Steps(jobs["release"]), step => step.Contains("sha256sum", StringComparison.Ordinal));
    }

    /// <summary>Nothing in it but the program: no shell to be abused, no root to become.</summary>
    [Fact]
    public void The_image_has_no_shell_and_its_user_is_not_root()
    {
        var lines = File.ReadAllLines(SourceTree.PathOf("build", "Dockerfile")).Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.EndsWith("-chiseled", Assert.Single(lines, line => line.StartsWith("FROM ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("USER 1654:1654", Assert.Single(lines, line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.StartsWith("RUN ", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Written(string where, YamlMappingNode of) =>
        !of.Children.TryGetValue("permissions", out var permissions) ? []
        : Map(permissions).Children.Where(right => Text(right.Value) != "read").Select(right => $"{where}: {Text(right.Key)}");

    private static List<string> Steps(YamlNode job) =>
        [.. ((YamlSequenceNode)Map(job)["steps"]).Cast<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")).Select(step => Text(step["run"]))];

    private static YamlMappingNode Read(string name)
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(PathOf(name));
        yaml.Load(file);
        return Map(Assert.Single(yaml.Documents).RootNode);
    }

    private static YamlMappingNode Map(YamlNode node) => Assert.IsType<YamlMappingNode>(node);

    private static string Text(YamlNode node) => Assert.IsType<YamlScalarNode>(node).Value!;

    private static string PathOf(string name) => SourceTree.PathOf(".github", "workflows", name);

    [GeneratedRegex("uses: [a-z-]+/[a-z-]+(/[a-z-]+)?@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pinned();
}
