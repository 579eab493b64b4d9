using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>An MCP server on the wire.</summary>
internal static class McpServerJson
{
    /// <summary>Reads a body over <paramref name="current"/>, which is a fresh server when minting, and checks it
    /// against the account's policy.</summary>
    public static McpServer Read(
        JsonBodyReader reader, IntegratedAccount account, ToolCatalog catalog, DateTimeOffset now, McpServer current)
    {
        var name = reader.Text("name", 100, required: current.Name.Length == 0) ?? current.Name;
        var config = current.Config;
        if (reader.Record("config") is { } members)
        {
            config = McpServerConfigJson.Read(members, config, catalog);
            if (config.Auth != current.Config.Auth && current.Name.Length > 0)
            {
                members.Fault("auth is fixed when a server is minted; mint another", "auth");
            }

            McpServerConfigJson.Check(members, config, account, catalog);
            if (members.Errors.Count == 0)
            {
                NamedTools.Check(members, config, account, catalog);
            }

            McpServerConfigJson.CheckExposure(members, config, account, catalog);
        }
        else if (reader.Errors.Count == 0)
        {
            McpServerConfigJson.Check(reader, config, account, catalog);
            McpServerConfigJson.CheckExposure(reader, config, account, catalog);
        }

        var (reason, ticket) = JustificationJson.Read(reader, account, current);
        var (expiresAt, maxTtlFrom) = McpServerExpiry.Read(reader, account, now, current);
        reader.RefuseOthers();
        // Freezing approves the tools of that moment. What is frozen already is approved by approve-tools alone,
        // whatever else is changed.
        var approved = !config.Frozen ? null : current.Config.Frozen ? current.ApprovedTools
            : ToolsDigest.Of(config, account, catalog).Digest;
        return current with
        {
            Name = name,
            Config = config,
            ApprovedTools = approved,
            Reason = reason,
            Ticket = ticket,
            ExpiresAt = expiresAt,
            MaxTtlFrom = maxTtlFrom,
        };
    }

    /// <summary>Writes it; with its token, and a URL that carries it, in the answer to minting, and never again.</summary>
    public static void Write(
        Utf8JsonWriter writer, McpServer server, IntegratedAccount account, ToolCatalog catalog, string? token = null,
        string? url = null, bool withSurface = false, IReadOnlyList<(string Kind, int? Count)>? matches = null,
        ToolDifference? difference = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", server.Id);
        writer.WriteString("name", server.Name);
        writer.WriteString("integrated_account_id", server.IntegratedAccountId);
        writer.WritePropertyName("config");
        McpServerConfigJson.Write(writer, server.Config);
        AccessScopeJson.Write(writer, account.Policy.Scope, "policy_scope"); // What the config does not say binds all the same.
        WriteTools(writer, server, account, catalog);
        writer.WriteString("created_by", server.CreatedBy);
        writer.WriteTime("created_at", server.CreatedAt);
        writer.WriteTime("expires_at", server.ExpiresAt);
        WriteEnd(writer, server, account);
        JustificationJson.Write(writer, server.Reason, server.Ticket);
        if (server.RequestId is { } request)
        {
            writer.WriteString("request", request);
        }

        difference?.Write(writer);
        ScopeMatchesJson.Write(writer, matches);
        if (withSurface)
        {
            McpServerSurfaceJson.Write(writer, server, account, catalog);
        }

        if (token is not null)
        {
            writer.WriteString("token", token);
        }

        if (url is not null)
        {
            writer.WriteString("url", url);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what the audit trail has of it where it is made or changed.</summary>
    public static void WriteDetails(Utf8JsonWriter writer, McpServer server, IntegratedAccount account, ToolCatalog catalog)
    {
        writer.WritePropertyName("config");
        McpServerConfigJson.Write(writer, server.Config);
        WriteTools(writer, server, account, catalog);
        writer.WriteTime("expires_at", server.ExpiresAt);
        WriteEnd(writer, server, account);
        JustificationJson.Write(writer, server.Reason, server.Ticket);
    }

    /// <summary>Writes the digest of its tools as they are now, how many they are, the worst that one of them does, and,
    /// where they are frozen, the digest that was approved.</summary>
    public static void WriteTools(Utf8JsonWriter writer, McpServer server, IntegratedAccount account, ToolCatalog catalog)
    {
        var tools = ToolsDigest.Of(server, account, catalog);
        writer.WriteString("tools_digest", tools.Digest);
        writer.WriteNumber("tool_count", tools.Count);
        writer.WriteString("effect", tools.WorstEffect is { } effect ? AdminFormat.Name(effect) : null);
        if (server.ApprovedTools is { } approved)
        {
            writer.WriteString("approved_tools_digest", approved);
        }
    }

    /// <summary>Writes what else decides when it ends: from when the policy's <c>max_ttl</c> counts where it was
    /// extended, and the end itself where the policy has another than <c>expires_at</c>.</summary>
    public static void WriteEnd(Utf8JsonWriter writer, McpServer server, IntegratedAccount account)
    {
        if (server.MaxTtlFrom is not null)
        {
            writer.WriteTime("max_ttl_from", server.MaxTtlFrom);
        }

        if (server.EndsAt(account.Policy) is { } end && end != server.ExpiresAt)
        {
            writer.WriteTime("ends_at", end);
        }
    }
}
