using System.Collections.Frozen;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>Finds tools that a question names: by the canonical name, by the short one with its prefix or without, behind
/// what a client puts before it.</summary>
internal sealed class ToolNameFinder
{
    private readonly FrozenDictionary<string, ToolDefinition> names;

    /// <summary>The names of a catalogue.</summary>
    public ToolNameFinder(ToolCatalog catalog)
    {
        var all = new Dictionary<string, ToolDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in (Func<ToolDefinition, string>[])[tool => tool.Name, tool => tool.ShortName, Bare])
        {
            foreach (var tool in catalog.All.Where(tool => name(tool).Contains('_', StringComparison.Ordinal)))
            {
                all.TryAdd(name(tool), tool);
            }
        }

        names = all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The tools that are named, each once, in the question's order.</summary>
    /// <param name="query">The question.</param>
    /// <param name="filter">What may be found; another tool's name stays words.</param>
    /// <param name="rest">What else the question has.</param>
    public IReadOnlyList<ToolDefinition> Find(string query, Func<ToolDefinition, bool> filter, out string rest)
    {
        var found = new List<ToolDefinition>();
        var others = new List<string>();
        foreach (var word in query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Named(word.Trim('"', '\'', '`', '(', ')', ',', ';', '.', '?', '!', ':')) is { } tool
                && tool.Catalog.Twins(tool).FirstOrDefault(filter) is { } shown)
            {
                found.Add(shown);
                others.Add(word[^1] is ',' or ';' or '?' ? ";" : "");
            }
            else
            {
                others.Add(word);
            }
        }

        rest = string.Join(' ', others);
        return [.. found.Distinct()];
    }

    private ToolDefinition? Named(string word)
    {
        if (!word.Contains('_', StringComparison.Ordinal))
        {
            return null;
        }

        // The whole, then each rest behind a separator: mcp__tfc__tfc_runs_get. A bare name is no rest: read_runs_apply.
        var tool = names.GetValueOrDefault(word);
        for (var at = 1; tool is null && at < word.Length - 1; at++)
        {
            if (word[at - 1] is '_' or '-' or '.' or ':' or '/' && names.TryGetValue(word[at..], out var named)
                && !word.AsSpan(at).Equals(Bare(named), StringComparison.OrdinalIgnoreCase))
            {
                tool = named;
            }
        }

        return tool;
    }

    private static string Bare(ToolDefinition tool) => tool.ShortName[(tool.ShortName.IndexOf('_', StringComparison.Ordinal) + 1)..];
}
