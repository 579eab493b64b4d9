using System.IO.Enumeration;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Which rows of a list do not fit the filters that were asked for: a server may ignore one, and its rows would be
/// believed. <c>list-filters.csv</c> says of every filter of every list which attribute of a row it is held against,
/// and how, or why against none. A row that does not show the attribute is not judged.
/// </summary>
/// <remarks>
/// <c>where</c> is an attribute's path, <c>@project</c> a relationship's id, <c>@project.name</c> an attribute of what
/// it leads to and the answer includes; alternatives stand between bars, and one that fits is enough. <c>match</c> is
/// the name of one of the rules below.
/// </remarks>
internal static class ListFilters
{
    private const string NoRule = "-";

    // Whether a plan that was saved for later has ended is told in both ways.
    private const string SavedPlan = "planned_and_saved";

    private const string Product = "hashicorp_terraform_cloud_";

    private static readonly Lazy<Dictionary<(string List, string Argument), Rule>> Rules = new(Load);

    /// <summary>A line of the table.</summary>
    /// <param name="Match">How a row is judged.</param>
    /// <param name="Where">What of the row.</param>
    /// <param name="Why">Why it is not judged; empty where it is.</param>
    internal sealed record Rule(string Match, string Where, string Why)
    {
        /// <summary>Whether rows are judged by it.</summary>
        public bool Judges => Match != NoRule;
    }

    /// <summary>The rule of a filter; null for an argument that is none.</summary>
    public static Rule? Of(TerraformTool tool, Argument argument) =>
        Rules.Value.GetValueOrDefault(
            (tool.Name.Replace("list_all_" + Product, "", StringComparison.Ordinal)
                .Replace(Product, "", StringComparison.Ordinal), argument.Name));

    /// <summary>How many lines the table has.</summary>
    internal static int Count => Rules.Value.Count;

    /// <summary>The names of the filters that some row of the document does not fit, in the order of the tool's
    /// arguments.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static IReadOnlyList<string> Ignored(ToolArguments arguments, scoped ref DocumentNodes document)
    {
        var tool = arguments.Row;
        if (tool is not { Effect: Effect.Read, Shape: ResponseShape.Collection })
        {
            return [];
        }

        var given = tool.Arguments.Where(
            argument => argument is { Place: ArgumentPlace.Query, IsDerived: false }
                && arguments.IsGiven(argument.Name)).ToArray();
        if (given.Length == 0)
        {
            return [];
        }

        var root = document.Root();
        if (!SameValue.TryGet(root, tool.ListMember, out var rows) || rows.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var lookup = new FilteredRows(root);
        return [.. given.Where(
            argument => Of(tool, argument) is { Judges: true } rule && arguments.TryGet(argument.Name, out var value)
            && rows.EnumerateArray().Any(row => !Fits(rule, value, row, lookup, arguments))).Select(argument => argument.Name)];
    }

    private static bool Fits(Rule rule, JsonElement asked, JsonElement row, FilteredRows rows, ToolArguments arguments)
    {
        switch (rule.Match)
        {
            case "operation":
                return Parts(asked).Select(operation => RowConditions.IsOperation(operation, row, rows)).Any(fits => fits != false);
            case "direction":
                return rows.Texts(row, asked.GetString() == "inbound" ? "@workspace" : "@sourceable") is not { } ids
                    || ids.Contains(arguments.Text("workspace_id"));
            case "scim":
                return RowConditions.FitsScim(asked.GetString()!, row);
            case "explorer":
                return asked.EnumerateArray().All(condition => RowConditions.FitsCondition(condition, row, rows));
        }

        // Of alternatives every one must be shown, or one that is not may be the one that fits.
        var shown = rule.Where.Split('|').Select(where => rows.Texts(row, where)).ToArray();
        return shown.Contains(null) || Fits(rule.Match, asked, [.. shown.SelectMany(texts => texts!)]);
    }

    private static bool Fits(string match, JsonElement asked, string[] shown) => match switch
    {
        "is" => shown.Any(text => Parts(asked).Contains(text, StringComparer.OrdinalIgnoreCase)),
        "contains" => shown.Any(text => text.Contains(asked.GetString()!.Trim(), StringComparison.OrdinalIgnoreCase)),
        "glob" => shown.Any(
            text => FileSystemName.MatchesSimpleExpression(
                asked.GetString()!.Replace("?", "\\?", StringComparison.Ordinal), text)),
        "all" => Parts(asked).All(part => shown.Contains(part, StringComparer.OrdinalIgnoreCase)),
        "none" => !Parts(asked).Any(part => shown.Contains(part, StringComparer.OrdinalIgnoreCase)),
        "group" => asked.GetString() switch
        {
            "final" => !shown.Any(
                status => RunStatus.Known.Contains(status) && !RunStatus.Final.Contains(status) && status != SavedPlan),
            "non_final" => !shown.Any(status => RunStatus.Final.Contains(status) && status != SavedPlan),
            _ => true, // What can be discarded depends on more than the status.
        },
        "timeframe" => !int.TryParse(asked.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || shown.All(text => SameValue.Instant(text) is not { } at || at.Year == year),
        "since" => Compared(asked, shown, (at, bound) => at >= bound - Second),
        "until" => Compared(asked, shown, (at, bound) => at <= bound + Second),
        _ => throw new NotSupportedException(match),
    };

    // The API keeps fractions of a second that a filter may not have.
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static bool Compared(JsonElement asked, string[] shown, Func<DateTimeOffset, DateTimeOffset, bool> fits) =>
        SameValue.Instant(asked.GetString()!) is not { } bound
        || shown.All(text => SameValue.Instant(text) is not { } at || fits(at, bound));

    private static string[] Parts(JsonElement asked) => asked.ValueKind == JsonValueKind.String
        ? asked.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [asked.GetRawText()];

    private static Dictionary<(string List, string Argument), Rule> Load()
    {
        using var file = new StreamReader(typeof(ListFilters).Assembly.GetManifestResourceStream("list-filters.csv")!);
        var rules = new Dictionary<(string, string), Rule>();
        for (var line = file.ReadLine(); (line = file.ReadLine()) is not null;)
        {
            var cells = line.Split(',', 5);
            rules.Add((cells[0], cells[1]), new Rule(cells[2], cells[3], cells[4]));
        }

        return rules;
    }
}
