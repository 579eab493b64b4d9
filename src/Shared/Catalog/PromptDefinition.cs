using System.Text.RegularExpressions;

namespace ServerlessMcp.Catalog;

/// <summary>
/// A prompt: what a person asks an agent to do, written out as the calls it takes. Its text names tools in brackets
/// (<c>[hashicorp_terraform_cloud_runs_apply]</c>) and arguments in braces (<c>{workspace_name}</c>); a URL has it only
/// if it has each of its tools.
/// </summary>
public sealed partial record PromptDefinition
{
    /// <summary>Its name: <c>[a-z_]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people, in lists of prompts.</summary>
    public required string Title { get; init; }

    /// <summary>What comes of it, as a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What it takes; checked as the arguments of tools are.</summary>
    public required IReadOnlyList<Argument> Arguments { get; init; }

    /// <summary>What the agent is told. A line that is indented deeper goes on with the one before.</summary>
    public required string Text { get; init => field = Continued().Replace(value, " "); }

    /// <summary>The canonical names of the tools that its text names.</summary>
    public IReadOnlyList<string> Tools => [.. ToolName().Matches(Text).Select(match => match.Groups["name"].Value).Distinct()];

    /// <summary>The text for one call: tools under the names that the URL knows them by, and the values of the
    /// arguments.</summary>
    /// <param name="catalog">Where the tools stand.</param>
    /// <param name="names">How the URL calls its tools.</param>
    /// <param name="values">The arguments, checked.</param>
    internal string Render(ToolCatalog catalog, ToolNames names, IReadOnlyDictionary<string, string> values)
    {
        var withTools = ToolName().Replace(Text, match => catalog.ShownName(match.Groups["name"].Value, names));

        // In one pass, so that braces within a value stay what they are.
        return ArgumentName().Replace(withTools, match => values.GetValueOrDefault(match.Groups["name"].Value, "(not given)"));
    }

    /// <summary>Whether an argument may be left out, because the account gives it a value.</summary>
    internal static bool HasDefault(Argument argument, string? value, ToolCatalog catalog) =>
        value is not null && argument.Name == catalog.Form.DefaultedArgument;

    [GeneratedRegex(@"\[(?<name>[a-z0-9_]+)\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToolName();

    [GeneratedRegex(@"\{(?<name>[a-z_]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArgumentName();

    [GeneratedRegex(@"\n +", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Continued();
}
