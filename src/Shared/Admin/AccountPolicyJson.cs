using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>The policy of an integrated account on the wire.</summary>
internal static class AccountPolicyJson
{
    /// <summary>Reads it; the safe defaults where nothing is said.</summary>
    public static AccountPolicy Read(JsonBodyReader? reader, ToolCatalog catalog)
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
            Require = reader.TextList("require", JustificationJson.Complaint),
            Scope = AccessScopeJson.Read(reader, catalog),
            AuditRetention = reader.Duration("audit_retention", orNone: true),
            AuditReads = reader.Flag("audit_reads"),
            OAuth = reader.Record("oauth") is { } oauth ? OAuthIssuerJson.Read(oauth) : null,
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

    /// <summary>Writes it as the member <c>policy</c>.</summary>
    public static void Write(Utf8JsonWriter writer, AccountPolicy policy)
    {
        writer.WriteStartObject("policy");
        writer.WriteString("max_ttl", Durations.Format(policy.MaxTtl));
        writer.WriteString("default_ttl", Durations.Format(policy.DefaultTtl));
        writer.WriteBoolean("allow_permanent", policy.AllowPermanent);
        writer.WriteTexts("methods", policy.Methods);
        writer.WriteTexts("tags", policy.Tags);
        writer.WriteBoolean("require_api_token_auth", policy.RequireApiTokenAuth);
        if (policy.Require is { } required)
        {
            writer.WriteTexts("require", required);
        }

        AccessScopeJson.Write(writer, policy.Scope);
        if (policy.AuditRetention is { } retention)
        {
            writer.WriteString("audit_retention", retention == TimeSpan.Zero ? Durations.None : Durations.Format(retention));
        }

        if (policy.AuditReads is { } reads)
        {
            writer.WriteBoolean("audit_reads", reads);
        }

        if (policy.OAuth is { } issuer)
        {
            OAuthIssuerJson.Write(writer, issuer);
        }

        CallLimitsJson.Write(writer, policy.Limits);
        writer.WriteEndObject();
    }
}
