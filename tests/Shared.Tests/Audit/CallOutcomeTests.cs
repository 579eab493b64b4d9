using System.Text.RegularExpressions;
using ServerlessMcp.Audit;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Audit;

/// <summary>Every outcome has a word, no two have the same, and the page on the trail has all of them and no other.</summary>
public sealed partial class CallOutcomeTests
{
    [Fact]
    public void The_page_has_all_outcomes_in_their_order()
    {
        var names = Enum.GetValues<CallOutcome>().Select(outcome => outcome.Name()).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        var page = File.ReadAllText(SourceTree.PathOf("docs", "security.md"));
        var table = page.Split("| outcome of a call | |")[1].Split("\n\n")[0];
        Assert.Equal(names, Row().Matches(table).Select(row => row.Groups["name"].Value));
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| \S", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
