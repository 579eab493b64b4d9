using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>Whom an API token of identity rules was made for, on the wire.</summary>
internal static class IdentityJson
{
    /// <summary>Writes it as the member <c>identity</c>.</summary>
    public static void Write(Utf8JsonWriter writer, TokenIdentity identity)
    {
        writer.WriteStartObject("identity");
        writer.WriteTexts("rules", identity.Rules.Select(rule => rule.Id));
        writer.WriteString("issuer", identity.Issuer);
        writer.WriteString("subject", identity.Subject);
        writer.WriteBoolean("is_person", identity.IsPerson);
        if (identity.IsPerson)
        {
            writer.WriteTime("signed_in_at", identity.SignedInAt);
        }

        writer.WriteEndObject();
    }
}
