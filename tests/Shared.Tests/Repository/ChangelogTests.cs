using System.Text.RegularExpressions;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Repository;

/// <summary>CHANGELOG.md in the form of https://keepachangelog.com/en/1.1.0/: build/release-notes.sh takes a release's notes out of it.</summary>
public sealed partial class ChangelogTests
{
    private static readonly string[] Groups = ["Added", "Changed", "Fixed", "Security"];

    private static readonly string[] Lines = File.ReadAllLines(SourceTree.PathOf("CHANGELOG.md"));

    [Fact]
    public void Versions_stand_newest_first_and_all_but_the_one_that_is_built_have_a_date()
    {
        var releases = Lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => Release().Match(line)).ToList();
        Assert.All(releases, release => Assert.True(release.Success, "## [1.2.3] - 2026-11-30 was expected, or Unreleased for the date."));
        Assert.All(releases.Skip(1), release => Assert.NotEqual("Unreleased", release.Groups["date"].Value));
        var versions = releases.Select(release => Version.Parse(release.Groups["version"].Value)).ToList();
        Assert.Equal(versions.OrderDescending(), versions);
        Assert.Equal(versions.Count, versions.Distinct().Count());
        Assert.Contains($"<Version>{versions[0]}</Version>", File.ReadAllText(SourceTree.PathOf("Directory.Build.props")), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_version_has_its_changes_in_groups()
    {
        var at = -1;
        var count = 0;
        foreach (var line in Lines.SkipWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.Length > 0))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                (at, count) = (-1, 0);
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                var next = Array.IndexOf(Groups, line["### ".Length..]);
                Assert.True(next > at && (at < 0 || count > 0), $"'{line}': groups are {string.Join(", ", Groups)}, in this order, each once and none empty.");
                (at, count) = (next, 0);
            }
            else
            {
                Assert.True(at >= 0 && (line.StartsWith("- ", StringComparison.Ordinal) || (count > 0 && line.StartsWith("  ", StringComparison.Ordinal))), $"'{line}' is no change of a group.");
                count++;
            }
        }

        Assert.True(at >= 0 && count > 0);
    }

    [GeneratedRegex("^## \\[(?<version>[0-9]+\\.[0-9]+\\.[0-9]+)\\] - (?<date>Unreleased|20[0-9]{2}-[01][0-9]-[0-3][0-9])$", RegexOptions.NonBacktracking)]
    private static partial Regex Release();
}
