using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>An object that comes under Terraform's management: by an id, or since Terraform 1.12 by the attributes of
/// an identity.</summary>
/// <param name="Id">Its id, or <c>(known after apply)</c>; null if there is only an identity.</param>
/// <param name="Identity">The identity's attributes as JSON: <c>bucket</c>, <c>region</c>; null if there is none.</param>
internal sealed record ImportedObject(string? Id, IReadOnlyList<KeyValuePair<string, string>>? Identity)
{
    // An identity has two or three attributes: account, region, name.
    private const int MaxAttributes = 20;

    /// <summary>Reads <c>importing</c> of a change
    /// (<see href="https://developer.hashicorp.com/terraform/internals/json-format#change-representation"/>); null if
    /// nothing is imported.</summary>
    internal static ImportedObject? Of(JsonElement change)
    {
        if (!change.TryGetProperty("importing", out var importing)
            || importing.ValueKind is JsonValueKind.Null or JsonValueKind.False)
        {
            return null;
        }

        if (importing.ValueKind != JsonValueKind.Object)
            return new("(unknown)", null);
        var id = importing.TryGetProperty("id", out var named) ? named.ValueKind switch
        {
            JsonValueKind.String when !named.ValueEquals("") => named.GetString(),
            JsonValueKind.Number => named.GetRawText(),
            _ => null,
        } : null;
        KeyValuePair<string, string>[] identity = importing.TryGetProperty("identity", out var attributes)
            && attributes.ValueKind == JsonValueKind.Object
            ? [.. attributes.EnumerateObject().Where(attribute => attribute.Value.ValueKind != JsonValueKind.Null)
                .Take(MaxAttributes)
                .Select(attribute =>
                    KeyValuePair.Create(attribute.Name, DocumentValue.Text(attribute.Value, default, guesses: false)))]
            : [];

        // "unknown": true, where the id comes from what isn't there yet.
        return id is null && identity.Length == 0 ? new("(known after apply)", null)
            : new(id, identity.Length == 0 ? null : identity);
    }

    /// <summary>Writes <c>imported_id</c>, <c>imported_identity</c>, or both.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        if (Id is not null)
            writer.WriteString("imported_id", Shown(Id));
        if (Identity is null)
            return;
        writer.WriteStartObject("imported_identity");
        foreach (var (name, json) in Identity)
        {
            var value = DocumentValue.Parse(json);
            writer.WriteString(
                ErrorDocument.Clean(name), Shown(value.ValueKind == JsonValueKind.String ? value.GetString()! : json));
        }

        writer.WriteEndObject();
    }

    // An id is looked up by, as an address is, so nothing of it but a credential is taken out.
    private static string Shown(string id) => SecretText.Scrub(ResourceAddress.Shown(id));

    /// <summary>The same without what is a secret of the document.</summary>
    internal ImportedObject Masked(SensitiveValues secrets) => new(
        Id is not null && secrets.IsIn(Id) ? "(sensitive)" : Id,
        Identity is null ? null
            : [.. Identity.Select(
                attribute => KeyValuePair.Create(attribute.Key, DocumentValue.Masked(attribute.Value, secrets)!))]);
}
