using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>An integrated account on the wire.</summary>
internal static class AccountJson
{
    /// <summary>Reads the body of a PUT; null, or faults noted, if it is not acceptable.</summary>
    public static IntegratedAccount? Read(JsonBodyReader reader, string id, IntegrationRegistry integrations)
    {
        var integration = reader.OneOf("integration", [.. integrations.All.Select(one => one.Catalog.Integration)])
            ?? integrations.All[0].Catalog.Integration;
        var catalog = integrations.Find(integration)!.Catalog;
        var address = ReadAddress(reader);
        var organization = reader.Text("organization", 40);
        if (organization?.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_') == false)
        {
            reader.Fault("an organization's name has letters, digits, - and _ only", "organization");
        }

        var credential = reader.Record("credential", required: true);
        var secret = credential?.Text("secret", 200, required: true);
        credential?.RefuseOthers();
        var hosts = reader.TextList(
            "blob_hosts", host => Uri.CheckHostName(host) == UriHostNameType.Unknown ? "a host name is needed" : null);
        var policy = ReadPolicy(reader.Record("policy"), catalog);
        if (policy.Scope is not null && organization is null && !reader.Has("organization"))
        {
            reader.Fault("a scope's names are those of one organization; name it as organization", "policy/scope");
        }

        reader.RefuseOthers();
        return address is null || secret is null ? null : new IntegratedAccount
        {
            Id = id,
            Integration = integration,
            Address = address,
            Organization = organization,
            SecretName = secret,
            BlobHosts = hosts ?? [],
            Policy = policy,
        };
    }

    /// <summary>Writes it. The secret's name is the admin's own word; its value is not here to be written.</summary>
    public static void Write(Utf8JsonWriter writer, IntegratedAccount account)
    {
        writer.WriteStartObject();
        writer.WriteString("id", account.Id);
        writer.WriteString("integration", account.Integration);
        writer.WriteString("address", account.Address.GetLeftPart(UriPartial.Authority));
        if (account.Organization is not null)
        {
            writer.WriteString("organization", account.Organization);
        }

        writer.WriteStartObject("credential");
        writer.WriteString("secret", account.SecretName);
        writer.WriteEndObject();
        if (account.BlobHosts.Count > 0)
        {
            writer.WriteTexts("blob_hosts", account.BlobHosts);
        }

        writer.WriteStartObject("policy");
        writer.WriteString("max_ttl", Durations.Format(account.Policy.MaxTtl));
        writer.WriteString("default_ttl", Durations.Format(account.Policy.DefaultTtl));
        writer.WriteBoolean("allow_permanent", account.Policy.AllowPermanent);
        writer.WriteTexts("methods", account.Policy.Methods);
        writer.WriteTexts("tags", account.Policy.Tags);
        writer.WriteBoolean("require_api_token_auth", account.Policy.RequireApiTokenAuth);
        AccessScopeJson.Write(writer, account.Policy.Scope);
        if (account.Policy.AuditRetention is { } retention)
        {
            writer.WriteString("audit_retention", retention == TimeSpan.Zero ? Durations.None : Durations.Format(retention));
        }

        if (account.Policy.AuditReads is { } reads)
        {
            writer.WriteBoolean("audit_reads", reads);
        }

        if (account.Policy.OAuth is { } issuer)
        {
            writer.WriteStartObject("oauth");
            writer.WriteString("issuer", issuer.Issuer);
            if (issuer.Audience is not null)
            {
                writer.WriteString("audience", issuer.Audience);
            }

            writer.WriteTexts("scopes", issuer.Scopes);
            writer.WriteEndObject();
        }

        CallLimitsJson.Write(writer, account.Policy.Limits);
        writer.WriteEndObject();
        writer.WriteTime("created_at", account.CreatedAt);
        writer.WriteTime("updated_at", account.UpdatedAt);
        writer.WriteEndObject();
    }

    /// <summary>What is wrong with an OAuth scope or role (RFC 6749, 3.3), or null.</summary>
    public static string? ScopeComplaint(string scope) =>
        scope.Length is >= 1 and <= 200 && scope.All(character => character is > ' ' and <= '~' and not ('"' or '\\'))
        ? null : "1 to 200 printable ASCII characters without space, \" and \\ are allowed";

    private static OAuthIssuer? ReadIssuer(JsonBodyReader reader)
    {
        var issuer = reader.Text("issuer", 500, required: true);
        if (issuer is not null
            && !(Uri.TryCreate(issuer, UriKind.Absolute, out var address)
                && address is { Scheme: "https", UserInfo: "", Query: "", Fragment: "" }))
        {
            reader.Fault("the issuer's https URL is needed, to the character as its tokens have it in iss", "issuer");
        }

        var read = new OAuthIssuer
        {
            Issuer = issuer ?? "",
            Audience = reader.Text("audience", 500),
            Scopes = reader.TextList("scopes", ScopeComplaint) ?? [],
        };
        reader.RefuseOthers();
        return read;
    }

    private static Uri? ReadAddress(JsonBodyReader reader)
    {
        if (reader.Text("address", 255) is not { } text)
        {
            return reader.Has("address") ? null : new Uri("https://app.terraform.io");
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" }
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return address;
        }

        reader.Fault("an https origin without a path is needed, such as https://tfe.example.com; http is for " +
            "loopback only", "address");
        return null;
    }

    private static AccountPolicy ReadPolicy(JsonBodyReader? reader, ToolCatalog catalog)
    {
        var safe = new AccountPolicy();
        if (reader is null)
        {
            return safe;
        }

        var policy = new AccountPolicy
        {
            MaxTtl = reader.Duration("max_ttl") ?? safe.MaxTtl,
            AllowPermanent = reader.Flag("allow_permanent") ?? safe.AllowPermanent,
            Methods = reader.TextList("methods", McpServerConfigJson.MethodComplaint) ?? safe.Methods,
            Tags = reader.TextList("tags", tag => McpServerConfigJson.TagComplaint(tag, catalog)) ?? safe.Tags,
            RequireApiTokenAuth = reader.Flag("require_api_token_auth") ?? safe.RequireApiTokenAuth,
            Scope = AccessScopeJson.Read(reader, catalog),
            AuditRetention = reader.Duration("audit_retention", orNone: true),
            AuditReads = reader.Flag("audit_reads"),
            OAuth = reader.Record("oauth") is { } oauth ? ReadIssuer(oauth) : null,
            Limits = CallLimitsJson.Read(reader, current: null, withTotal: false),
        };

        // A shorter max_ttl alone shortens the default with it; a default_ttl over max_ttl is a mistake to be told.
        var defaultTtl = reader.Duration("default_ttl");
        if (defaultTtl > policy.MaxTtl)
        {
            reader.Fault($"{Durations.Format(defaultTtl.Value)} is more than max_ttl, which is " +
                $"{Durations.Format(policy.MaxTtl)}", "default_ttl");
        }

        reader.RefuseOthers();
        return policy with { DefaultTtl = defaultTtl ?? (safe.DefaultTtl < policy.MaxTtl ? safe.DefaultTtl : policy.MaxTtl) };
    }
}
