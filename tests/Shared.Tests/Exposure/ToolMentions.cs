using System.Text.RegularExpressions;
using ServerlessMcp.Accounts;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>Where a text names tools, and whether its reader has them under that name.</summary>
internal static partial class ToolMentions
{
    /// <summary>The names in a text that the reader of a list of these names can't call: a tool by its other name, one that is not there, or a word of the same make that is no tool at all.</summary>
    public static IReadOnlyList<string> Unknown(string text, IReadOnlySet<string> listed) =>
        [.. All(text).Where(name => !listed.Contains(name))];

    /// <summary>Everything in a text that is a tool's name, or made like one.</summary>
    public static IEnumerable<string> All(string text) => Name().Matches(text).Select(match => match.Value)
        .Where(word => word.Contains("hashicorp_terraform", StringComparison.Ordinal) || word.StartsWith("tfc_", StringComparison.Ordinal)
            || (word.Contains('…', StringComparison.Ordinal) && !word.StartsWith("smcp", StringComparison.Ordinal)) || word is SearchTools.Search or SearchTools.Call || TerraformTools.Find(word) is not null || Actions.Contains(word))
        .Distinct();

    // "runs_apply" in a sentence is a tool's name without its beginning, which no list has.
    private static readonly HashSet<string> Actions =
        [.. TerraformTools.All.Select(tool => CanonicalName.Parse(tool.Name)).Where(name => name.Verb.Length == 0 && name.Subject.Contains('_')).Select(name => name.Subject)];

    /// <summary>The names of a URL's tools, found ones included.</summary>
    public static HashSet<string> Of(McpServerConfig config, IntegratedAccount account)
    {
        var filter = new ToolFilter(config, account, TerraformTools.Catalog);
        var tools = filter.Select();
        return [.. tools.Select(tool => tool.NameIn(config.ToolNames)), .. ToolListings.HasFinder(config.Listing, tools.Count) ? new[] { SearchTools.Search, SearchTools.Call } : []];
    }

    [GeneratedRegex("[a-z][a-z0-9]*(?:_(?:[a-z0-9]+|…))+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Name();
}
