using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>What an identity rule gives, on the wire: <c>[{scopes, integrated_accounts?, max_ttl?, methods?, tags?}]</c>.</summary>
internal static class AccessGrantsJson
{
    private const int MostGrants = 16;

    /// <summary>Reads it; faults are noted.</summary>
    public static IReadOnlyList<AccessGrant> Read(
        JsonBodyReader reader, IntegrationRegistry integrations, bool mayGrantAdmin)
    {
        var grants = reader.Records("grants", MostGrants, required: true);
        return [.. grants.Select(grant => ReadOne(grant, integrations, mayGrantAdmin))];
    }

    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<AccessGrant> grants)
    {
        writer.WriteStartArray("grants");
        foreach (var grant in grants)
        {
            writer.WriteStartObject();
            writer.WriteTexts("scopes", grant.Scopes.Select(AdminFormat.Name));
            if (grant.IntegratedAccounts is { } accounts)
            {
                writer.WriteTexts("integrated_accounts", accounts);
            }

            if (grant.MaxTtl is { } ttl)
            {
                writer.WriteString("max_ttl", Durations.Format(ttl));
            }

            if (grant.Methods is { } methods)
            {
                writer.WriteTexts("methods", methods);
            }

            if (grant.Tags is { } tags)
            {
                writer.WriteTexts("tags", tags);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static AccessGrant ReadOne(JsonBodyReader reader, IntegrationRegistry integrations, bool mayGrantAdmin)
    {
        var allowed = AdminFormat.Names<ApiTokenScope>();
        var scopes = reader.TextList(
            "scopes", scope => !allowed.Contains(scope) ? $"allowed are {string.Join(", ", allowed)}"
                : scope == "admin" && !mayGrantAdmin
                ? "a rule grants admin only where the host has SERVERLESSMCP_RULES_MAY_GRANT_ADMIN: whoever controls what it " +
                    "matches would own everything"
                : null,
            required: true);
        var grant = new AccessGrant
        {
            Scopes = [.. (scopes ?? []).Select(scope => AdminFormat.Value<ApiTokenScope>(scope)).OfType<ApiTokenScope>().Distinct()],
            IntegratedAccounts = reader.TextList(
                "integrated_accounts", account => Identifier.IsValid(account) ? null : $"an account's id is {Identifier.Form}"),
            MaxTtl = reader.Duration("max_ttl"),
            Methods = reader.TextList("methods", McpServerConfigJson.MethodComplaint),
            Tags = reader.TextList("tags", tag => TagComplaint(tag, integrations)),
        };
        if (grant.Scopes.Contains(ApiTokenScope.Admin) && grant is not { IntegratedAccounts: null, MaxTtl: null, Methods: null, Tags: null })
        {
            reader.Fault("admin is everything, and can't be for some accounts or within bounds", "scopes");
        }

        reader.RefuseOthers();
        return grant;
    }

    private static string? TagComplaint(string tag, IntegrationRegistry integrations)
    {
        string? complaint = null;
        foreach (var integration in integrations.All)
        {
            if ((complaint = McpServerConfigJson.TagComplaint(tag, integration.Catalog)) is null)
            {
                return null;
            }
        }

        return complaint;
    }
}
