using System.Text.RegularExpressions;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests;

/// <summary>docs/design/flow.md, the way of one call: its files exist, its steps are counted, and it changes folder no more often than it has to.</summary>
public sealed partial class FlowTests
{
    private const int MostChanges = 24;

    [Fact]
    public void Each_step_has_a_file_and_the_way_stays_in_its_folders()
    {
        var steps = Row().Matches(File.ReadAllText(SourceTree.PathOf("docs", "design", "flow.md"))).ToArray();
        Assert.InRange(steps.Length, 20, 40);
        Assert.Equal(Enumerable.Range(1, steps.Length), steps.Select(step => int.Parse(step.Groups["step"].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(steps, step => Assert.True(File.Exists(SourceTree.PathOf(["src", "Shared", .. step.Groups["file"].Value.Split('/')])), step.Groups["file"].Value));
        var folders = steps.Select(step => Path.GetDirectoryName(step.Groups["file"].Value)).ToArray();
        Assert.InRange(folders.Zip(folders.Skip(1)).Count(pair => pair.First != pair.Second), 1, MostChanges);
    }

    // What the comment of the composition root names stands on the way.
    [Fact]
    public void The_composition_root_names_steps_of_the_way()
    {
        var way = File.ReadAllText(SourceTree.PathOf("docs", "design", "flow.md"));
        var comment = File.ReadAllText(SourceTree.PathOf("src", "Shared", "ServerlessMcpServices.cs")).Split("public static class")[0];
        var named = Step().Matches(comment).Select(match => match.Groups["type"].Value).Except(["IRecordStore", "ICredentialSource"]).ToArray();
        Assert.InRange(named.Length, 8, 20);
        Assert.All(named, type => Assert.Contains($"/{type}.cs", way, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<step>\d+) \| `(?<file>[\w/]+\.cs)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("<see cref=\"(?<type>\\w+)\"/>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
