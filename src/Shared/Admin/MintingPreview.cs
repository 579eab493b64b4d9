using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Admin;

/// <summary>
/// What <c>dry_run</c> answers instead of minting: the tools that the URL would have, and what the credential behind
/// the account can really do, because a tool is no use without the permission, and a permission that no tool needs is
/// one too many. Its integration asks for it.
/// </summary>
public sealed class MintingPreview(IntegrationRegistry integrations)
{
    /// <summary>Answers it.</summary>
    internal async Task AnswerAsync(AdminCall call, McpServer server, UrlAccounts accounts)
    {
        var parts = accounts.Parts(server.Config);
        var asked = ScopeMatches.AskAsync(integrations, parts, call.Aborted);
        var told = await Task.WhenAll(parts.Select(part => integrations.Of(part.Account).PreviewAsync(part.Account, call.Aborted)));
        var matches = await asked;
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("dry_run", true);
            writer.WriteString("name", server.Name);
            writer.WriteString("integrated_account_id", accounts.Home.Id);
            writer.WritePropertyName("config");
            McpServerConfigJson.Write(writer, server.Config, accounts.Home.Id);
            McpServerJson.WritePolicyScope(writer, server.Config, accounts);
            writer.WriteTime("expires_at", server.ExpiresAt);
            McpServerJson.WriteTools(writer, server, accounts);
            writer.WriteStartArray("tools");
            foreach (var part in parts)
            {
                WriteTools(writer, part, isOfSeveral: parts.Count > 1);
            }

            writer.WriteEndArray();
            matches.Write(writer);
            WriteMembers(writer, parts);
            foreach (var (part, preview) in parts.Zip(told))
            {
                writer.WritePropertyName(integrations.Of(part.Account).PreviewName);
                writer.WriteRawValue(InvisibleText.Clean(preview).Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        });
    }

    // What a form asks for is the integration's to say, at each account.
    private static void WriteMembers(Utf8JsonWriter writer, IReadOnlyList<UrlPart> parts)
    {
        writer.WriteStartObject("scope_members");
        foreach (var part in parts)
        {
            writer.WriteStartArray(part.Account.Id);
            foreach (var member in part.Catalog.Form.Scope.Where(member => member.Role != ScopeRole.Tools))
            {
                writer.WriteStartObject();
                writer.WriteString("name", member.Name);
                writer.WriteString("label", member.Label ?? $"{char.ToUpperInvariant(member.Name[0])}{member.Name[1..].Replace('_', ' ')}");
                if (member.Example is { } example)
                {
                    writer.WriteString("example", example);
                }

                if (member.Marks.Contains(' ', StringComparison.Ordinal))
                {
                    writer.WriteBoolean("with_spaces", true);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, UrlPart part, bool isOfSeveral)
    {
        foreach (var tool in part.Filter().Select())
        {
            writer.WriteStartObject();
            writer.WriteString("name", tool.NameIn(part.Config.ToolNames));
            writer.WriteString("title", tool.Title);
            writer.WriteString("effect", AdminFormat.Name(tool.WorstEffect));
            writer.WriteString("group", tool.MethodGroup);
            writer.WriteTexts("tags", tool.Tags);
            if (isOfSeveral)
            {
                writer.WriteString("account", part.Account.Id);
            }

            writer.WriteEndObject();
        }
    }
}
