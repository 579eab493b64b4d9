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
    public static string? TagComplaint(string tag, ToolCatalog catalog) =>
        tag == "*" || catalog.Tags.Contains(tag) ? null
        : NearestName.Find(tag, catalog.Tags) is { } near ? $"there is no such tag; did you mean {near}? docs/tools.md lists all"
        : $"allowed are *, {string.Join(", ", catalog.Tags)}";

    /// <summary>Reads the members that came over <paramref name="current"/>; null sets a member back to its default
    /// (RFC 7396).</summary>
    public static McpServerConfig Read(JsonBodyReader reader, McpServerConfig current, ToolCatalog catalog)
    {
        var safe = new McpServerConfig();
        T Merge<T>(string name, T? came, T now, T otherwise) where T : class? => came ?? (reader.IsNull(name) ? otherwise : now);
        var config = new McpServerConfig
        {
            Methods = Merge("methods", reader.TextList("methods", MethodComplaint), current.Methods, safe.Methods),
            Tools = Merge("tools", reader.TextList("tools", pattern => PatternComplaint(pattern, catalog)),
                current.Tools, safe.Tools),
            ExcludeTools = Merge(
                "exclude_tools", reader.TextList("exclude_tools", pattern => PatternComplaint(pattern, catalog)),
                current.ExcludeTools, safe.ExcludeTools),
            RequireApiTokenAuth = reader.Flag("require_api_token_auth")
                ?? (!reader.IsNull("require_api_token_auth") && current.RequireApiTokenAuth),
            Frozen = reader.Flag("frozen") ?? (!reader.IsNull("frozen") && current.Frozen),
            Auth = Choice(reader, "auth", current.Auth),
            OAuthScopes = reader.TextList("oauth_scopes", OAuthIssuerJson.ScopeComplaint)
                ?? (reader.IsNull("oauth_scopes") ? null : current.OAuthScopes),
            Limits = CallLimitsJson.Read(reader, current.Limits, withTotal: true),
            Mark = Choice(reader, "mark", current.Mark),
            Scope = Merge("scope", AccessScopeJson.Read(reader, catalog), current.Scope, safe.Scope),
        };

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
        var tags = reader.TextList("tags", tag => TagComplaint(tag, catalog));
        config = config with
        {
            Tags = Merge("tags", tags, reader.Has("tools") && !reader.Has("tags") ? ["*"] : current.Tags,
                safe.Tags)
        };
        reader.RefuseOthers();
        return config;
    }

    /// <summary>Notes where <paramref name="config"/> exceeds the account's policy.</summary>
    public static void Check(JsonBodyReader reader, McpServerConfig config, IntegratedAccount account, ToolCatalog catalog)
    {
        foreach (var method in config.Methods.Where(method => !MethodNames.Covers(account.Policy.Methods, method)))
        {
            reader.Fault($"{method} is more than {account.PolicyWords} allows: " +
                $"{string.Join(", ", account.Policy.Methods)}", "methods");
        }

        foreach (var tag in config.Tags.Where(tag => !account.Policy.Tags.Contains("*") && !account.Policy.Tags.Contains(tag)))
        {
            reader.Fault($"{tag} is more than {account.PolicyWords} allows: " +
                $"{string.Join(", ", account.Policy.Tags)}", "tags");
        }

        for (var index = 0; index < config.Tools.Count; index++)
        {
            var meant = catalog.All.Where(tool => ToolFilter.Matches(config.Tools[index], tool)).ToArray();
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

        if (catalog.Form.DefaultedBy is { } needed && account.Text(needed) is null && AccessScope.Of(config, account).Count > 0)
        {
            reader.Fault($"a scope's names are those of one {needed}, and account {account.Id} has none: connect it with " +
                $"{needed}", "scope");
        }

        if (config is { Auth: ServerAuth.OAuth, RequireApiTokenAuth: true })
        {
            reader.Fault("auth oauth asks for an access token already; leave this out", "require_api_token_auth");
        }

        if (config.Auth == ServerAuth.OAuth && account.Policy is { RequireApiTokenAuth: true, OAuth: not null })
        {
            reader.Fault($"the policy of account {account.Id} has require_api_token_auth, and an access token of its " +
                "issuer stands for no API token; mint with auth url, or take policy.oauth away", "auth");
        }

        if (config.OAuthScopes is not null && (config.Auth != ServerAuth.OAuth || account.Policy.OAuth is null))
        {
            reader.Fault("scopes are those of an issuer: they need auth oauth, and policy.oauth of account " +
                $"{account.Id}", "oauth_scopes");
        }

        if (AdminFormat.SizeOf(writer => Write(writer, config)) is > AdminFormat.MostBytes and var size)
        {
            reader.Fault($"{size} bytes came, at most {AdminFormat.MostBytes} are kept; globs and tags say more in less");
        }
    }

    /// <summary>Notes a config that exposes no tool at all, unless something else is wrong, which says more.</summary>
    public static void CheckExposure(
        JsonBodyReader reader, McpServerConfig config, IntegratedAccount account, ToolCatalog catalog)
    {
        if (reader.Errors.Count > 0)
        {
            return;
        }

        var exposed = new ToolFilter(config, account, catalog).Select();
        if (exposed.Count > 0)
        {
            var scopes = AccessScope.Of(config, account).Select(scope => scope.Members).ToArray();
            if (catalog.Form.ReachComplaint(account.Members, scopes, exposed) is { } complaint)
            {
                reader.Fault(complaint, "scope");
            }
        }
        else
        {
            var edition = catalog.EditionAt(account.Address);
            foreach (var tag in config.Tags.Where(tag => tag != "*"))
            {
                var tagged = catalog.All.Where(tool => tool.Tags.Contains(tag)).ToArray();
                if (tagged.All(tool => tool.Editions.Count > 0 && !tool.Editions.Contains(edition)))
                {
                    reader.Fault(
                        $"the tools of {tag} are those of {Others(tagged, catalog)}, and account {account.Id} is " +
                            $"{catalog.NameOfEdition(edition)}", "tags");
                }
            }

            reader.Fault(
                $"no tool has one of the methods {string.Join(", ", config.Methods)} and one of the tags {string.Join(", ", config.Tags)}"
                + (config.Tools.Count > 0 ? $" and a name like {string.Join(", ", config.Tools)}" : "")
                + (config.ExcludeTools.Count > 0 ? $" that {string.Join(", ", config.ExcludeTools)} does not exclude" : "")
                + (AccessScope.Of(config, account).Count > 0 ? " and stays within the scope" : "")
                + "; docs/tools.md lists all tools");
        }
    }

    /// <summary>Writes it whole, defaults included: what is exposed should not have to be looked up.</summary>
    public static void Write(Utf8JsonWriter writer, McpServerConfig config)
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

        AccessScopeJson.Write(writer, config.Scope);
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
    public static string? PatternComplaint(string pattern, ToolCatalog catalog) =>
        pattern.Length > 64 || !IsCheap(pattern) ? $"at most 64 characters are allowed, {MostStars} of them *"
        : !catalog.All.Any(tool => ToolFilter.Matches(pattern, tool))
        ? "no tool has such a name; docs/tools.md lists them, * and ? are wildcards" : null;

    /// <summary>Whether a glob is matched in little time: each <c>*</c> more is a further place to keep, for each name
    /// it is held against.</summary>
    public static bool IsCheap(string glob) => glob.AsSpan().Count('*') <= MostStars;
}
