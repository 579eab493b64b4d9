using System.IO.Enumeration;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>
/// Whether a config gives nothing that another does not: the proof behind granting less than was asked. Member by member
/// and by what is written, so that it holds for tools and workspaces that come later too; what can't be proven so is
/// taken for more. Then once more by the tools there are now.
/// </summary>
internal static class NarrowerConfig
{
    /// <summary>Notes each member of <paramref name="granted"/> that is not within <paramref name="asked"/>.</summary>
    public static void Check(
        JsonBodyReader reader, McpServerConfig granted, McpServerConfig asked, UrlAccounts accounts)
    {
        void More(string member, string what) => reader.Fault($"{what}; a request is granted as it was asked, or with less", member);
        if (!MethodSet.Parse(granted.Methods).IsWithin(MethodSet.Parse(asked.Methods)))
        {
            More("methods", $"{Words(granted.Methods)} is more than the {Words(asked.Methods)} that was asked for");
        }

        if (!IsTagWithin(granted.Tags, asked.Tags))
        {
            More("tags", $"{Words(granted.Tags)} is more than the {Words(asked.Tags)} that was asked for");
        }

        if (asked.Tools.Count > 0 && (granted.Tools.Count == 0 || !granted.Tools.All(one => IsToolWithin(one, asked.Tools))))
        {
            More("tools", $"the tools asked for are {Words(asked.Tools)}");
        }

        if (asked.ExcludeTools.FirstOrDefault(one => !granted.ExcludeTools.Contains(one, StringComparer.OrdinalIgnoreCase)) is { } left)
        {
            More("exclude_tools", $"{left} was to be left out");
        }

        CheckRest(granted, asked, More);
        if (granted.Accounts?.FirstOrDefault(id => asked.Accounts?.Contains(id) != true) is { } added)
        {
            More("accounts", $"account {added} was not asked for");
        }

        foreach (var id in (string[])[accounts.Home.Id, .. granted.Accounts ?? []])
        {
            if (accounts.CatalogOf(id) is { } catalog && ScopeComplaint(granted.ScopeAt(id), asked.ScopeAt(id), catalog.Form) is { } wider)
            {
                More(granted.Accounts is null ? "scope" : $"scope/{id}", wider);
            }
        }

        CheckTools(reader, granted, asked, accounts);
    }

    private static void CheckRest(McpServerConfig granted, McpServerConfig asked, Action<string, string> more)
    {
        if (IsOver(granted.Limits?.CallsPerMinute, asked.Limits?.CallsPerMinute)
            || IsOver(granted.Limits?.CallsTotal, asked.Limits?.CallsTotal))
        {
            more("limits", "this lets more calls through than were asked for");
        }

        if (asked.RequireApiTokenAuth && !granted.RequireApiTokenAuth)
        {
            more("require_api_token_auth", "a second factor was asked for");
        }

        if (asked.Frozen && !granted.Frozen)
        {
            more("frozen", "frozen tools were asked for");
        }

        if (granted.Auth != asked.Auth)
        {
            more("auth", $"{AdminFormat.Name(asked.Auth)} was asked for");
        }

        if (asked.OAuthScopes is { } scopes && !scopes.All(scope => granted.OAuthScopes?.Contains(scope) == true))
        {
            more("oauth_scopes", $"tokens were to need {Words(scopes)}");
        }

        // How tools are shown is for who works with them.
        if ((granted.Client, granted.ToolNames, granted.Listing, granted.StructuredContent, granted.Mark)
            != (asked.Client, asked.ToolNames, asked.Listing, asked.StructuredContent, asked.Mark))
        {
            more("client", "client, tool_names, listing, structured_content and mark stay as they were asked for");
        }
    }

    private static void CheckTools(JsonBodyReader reader, McpServerConfig granted, McpServerConfig asked, UrlAccounts accounts)
    {
        if (reader.Errors.Count > 0)
        {
            return;
        }

        var had = accounts.Parts(asked).ToDictionary(part => part.Account.Id, part => part.Filter(), StringComparer.Ordinal);
        foreach (var part in accounts.Parts(granted))
        {
            if (part.Filter().Select().FirstOrDefault(tool => !had[part.Account.Id].Has(tool.Name)) is { } more)
            {
                reader.Fault($"it would have {more.NameIn(asked.ToolNames)}, which what was asked for has not");
            }
        }
    }

    private static bool IsOver(int? granted, int? asked) => asked is { } most && !(granted <= most);

    // * is every tag but credentials, which has to be named.
    private static bool IsTagWithin(IReadOnlyList<string> granted, IReadOnlyList<string> asked) => granted.All(
        tag => asked.Contains(tag) || (asked.Contains("*") && tag != ToolFilter.Credentials));

    private static bool IsToolWithin(string granted, IReadOnlyList<string> asked) =>
        asked.Any(glob => Covers(glob, granted, ignoreCase: true));

    /// <summary>What a scope has beyond another, or null. No scope is everything.</summary>
    private static string? ScopeComplaint(AccessScope? granted, AccessScope? asked, AccountForm form)
    {
        if (asked is null)
        {
            return null;
        }

        if (granted is null)
        {
            return $"a scope was asked for, {asked.Words(form)}";
        }

        foreach (var member in form.Scope)
        {
            var (had, has) = (asked[member.Name], granted[member.Name]);
            if (member.Role == ScopeRole.Tools)
            {
                if (!has.All(tool => IsToolWithin(tool, had)))
                {
                    return had.Count == 0 ? $"no {member.Name} were asked for" : $"the {member.Name} asked for are {Words(had)}";
                }
            }
            else if (had.Count > 0 && (has.Count == 0 || !has.All(entry => IsEntryWithin(entry, had, member))))
            {
                return $"the scope asked for is {asked.Words(form)}";
            }
        }

        return null;
    }

    // An id is of what it names, whatever that is called: no glob of names covers it.
    private static bool IsEntryWithin(string entry, IReadOnlyList<string> asked, ScopeMember member) =>
        member.IsPath ? asked.Any(prefix => PathPrefix.Covers(prefix, entry))
        : member.IsId?.Invoke(entry) == true ? asked.Contains(entry)
        : asked.Any(glob => member.IsId?.Invoke(glob) != true && Covers(glob, entry, ignoreCase: false));

    /// <summary>Whether all that one name or glob matches is matched by another: the wildcards of the one are taken for
    /// characters, which <c>*</c> of the other takes in. Its <c>?</c> would take in a <c>*</c>, which is more.</summary>
    private static bool Covers(string glob, string one, bool ignoreCase) =>
        string.Equals(glob, one, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        || (!glob.Contains('\\') && !one.Contains('\\') && !(glob.Contains('?') && one.Contains('*'))
            && FileSystemName.MatchesSimpleExpression(glob, one, ignoreCase));

    private static string Words(IReadOnlyList<string> words) => string.Join(", ", words);
}
