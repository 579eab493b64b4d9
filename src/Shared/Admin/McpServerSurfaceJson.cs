using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Admin;

/// <summary>What the digest of an MCP server's tools is of.</summary>
internal static class McpServerSurfaceJson
{
    /// <summary>Writes what the digest is of: what the tools reach, and the tools, each with all that it takes.</summary>
    public static void Write(Utf8JsonWriter writer, McpServer server, IntegratedAccount account, ToolCatalog catalog)
    {
        writer.WriteStartObject("reach");
        writer.WriteString("address", account.Address.OriginalString);
        AccountJson.WriteMembers(writer, account);
        writer.WriteString("secret", account.SecretName);
        AccessScopeJson.Write(writer, server.Config.Scope);
        writer.WriteStartObject("policy");
        AccessScopeJson.Write(writer, account.Policy.Scope);
        writer.WriteEndObject();
        writer.WriteEndObject();
        var filter = new ToolFilter(server.Config, account, catalog);
        var options = ToolSchemaOptions.Of(server.Config, account, filter) with { IsWhole = true };
        writer.WriteStartArray("tools");
        foreach (var tool in filter.Select())
        {
            writer.WriteStartObject();
            writer.WriteString("name", tool.NameIn(options.Names));
            writer.WriteString("title", tool.Title);
            writer.WriteString("description", tool.Description);
            writer.WriteString("effect", tool.WorstEffect.ToString().ToLowerInvariant());
            writer.WritePropertyName("inputSchema");
            ToolSchema.WriteInputSchema(writer, tool, options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
