using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>An integrated account on the wire.</summary>
internal static class AccountJson
{
    /// <summary>Reads the body of a PUT; null, or faults noted, if it is not acceptable.</summary>
    public static IntegratedAccount? Read(JsonBodyReader reader, string id, IntegrationRegistry integrations)
    {
        var integration = reader.OneOf("integration", [.. integrations.All.Select(one => one.Name)])
            ?? integrations.All[0].Name;
        var catalog = integrations.Find(integration)!.Catalog;
        var address = ReadAddress(reader, catalog.Form);
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in catalog.Form.Members)
        {
            Read(reader, member, members);
        }

        var isSecretNeeded = !catalog.Form.MayHaveNoSecret;
        var credential = reader.Record("credential", required: isSecretNeeded);
        var secret = credential?.Text("secret", 200, required: true) ?? (isSecretNeeded || credential is not null ? null : "");
        credential?.RefuseOthers();
        var policy = AccountPolicyJson.Read(reader.Record("policy"), catalog);
        if (policy.Scope is not null && catalog.Form.DefaultedBy is { } needed && !members.ContainsKey(needed) && !reader.Has(needed))
        {
            reader.Fault($"a scope's names are those of one {needed}; name it as {needed}", "policy/scope");
        }

        reader.RefuseOthers();
        return address is null || secret is null ? null : new IntegratedAccount
        {
            Id = id,
            Integration = integration,
            Address = address,
            SecretName = secret,
            Members = members,
            Policy = policy,
        };
    }

    /// <summary>Writes it. The secret's name is the admin's own word; its value is not here to be written.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="account">The account.</param>
    /// <param name="setup">What its integration says is to be set up in its system; nothing if null.</param>
    /// <param name="notice">What an admin should know of its credential; nothing if null.</param>
    public static void Write(
        Utf8JsonWriter writer, IntegratedAccount account, ReadOnlyMemory<byte>? setup = null, string? notice = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", account.Id);
        writer.WriteString("integration", account.Integration);
        writer.WriteString("address", account.Address.GetLeftPart(UriPartial.Authority));
        WriteMembers(writer, account);
        if (account.SecretName.Length > 0)
        {
            writer.WriteStartObject("credential");
            writer.WriteString("secret", account.SecretName);
            writer.WriteEndObject();
        }

        if (notice is not null)
        {
            writer.WriteString("notice", notice);
        }

        AccountPolicyJson.Write(writer, account.Policy);
        writer.WriteTime("created_at", account.CreatedAt);
        writer.WriteTime("updated_at", account.UpdatedAt);
        if (setup is { } told)
        {
            writer.WritePropertyName("setup");
            writer.WriteRawValue(told.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what the integration adds, as it was given.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, IntegratedAccount account)
    {
        foreach (var (name, value) in account.Members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static void Read(JsonBodyReader reader, AccountMember member, Dictionary<string, JsonElement> members)
    {
        if (member.IsList)
        {
            if (reader.TextList(member.Name, member.Complaint, member.IsRequired) is { Count: > 0 } texts)
            {
                members[member.Name] = IntegratedAccount.Member([.. texts]);
            }
        }
        else if (reader.Text(member.Name, member.MaxLength, member.IsRequired) is { } text)
        {
            members[member.Name] = IntegratedAccount.Member(text);
            if (member.Complaint(text) is { } complaint)
            {
                reader.Fault(complaint, member.Name);
            }
        }
    }

    private static Uri? ReadAddress(JsonBodyReader reader, AccountForm form)
    {
        if (reader.Text("address", 255, required: form.DefaultAddress is null) is not { } text)
        {
            return reader.Has("address") ? null : form.DefaultAddress;
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
