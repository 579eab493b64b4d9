using ServerlessMcp.Access;
using ServerlessMcp.Catalog;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Admin;

/// <summary>
/// What <c>dry_run</c> answers instead of minting: the tools that the URL would have, and what the Terraform token behind the account can really do, because a tool is no use
/// without the permission, and a permission that no tool needs is one too many. Terraform is asked for it, within <see cref="Patience"/>.
/// </summary>
public sealed class MintingPreview(TerraformClient terraform, BlobResolver blobs, ICredentialSource credentials, ScopeMatches scopes, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly FieldSelection User = FieldSelection.Parse(["id", "username", "is_service_account"]);
    private static readonly FieldSelection Organization = FieldSelection.Parse(["name", "permissions"]);
    private static readonly FieldSelection Everything = FieldSelection.Parse(["*"]);

    /// <summary>Answers it.</summary>
    public async Task AnswerAsync(AdminCall call, McpServer server, IntegratedAccount account)
    {
        var asked = scopes.CountAsync(server.Config, account, call.Aborted);
        var told = await AskAsync(account, call.Aborted);
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
            McpServerJson.WriteTools(writer, server, account);
            writer.WriteStartArray("tools");
            foreach (var tool in new ToolFilter(server.Config, account).Select(ToolCatalog.Default))
            {
                writer.WriteStartObject();
                writer.WriteString("name", tool.NameIn(server.Config.ToolNames));
                writer.WriteString("title", tool.Title);
                writer.WriteString("effect", tool.WorstEffect.ToString().ToLowerInvariant());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            ScopeMatches.Write(writer, matches);
            writer.WritePropertyName("terraform");
            writer.WriteRawValue(HiddenText.Clean(told).Span, skipInputValidation: true);
            writer.WriteEndObject();
        });
    }

    private async Task<ReadOnlyMemory<byte>> AskAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        var api = new AccountApi(terraform, blobs, credentials, account);
        var (told, trouble, sentence) = await ConnectionProbe.AskAsync(
            account, Patience, time, async limited => await api.OpenAsync(limited) ? await AskAsync(api, limited) : Problem("The vault has no secret under the account's name."), cancellationToken);
        return trouble is null ? told : Problem(sentence);
    }

    private static async Task<ReadOnlyMemory<byte>> AskAsync(AccountApi api, CancellationToken cancellationToken)
    {
        using var user = await api.GetAsync("/api/v2/account/details", cancellationToken);
        if (!user.IsSuccess)
        {
            return Problem($"{api.Account.Address.Host} answered {user.Status} to the account's token{(user.Status == 401 ? ": it is wrong, expired or revoked" : "")}.");
        }

        // Without an organization of its own the account's token may see several.
        var name = api.Account.Organization is { } own ? Uri.EscapeDataString(own) : null;
        using var organization = await api.GetAsync(name is null ? "/api/v2/organizations?page%5Bsize%5D=20" : $"/api/v2/organizations/{name}", cancellationToken);
        using var entitlements = name is null ? null : await api.GetAsync($"/api/v2/organizations/{name}/entitlement-set", cancellationToken);
        return ToolAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("reachable", true);
            writer.WritePropertyName("user");
            ResourceReader.WriteSingle(user.Body.Span, User, writer);
            if (!organization.IsSuccess)
            {
                writer.WriteString("problem", $"The token may not see {(name is null ? "organizations" : $"the organization {api.Account.Organization}, or there is none")}: {organization.Status}.");
            }
            else if (name is null)
            {
                writer.WritePropertyName("organizations");
                ResourceReader.WriteItems(organization.Body.Span, Organization, writer);
            }
            else
            {
                writer.WritePropertyName("organization");
                ResourceReader.WriteSingle(organization.Body.Span, Organization, writer);
            }

            if (entitlements is { IsSuccess: true })
            {
                writer.WritePropertyName("entitlements");
                ResourceReader.WriteSingle(entitlements.Body.Span, Everything, writer);
            }

            writer.WriteEndObject();
        });
    }

    private static ReadOnlyMemory<byte> Problem(string problem) => ToolAnswer.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("reachable", false);
        writer.WriteString("problem", problem);
        writer.WriteEndObject();
    });
}
