using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// Which tool a call means. Models call a tool by the name in their list, by the one they read elsewhere (an older
/// answer, the documentation), or by what their client made of it (<c>mcp__tfc__tfc_runs_get</c>,
/// <c>tfc_tfc_runs_get</c>): whatever a URL lists, its tools answer to both their names, with a client's prefix or
/// without.
/// </summary>
internal static class CalledName
{
    // A name of 64 behind the longest prefix seen, mcp__plugin_{plugin}_{server}__, twice over.
    private const int MaxLength = 256;

    // "read_hashicorp_terraform_cloud_runs_apply" is a tool that somebody made up, and must not apply a run: with one
    // of these words it is no server's name that stands before a tool's.
    private static readonly string[] NoServers =
    [
        "list", "get", "create", "update", "delete", "read", "show", "find", "search", "describe", "check", "preview",
        "simulate", "dry", "validate", "explain", "add", "remove", "set",
        "undo", "revert", "cancel", "discard", "stop", "abort", "skip", "no", "not", "dont", "never", "without", "call",
    ];

    /// <summary>The tool, if the URL exposes it. A name that a catalogue has means that tool alone; otherwise one of
    /// the exposed tools, and only one, has to remain behind a prefix.</summary>
    public static ToolDefinition? Find(string name, params ReadOnlySpan<ToolFilter> filters)
    {
        foreach (var filter in filters)
        {
            if (filter.Catalog.Find(name) is { } tool)
            {
                return filter.Allows(tool) ? tool : null;
            }
        }

        ToolDefinition? only = null;
        foreach (var rest in Rests(name))
        {
            foreach (var filter in filters)
            {
                if (filter.Catalog.Find(rest) is not { } meant || !filter.Allows(meant))
                {
                    continue;
                }

                if (only is not null && !only.Equals(meant))
                {
                    return null;
                }

                only = meant;
            }
        }

        return only;
    }

    /// <summary>The tools that may be meant, as far as their names tell: whether the URL has them is not asked.</summary>
    public static IReadOnlyList<ToolDefinition> Candidates(string name, IReadOnlyList<ToolCatalog> catalogs)
    {
        ToolDefinition[] exact = [.. catalogs.Select(catalog => catalog.Find(name)).OfType<ToolDefinition>()];
        return exact.Length > 0 ? exact
            : [.. Rests(name).SelectMany(rest => catalogs.Select(catalog => catalog.Find(rest)).OfType<ToolDefinition>())];
    }

    /// <summary><see cref="SearchTools.Search"/> or <see cref="SearchTools.Call"/>, if one of them is meant. Whether
    /// the URL lists them is for the caller to ask.</summary>
    public static string? Finder(string name, params IEnumerable<ToolCatalog> catalogs)
    {
        if (name is SearchTools.Search or SearchTools.Call)
        {
            return name;
        }

        if (catalogs.Any(catalog => catalog.Find(name) is not null))
        {
            return null;
        }

        string[] meant = [.. Rests(name).Where(rest => rest is SearchTools.Search or SearchTools.Call).Distinct()];
        return meant.Length == 1 ? meant[0] : null;
    }

    /// <summary>What a record of the call has: the canonical name of the tool, exposed or not; what came where there is
    /// none.</summary>
    public static string Recorded(string name, params ReadOnlySpan<ToolFilter> filters)
    {
        var tool = Find(name, filters);
        foreach (var filter in filters)
        {
            tool ??= filter.Catalog.Find(name);
        }

        return tool?.Name ?? Finder(name, filters.ToArray().Select(filter => filter.Catalog)) ?? name;
    }

    // Each rest of the name behind a separator.
    private static IEnumerable<string> Rests(string name)
    {
        if (name.Length > MaxLength)
        {
            yield break;
        }

        var word = 0;
        for (var at = 0; at < name.Length - 1; at++)
        {
            if (!(name[at] is '_' or '-' or '.' or ':' or '/'))
            {
                continue;
            }

            if (NoServers.Contains(name[word..at], StringComparer.OrdinalIgnoreCase))
            {
                yield break;
            }

            word = at + 1;
            if (word > 1)
            {
                yield return name[word..];
            }
        }
    }
}
