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

    /// <summary>The tool, if the URL exposes it. A name that the catalogue has means that tool alone; otherwise one of
    /// the exposed tools, and only one, has to remain behind a prefix.</summary>
    public static ToolDefinition? Find(string name, ToolFilter filter)
    {
        var tool = filter.Catalog.Find(name)
            ?? Behind(name, rest => filter.Catalog.Find(rest) is { } meant && filter.Allows(meant) ? meant : null);
        return tool is not null && filter.Allows(tool) ? tool : null;
    }

    /// <summary><see cref="SearchTools.Search"/> or <see cref="SearchTools.Call"/>, if one of them is meant. Whether
    /// the URL lists them is for the caller to ask.</summary>
    public static string? Finder(string name, ToolCatalog catalog) => name is SearchTools.Search or SearchTools.Call
        ? name
        : catalog.Find(name) is null ? Behind(name, rest => rest is SearchTools.Search or SearchTools.Call ? rest : null) : null;

    /// <summary>What a record of the call has: the canonical name of the tool, exposed or not; what came where there is
    /// none.</summary>
    public static string Recorded(string name, ToolFilter filter) =>
        (Find(name, filter) ?? filter.Catalog.Find(name))?.Name ?? Finder(name, filter.Catalog) ?? name;

    // Each rest of the name behind a separator is asked for once.
    private static T? Behind<T>(string name, Func<string, T?> find)
        where T : class
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        T? only = null;
        var word = 0;
        for (var at = 0; at < name.Length - 1; at++)
        {
            if (!(name[at] is '_' or '-' or '.' or ':' or '/'))
            {
                continue;
            }

            if (NoServers.Contains(name[word..at], StringComparer.OrdinalIgnoreCase))
            {
                break;
            }

            word = at + 1;
            if (word > 1 && find(name[word..]) is { } found)
            {
                if (only is not null && !only.Equals(found))
                {
                    return null;
                }

                only = found;
            }
        }

        return only;
    }
}
