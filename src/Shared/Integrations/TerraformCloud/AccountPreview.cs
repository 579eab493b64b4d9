using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// What the Terraform token behind an account can really do: whose it is, and what it may do in the organization. A
/// tool is no use without the permission, and a permission that no tool needs is one too many. Terraform is asked for
/// it, within <see cref="StoreDeadline"/>.
/// </summary>
internal sealed class AccountPreview(
    TerraformClient terraform, BlobResolver blobs, ICredentialSource credentials, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly FieldSelection User = FieldSelection.Parse(["id", "username", "is_service_account"]);
    private static readonly FieldSelection Organization = FieldSelection.Parse(["name", "permissions"]);
    private static readonly FieldSelection Everything = FieldSelection.Parse(["*"]);

    /// <summary>Asks for it.</summary>
    public async Task<ReadOnlyMemory<byte>> AskAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        var api = new TerraformSession(terraform, blobs, credentials, account);
        var (told, trouble, sentence) = await ConnectionProbe.AskAsync(
            account, Patience, time, async limited => await api.OpenAsync(limited) ? await AskAsync(api, limited)
                : Problem("The vault has no secret under the account's name."), cancellationToken);
        return trouble is null ? told : Problem(sentence);
    }

    private static async Task<ReadOnlyMemory<byte>> AskAsync(TerraformSession api, CancellationToken cancellationToken)
    {
        using var user = await api.GetAsync("/api/v2/account/details", cancellationToken);
        if (!user.IsSuccess)
        {
            return Problem($"{api.Account.Address.Host} answered {user.Status} to the account's " +
                $"token{(user.Status == 401 ? ": it is wrong, expired or revoked" : "")}.");
        }

        // Without an organization of its own the account's token may see several.
        var name = api.Account.Organization is { } own ? Uri.EscapeDataString(own) : null;
        using var organization = await api.GetAsync(
            name is null ? "/api/v2/organizations?page%5Bsize%5D=20" : $"/api/v2/organizations/{name}",
            cancellationToken);
        using var entitlements = name is null ? null
            : await api.GetAsync($"/api/v2/organizations/{name}/entitlement-set", cancellationToken);
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("reachable", true);
            writer.WritePropertyName("user");
            ResourceReader.WriteSingle(user.Body.Span, User, writer);
            if (!organization.IsSuccess)
            {
                writer.WriteString(
                    "problem", "The token may not see " +
                        $"{(name is null ? "organizations" : $"the organization {api.Account.Organization}, or there is none")}: {organization.Status}.");
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

    private static ReadOnlyMemory<byte> Problem(string problem) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("reachable", false);
        writer.WriteString("problem", problem);
        writer.WriteEndObject();
    });
}
