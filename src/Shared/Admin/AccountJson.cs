using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;

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
        var policy = AccountPolicyJson.Read(reader.Record("policy"), catalog);
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

        AccountPolicyJson.Write(writer, account.Policy);
        writer.WriteTime("created_at", account.CreatedAt);
        writer.WriteTime("updated_at", account.UpdatedAt);
        writer.WriteEndObject();
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

        reader.Fault("an https origin without a path is needed, such as https://tfe.example.com; " +
            "http is for loopback only", "address");
        return null;
    }
}
