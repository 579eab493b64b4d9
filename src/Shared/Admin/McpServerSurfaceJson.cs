using ServerlessMcp.Exposure;

namespace ServerlessMcp.Admin;

/// <summary>What the digest of an MCP server's tools is of.</summary>
internal static class McpServerSurfaceJson
{
    /// <summary>Writes what the digest is of: what the tools reach, and the tools, each with all that it takes; of a URL
    /// with several accounts what each reaches, and each tool with its account.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<UrlPart> parts)
    {
        WriteReach(writer, "reach", parts[0]);
        if (parts.Count > 1)
        {
            writer.WriteStartObject("further_reach");
            foreach (var part in parts.Skip(1))
            {
                WriteReach(writer, part.Account.Id, part);
            }

            writer.WriteEndObject();
        }

        writer.WriteStartArray("tools");
        foreach (var part in parts)
        {
            WriteTools(writer, part, isOfSeveral: parts.Count > 1);
        }

        writer.WriteEndArray();
    }

    private static void WriteReach(Utf8JsonWriter writer, string name, UrlPart part)
    {
        writer.WriteStartObject(name);
        writer.WriteString("address", part.Account.Address.OriginalString);
        AccountJson.WriteMembers(writer, part.Account);
        writer.WriteString("secret", part.Account.SecretName);
        AccessScopeJson.Write(writer, part.Config.Scope);
        writer.WriteStartObject("policy");
        AccessScopeJson.Write(writer, part.Account.Policy.Scope);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, UrlPart part, bool isOfSeveral)
    {
        var filter = part.Filter();
        var options = ToolSchemaOptions.Of(part.Config, part.Account, filter) with { IsWhole = true };
        foreach (var tool in filter.Select())
        {
            writer.WriteStartObject();
            writer.WriteString("name", tool.NameIn(options.Names));
            writer.WriteString("title", tool.Title);
            writer.WriteString("description", tool.Description);
            writer.WriteString("effect", tool.WorstEffect.ToString().ToLowerInvariant());
            if (isOfSeveral)
            {
                writer.WriteString("account", part.Account.Id);
            }

            writer.WritePropertyName("inputSchema");
            ToolSchema.WriteInputSchema(writer, tool, options);
            writer.WriteEndObject();
        }
    }
}
