using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>A <c>scope</c> on the wire: of a URL's config, or of an account's policy.</summary>
internal static class AccessScopeJson
{
    /// <summary>Reads the member <c>scope</c>; null, or faults noted, if it is absent, null or not acceptable.</summary>
    public static AccessScope? Read(JsonBodyReader reader, ToolCatalog catalog)
    {
        if (reader.Record("scope") is not { } members)
        {
            return null;
        }

        var scope = new AccessScope
        {
            Projects = members.TextList("projects", ProjectComplaint) ?? [],
            Workspaces = members.TextList("workspaces", WorkspaceComplaint) ?? [],
            Tags = members.TextList("tags", TagComplaint) ?? [],
            OrganizationTools = members.TextList("organization_tools", pattern => ToolComplaint(pattern, catalog)) ?? [],
        };
        members.RefuseOthers();
        if (reader.Errors.Count == 0 && !scope.Narrows)
        {
            members.Fault("at least one of projects, workspaces and tags is needed; leave scope out for all that the " +
                "account's token reaches");
        }

        return scope;
    }

    /// <summary>Writes the member, if there is a scope.</summary>
    public static void Write(Utf8JsonWriter writer, AccessScope? scope, string member = "scope")
    {
        if (scope is null)
        {
            return;
        }

        writer.WriteStartObject(member);
        foreach (var (name, values) in new[]
        {
            ("projects", scope.Projects), ("workspaces", scope.Workspaces), ("tags", scope.Tags),
            ("organization_tools", scope.OrganizationTools),
        })
        {
            if (values.Count > 0)
            {
                writer.WriteTexts(name, values);
            }
        }

        writer.WriteEndObject();
    }

    // Names as the API allows them, and the wildcards; also what an id has.
    private static string? ProjectComplaint(string entry) =>
        IsOf(entry, " -_*?") ? null
        : "a project's name (letters, digits, spaces, - and _), a glob of it with ? and up to 8 *, " +
        "or its id (prj-…) is needed";

    private static string? WorkspaceComplaint(string entry) =>
        IsOf(entry, "-_*?") ? null
        : "a workspace's name (letters, digits, - and _), a glob of it with ? and up to 8 *, or its id (ws-…) is needed";

    private static string? TagComplaint(string entry) =>
        IsOf(entry, "-_:*?") ? null : "a tag's name (letters, digits, -, _ and :) or a glob of it with ? and up to 8 * is needed";

    private static string? ToolComplaint(string pattern, ToolCatalog catalog) =>
        McpServerConfigJson.PatternComplaint(pattern, catalog)
        ?? (catalog.All.Any(tool => tool.Reach == ToolReach.Organization && ToolFilter.Matches(pattern, tool))
            ? null : "no tool of this name acts on the organization; one that acts on workspaces or projects is held " +
            "to the scope and need not be named");

    private static bool IsOf(string entry, string marks) =>
        entry.Length is > 0 and <= 100 && McpServerConfigJson.IsCheap(entry)
        && entry.All(character => char.IsAsciiLetterOrDigit(character)
            || marks.Contains(character, StringComparison.Ordinal));
}
