using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>A <c>scope</c> on the wire: of a URL's config, or of an account's policy.</summary>
internal static class AccessScopeJson
{
    /// <summary>Reads a scope; null, or faults noted, if it is absent, null or not acceptable.</summary>
    public static AccessScope? Read(JsonBodyReader reader, ToolCatalog catalog, string member = "scope")
    {
        if (reader.Record(member) is not { } members)
        {
            return null;
        }

        var entries = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var one in catalog.Form.Scope)
        {
            if (members.TextList(one.Name, entry => Complaint(entry, one, catalog)) is { Count: > 0 } named)
            {
                entries[one.Name] = named;
            }
        }

        members.RefuseOthers();
        if (reader.Errors.Count == 0 && !catalog.Form.Narrows(entries))
        {
            members.Fault(catalog.Form.Scope.Count == 0 ? $"accounts of {catalog.Integration} have no scopes"
                : $"at least one of {Names(catalog.Form)} is needed; leave scope out for all that the account's token reaches");
        }

        return new AccessScope(entries);
    }

    // projects, workspaces and tags
    private static string Names(AccountForm form)
    {
        var names = form.Scope.Where(member => member.Role != ScopeRole.Tools).Select(member => member.Name).ToArray();
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    /// <summary>Writes the member, if there is a scope.</summary>
    public static void Write(Utf8JsonWriter writer, AccessScope? scope, string member = "scope")
    {
        if (scope is null)
        {
            return;
        }

        writer.WriteStartObject(member);
        foreach (var (name, entries) in scope.Members)
        {
            writer.WriteTexts(name, entries);
        }

        writer.WriteEndObject();
    }

    private static string? Complaint(string entry, ScopeMember member, ToolCatalog catalog) =>
        member.Role == ScopeRole.Tools ? ToolComplaint(entry, catalog)
        : member.IsPath ? IsPathOf(entry, member.Marks) ? null
            : $"{member.Needed}; a path has no slash around it, no empty segment, no . or .. and no wildcard"
        : IsOf(entry, member.Marks) ? null : member.Needed;

    private static string? ToolComplaint(string pattern, ToolCatalog catalog) =>
        McpServerConfigJson.PatternComplaint(pattern, catalog)
        ?? (catalog.All.Any(tool => tool.Reach == ToolReach.Organization && ToolFilter.Matches(pattern, tool))
            ? null : "no tool of this name acts on the organization; one that acts on workspaces or projects is held " +
            "to the scope and need not be named");

    private static bool IsPathOf(string entry, string marks) =>
        entry.Length <= PathPrefix.MaxLength && PathPrefix.IsPlain(entry) && entry.All(character =>
        character == '/' || char.IsAsciiLetterOrDigit(character) || (character is not ('*' or '?') && marks.Contains(character, StringComparison.Ordinal)));

    private static bool IsOf(string entry, string marks) =>
        entry.Length is > 0 and <= 100 && McpServerConfigJson.IsCheap(entry)
        && entry.All(character => char.IsAsciiLetterOrDigit(character)
            || marks.Contains(character, StringComparison.Ordinal));
}
