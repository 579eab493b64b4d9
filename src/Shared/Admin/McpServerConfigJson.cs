using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>A URL's <c>config</c> on the wire.</summary>
internal static class McpServerConfigJson
{
    /// <summary>The most <c>*</c> in a glob.</summary>
    public const int MostStars = 8;

    private static readonly string[] Methods = ["*", "read", "write", "custom", "list", "get", "create", "update", "delete"];

    /// <summary>What is wrong with a method, or null.</summary>
    public static string? MethodComplaint(string method) =>
        Methods.Contains(method) ? null : $"allowed are {string.Join(", ", Methods)}";

    /// <summary>What is wrong with a tag, or null.</summary>
    public static string? TagComplaint(string tag, ToolCatalog catalog) => TagComplaint(tag, [catalog]);

    private static string? TagComplaint(string tag, ToolCatalog[] catalogs)
    {
        var tags = catalogs.Length == 1 ? catalogs[0].Tags : [.. catalogs.SelectMany(catalog => catalog.Tags).Distinct()];
        return tag == "*" || tags.Contains(tag) ? null
            : NearestName.Find(tag, tags) is { } near ? $"there is no such tag; did you mean {near}? docs/tools.md lists all"
            : $"allowed are *, {string.Join(", ", tags)}";
    }

    /// <summary>Reads the members that came over <paramref name="current"/>; null sets a member back to its default
    /// (RFC 7396).</summary>
    public static McpServerConfig Read(JsonBodyReader reader, McpServerConfig current, UrlAccounts accounts)
    {
        var methods = reader.TextList("methods", MethodComplaint);
        var named = FurtherAccountsJson.Read(reader, current, accounts);
        ToolCatalog[] catalogs = [accounts.Catalog, .. (named ?? []).Select(accounts.CatalogOf).OfType<ToolCatalog>()];
        var safe = new McpServerConfig();
        T Merge<T>(string name, T? came, T now, T otherwise) where T : class? => came ?? (reader.IsNull(name) ? otherwise : now);
        var config = new McpServerConfig
        {
            Methods = Merge("methods", methods, current.Methods, safe.Methods),
            Tools = Merge("tools", reader.TextList("tools", pattern => PatternComplaint(pattern, catalogs)),
                current.Tools, safe.Tools),
            ExcludeTools = Merge(
                "exclude_tools", reader.TextList("exclude_tools", pattern => PatternComplaint(pattern, catalogs)),
                current.ExcludeTools, safe.ExcludeTools),
            RequireApiTokenAuth = reader.Flag("require_api_token_auth")
                ?? (!reader.IsNull("require_api_token_auth") && current.RequireApiTokenAuth),
            Frozen = reader.Flag("frozen") ?? (!reader.IsNull("frozen") && current.Frozen),
            Auth = Choice(reader, "auth", current.Auth),
            OAuthScopes = reader.TextList("oauth_scopes", OAuthIssuerJson.ScopeComplaint)
                ?? (reader.IsNull("oauth_scopes") ? null : current.OAuthScopes),
            Limits = CallLimitsJson.Read(reader, current.Limits, withTotal: true),
            Mark = Choice(reader, "mark", current.Mark),
        };
        config = named is not null ? FurtherAccountsJson.ReadScopes(reader, config, named, current, accounts)
            : config with { Scope = Merge("scope", AccessScopeJson.Read(reader, accounts.Catalog), current.Scope, safe.Scope) };

        // A URL may have been minted for a client that this version knows no more: what it was set to stands in its own members.
        var came = reader.OneOf("client", [.. ClientPreset.All.Select(preset => preset.Name)]);
        var name = came ?? (reader.IsNull("client") ? null : current.Client);
        var (now, otherwise) = (Preset(current, came), Preset(safe, name));
        config = config with
        {
            Client = name,
            ToolNames = Choice(reader, "tool_names", now.ToolNames, otherwise.ToolNames),
            Listing = Choice(reader, "listing", now.Listing, otherwise.Listing),
            StructuredContent = reader.Flag("structured_content")
                ?? (reader.IsNull("structured_content") ? otherwise : now).StructuredContent,
        };

        // Tools named one by one are found under whatever tag they have; methods, the side that is about safety, keeps
        // its default.
        var tags = reader.TextList("tags", tag => TagComplaint(tag, catalogs));
        config = config with
        {
            Tags = Merge("tags", tags, reader.Has("tools") && !reader.Has("tags") ? ["*"] : current.Tags,
                safe.Tags)
        };
        reader.RefuseOthers();
        return config;
    }

    /// <summary>Notes where <paramref name="config"/> exceeds the policy of one of its accounts.</summary>
    public static void Check(JsonBodyReader reader, McpServerConfig config, UrlAccounts accounts)
    {
        var parts = accounts.Parts(config);
        foreach (var part in parts)
        {
            CheckPolicy(reader, part, isOnly: parts.Count == 1);
        }

        for (var index = 0; index < config.Tools.Count; index++)
        {
            var meant = parts.SelectMany(part => part.Catalog.All).Where(tool => ToolFilter.Matches(config.Tools[index], tool)).ToArray();
            if (meant.Length > 0 && !meant.Any(tool => ToolFilter.IsTagged(config.Tags, tool)))
            {
                reader.Fault(
                    $"the tags {string.Join(", ", config.Tags)} leave out {config.Tools[index]}, which has " +
                        $"{string.Join(", ", meant.SelectMany(tool => tool.Tags).Distinct())}"
                    + (meant.All(tool => tool.Tags.Contains(ToolFilter.Credentials))
                        ? $": it makes a credential and answers it in clear, so the tag {ToolFilter.Credentials} has " +
                        "to be named; * is not that" : ""),
                    $"tools/{index}");
            }
        }

        CheckDoor(reader, config, parts);
        if (AdminFormat.SizeOf(writer => Write(writer, config, accounts.Home.Id)) is > AdminFormat.MostBytes and var size)
        {
            reader.Fault($"{size} bytes came, at most {AdminFormat.MostBytes} are kept; globs and tags say more in less");
        }
    }

    // Of a tag that an account's integration does not have, its policy says nothing.
    private static void CheckPolicy(JsonBodyReader reader, UrlPart part, bool isOnly)
    {
        var (config, account, catalog) = part;
        foreach (var method in config.Methods.Where(method => !MethodNames.Covers(account.Policy.Methods, method)))
        {
            reader.Fault($"{method} is more than {account.PolicyWords} allows: " +
                $"{string.Join(", ", account.Policy.Methods)}", "methods");
        }

        foreach (var tag in config.Tags.Where(tag => !account.Policy.Tags.Contains("*") && !account.Policy.Tags.Contains(tag)
            && (isOnly || tag == "*" || catalog.Tags.Contains(tag))))
        {
            reader.Fault($"{tag} is more than {account.PolicyWords} allows: " +
                $"{string.Join(", ", account.Policy.Tags)}", "tags");
        }

        if (catalog.Form.DefaultedBy is { } needed && account.Text(needed) is null && AccessScope.Of(config, account).Count > 0)
        {
            reader.Fault($"a scope's names are those of one {needed}, and account {account.Id} has none: connect it with " +
                $"{needed}", isOnly ? "scope" : $"scope/{account.Id}");
        }
    }

    // What opens it is one door for the tools of all its accounts.
    private static void CheckDoor(JsonBodyReader reader, McpServerConfig config, IReadOnlyList<UrlPart> parts)
    {
        var account = parts[0].Account;
        if (config is { Auth: ServerAuth.OAuth, RequireApiTokenAuth: true })
        {
            reader.Fault("auth oauth asks for an access token already; leave this out", "require_api_token_auth");
        }

        foreach (var other in parts.Where(_ => config.Auth == ServerAuth.OAuth).Select(part => part.Account))
        {
            if (other.Policy.RequireApiTokenAuth && account.Policy.OAuth is not null)
            {
                reader.Fault($"the policy of account {other.Id} has require_api_token_auth, and an access token of its " +
                    "issuer stands for no API token; mint with auth url, or take policy.oauth away", "auth");
            }

            if (!OAuthIssuer.AreSame(other.Policy.OAuth, account.Policy.OAuth))
            {
                reader.Fault($"account {other.Id} takes access tokens of another issuer than account {account.Id}, and one URL " +
                    "has one issuer; mint with auth url, or one URL each", "auth");
            }
        }

        // The trail of a URL is kept as its own account says.
        foreach (var other in parts.Skip(1).Select(part => part.Account).Where(other => account.Policy.AuditRetention is { } kept
            && (other.Policy.AuditRetention > kept || (kept == TimeSpan.Zero && other.Policy.AuditRetention is null))))
        {
            reader.Fault($"account {other.Id} keeps its trail longer than account {account.Id}, whose trail this URL's calls stand " +
                $"in; mint it under {other.Id}", "accounts");
        }

        if (config.OAuthScopes is not null && (config.Auth != ServerAuth.OAuth || account.Policy.OAuth is null))
        {
            reader.Fault("scopes are those of an issuer: they need auth oauth, and policy.oauth of account " +
                $"{account.Id}", "oauth_scopes");
        }
    }

    /// <summary>Notes a config that exposes no tool at all of one of its accounts, or reaches more there than its system can
    /// hold a URL to, unless something else is wrong, which says more.</summary>
    public static void CheckExposure(JsonBodyReader reader, McpServerConfig config, UrlAccounts accounts)
    {
        if (reader.Errors.Count > 0)
        {
            return;
        }

        var parts = accounts.Parts(config);
        foreach (var part in parts)
        {
            if (part.Filter().Select() is { Count: > 0 } exposed)
            {
                CheckReach(reader, part, exposed, isOnly: parts.Count == 1);
            }
            else
            {
                FaultNothing(reader, part, isOnly: parts.Count == 1);
            }
        }
    }

    private static void CheckReach(JsonBodyReader reader, UrlPart part, IReadOnlyList<ToolDefinition> exposed, bool isOnly)
    {
        var (config, account, catalog) = part;
        var scopes = AccessScope.Of(config, account).Select(scope => scope.Members).ToArray();
        if (catalog.Form.ReachComplaint(account.Members, scopes, exposed) is { } complaint)
        {
            reader.Fault(complaint, isOnly ? "scope" : $"scope/{account.Id}");
        }
    }

    private static void FaultNothing(JsonBodyReader reader, UrlPart part, bool isOnly)
    {
        var (config, account, catalog) = part;
        var edition = catalog.EditionAt(account.Address);
        foreach (var tag in config.Tags.Where(tag => tag != "*"))
        {
            var tagged = catalog.All.Where(tool => tool.Tags.Contains(tag)).ToArray();
            if (tagged.Length > 0 && tagged.All(tool => tool.Editions.Count > 0 && !tool.Editions.Contains(edition)))
            {
                reader.Fault(
                    $"the tools of {tag} are those of {Others(tagged, catalog)}, and account {account.Id} is " +
                        $"{catalog.NameOfEdition(edition)}", "tags");
            }
        }

        reader.Fault(
            $"no tool {(isOnly ? "" : $"of account {account.Id} ")}has one of the methods {string.Join(", ", config.Methods)} and one of the " +
                $"tags {string.Join(", ", config.Tags)}"
            + (config.Tools.Count > 0 ? $" and a name like {string.Join(", ", config.Tools)}" : "")
            + (config.ExcludeTools.Count > 0 ? $" that {string.Join(", ", config.ExcludeTools)} does not exclude" : "")
            + (AccessScope.Of(config, account).Count > 0 ? " and stays within the scope" : "")
            + "; docs/tools.md lists all tools");
    }

    /// <summary>Writes it whole, defaults included: what is exposed should not have to be looked up.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="config">The config.</param>
    /// <param name="home">The URL's own account.</param>
    public static void Write(Utf8JsonWriter writer, McpServerConfig config, string home)
    {
        writer.WriteStartObject();
        writer.WriteTexts("methods", config.Methods);
        writer.WriteTexts("tags", config.Tags);
        writer.WriteTexts("tools", config.Tools);
        writer.WriteTexts("exclude_tools", config.ExcludeTools);
        writer.WriteBoolean("require_api_token_auth", config.RequireApiTokenAuth);
        writer.WriteString("auth", AdminFormat.Name(config.Auth));
        if (config.OAuthScopes is { } scopes)
        {
            writer.WriteTexts("oauth_scopes", scopes);
        }

        CallLimitsJson.Write(writer, config.Limits);
        writer.WriteBoolean("frozen", config.Frozen);
        if (config.Client is { } client)
        {
            writer.WriteString("client", client);
        }

        writer.WriteString("tool_names", AdminFormat.Name(config.ToolNames));
        writer.WriteString("listing", AdminFormat.Name(config.Listing));
        writer.WriteBoolean("structured_content", config.StructuredContent);
        if (config.Mark != ChangeMark.Text)
        {
            writer.WriteString("mark", AdminFormat.Name(config.Mark));
        }

        FurtherAccountsJson.Write(writer, config, home);
        writer.WriteEndObject();
    }

    /// <summary>The editions that have such tools, in words.</summary>
    public static string Others(IEnumerable<ToolDefinition> tools, ToolCatalog catalog) =>
        string.Join(" or ", tools.SelectMany(tool => tool.Editions).Select(catalog.NameOfEdition).Distinct());

    private static T Choice<T>(JsonBodyReader reader, string name, T current, T otherwise = default) where T : struct, Enum =>
        AdminFormat.Value<T>(reader.OneOf(name, AdminFormat.Names<T>())) ?? (reader.IsNull(name) ? otherwise : current);

    private static McpServerConfig Preset(McpServerConfig config, string? client) => ClientPreset.Find(client) is { } preset
        ? config with { ToolNames = preset.ToolNames, Listing = preset.Listing, StructuredContent = preset.StructuredContent }
        : config;

    /// <summary>What is wrong with a name or glob of tools, or null.</summary>
    public static string? PatternComplaint(string pattern, params IReadOnlyList<ToolCatalog> catalogs) =>
        pattern.Length > 64 || !IsCheap(pattern) ? $"at most 64 characters are allowed, {MostStars} of them *"
        : !catalogs.Any(catalog => catalog.All.Any(tool => ToolFilter.Matches(pattern, tool)))
        ? "no tool has such a name; docs/tools.md lists them, * and ? are wildcards" : null;

    /// <summary>Whether a glob is matched in little time: each <c>*</c> more is a further place to keep, for each name
    /// it is held against.</summary>
    public static bool IsCheap(string glob) => glob.AsSpan().Count('*') <= MostStars;
}
