using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
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
    public async Task AnswerAsync(AdminCall call, McpServer server, IntegratedAccount account)
    {
        var integration = integrations.Of(account);
        var asked = integration.CountScopeAsync(server.Config, account, call.Aborted);
        var told = await integration.PreviewAsync(account, call.Aborted);
        var matches = await asked;
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("dry_run", true);
            writer.WriteString("name", server.Name);
            writer.WriteString("integrated_account_id", account.Id);
            writer.WritePropertyName("config");
            McpServerConfigJson.Write(writer, server.Config);
            AccessScopeJson.Write(writer, account.Policy.Scope, "policy_scope");
            writer.WriteTime("expires_at", server.ExpiresAt);
            McpServerJson.WriteTools(writer, server, account, integration.Catalog);
            writer.WriteStartArray("tools");
            foreach (var tool in new ToolFilter(server.Config, account, integration.Catalog).Select())
            {
                writer.WriteStartObject();
                writer.WriteString("name", tool.NameIn(server.Config.ToolNames));
                writer.WriteString("title", tool.Title);
                writer.WriteString("effect", AdminFormat.Name(tool.WorstEffect));
                writer.WriteString("group", tool.MethodGroup);
                writer.WriteTexts("tags", tool.Tags);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            ScopeMatchesJson.Write(writer, matches);
            writer.WritePropertyName(integration.PreviewName);
            writer.WriteRawValue(InvisibleText.Clean(told).Span, skipInputValidation: true);
            writer.WriteEndObject();
        });
    }
}
