using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary><c>config.accounts</c> on the wire, and the <c>scope</c> of a URL that has several accounts: one for each, or
/// <c>"all"</c>.</summary>
internal static class FurtherAccountsJson
{
    private const string Member = "accounts";
    private const string ScopeMember = "scope";

    /// <summary>What a scope says that does not narrow: what is left out by mistake must not be everything.</summary>
    private const string All = "all";

    /// <summary>Reads the ids that came, else those of <paramref name="current"/>; null where there are none.</summary>
    public static IReadOnlyList<string>? Read(JsonBodyReader reader, McpServerConfig current, UrlAccounts accounts)
    {
        var came = reader.TextList(Member, id => Complaint(id, accounts));
        if (came is null)
        {
            return reader.IsNull(Member) ? null : current.Accounts;
        }

        if (came.Count > FurtherAccount.Most)
        {
            reader.Fault($"{came.Count} came, at most {FurtherAccount.Most} are allowed beside the URL's own", Member);
        }

        var integrations = new Dictionary<string, string>(StringComparer.Ordinal) { [accounts.Home.Integration] = accounts.Home.Id };
        foreach (var (index, id) in came.Index())
        {
            if (accounts.Find(id) is { } account && !integrations.TryAdd(account.Integration, id))
            {
                reader.Fault(integrations[account.Integration] == id ? $"{id} came twice"
                    : $"{id} is of {account.Integration}, as {integrations[account.Integration]} is; a URL has one account of each " +
                    "integration, so that a tool's name says where it acts", $"{Member}/{index}");
            }
        }

        return came.Count == 0 ? null : came;
    }

    /// <summary>Reads <c>scope</c> account by account.</summary>
    public static McpServerConfig ReadScopes(
        JsonBodyReader reader, McpServerConfig config, IReadOnlyList<string> named, McpServerConfig current, UrlAccounts accounts)
    {
        var scopes = new Dictionary<string, AccessScope>(StringComparer.Ordinal);
        string[] all = [accounts.Home.Id, .. named];
        if (!reader.Has(ScopeMember) && current.Accounts is { } before && named.All(before.Contains))
        {
            foreach (var id in named.Where(id => current.AccountScopes?.ContainsKey(id) == true))
            {
                scopes[id] = current.AccountScopes![id];
            }

            return With(config, named, current.Scope, scopes);
        }

        var members = reader.Record(ScopeMember);
        foreach (var id in all)
        {
            switch (members?.KindOf(id))
            {
                case null or JsonValueKind.Undefined:
                    reader.Fault($"account {id} is left out; a URL of several accounts says for each what it reaches there: " +
                        $"{{\"{id}\": {{…}}}}, or {{\"{id}\": \"{All}\"}} for all that its credential does", ScopeMember);
                    break;
                case JsonValueKind.String:
                    _ = members!.OneOf(id, All);
                    break;
                case JsonValueKind.Null:
                    members!.Fault($"null came, a scope or \"{All}\" is needed", id);
                    break;
                default:
                    if (accounts.CatalogOf(id) is { } catalog && AccessScopeJson.Read(members!, catalog, id) is { } scope)
                    {
                        scopes[id] = scope;
                    }

                    break;
            }
        }

        members?.RefuseOthers();
        var own = scopes.GetValueOrDefault(accounts.Home.Id);
        scopes.Remove(accounts.Home.Id);
        return With(config, named, own, scopes);
    }

    /// <summary>Writes both members, as far as there is something to say.</summary>
    public static void Write(Utf8JsonWriter writer, McpServerConfig config, string home)
    {
        if (config.Accounts is not { } named)
        {
            AccessScopeJson.Write(writer, config.Scope);
            return;
        }

        writer.WriteTexts(Member, named);
        writer.WriteStartObject(ScopeMember);
        foreach (var id in (string[])[home, .. named])
        {
            if (config.ScopeAt(id) is { } scope)
            {
                AccessScopeJson.Write(writer, scope, id);
            }
            else
            {
                writer.WriteString(id, All);
            }
        }

        writer.WriteEndObject();
    }

    private static McpServerConfig With(
        McpServerConfig config, IReadOnlyList<string> named, AccessScope? own, Dictionary<string, AccessScope> scopes) =>
        config with { Accounts = named, Scope = own, AccountScopes = scopes.Count == 0 ? null : scopes };

    private static string? Complaint(string id, UrlAccounts accounts) =>
        !Identifier.IsValid(id) ? $"an account's id is {Identifier.Form}"
        : id == accounts.Home.Id ? "this is the account that the URL is minted under, which it has anyway"
        : accounts.Find(id) is null ? accounts.Missing : null;
}
