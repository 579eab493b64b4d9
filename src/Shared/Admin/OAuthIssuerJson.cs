using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>Whose access tokens an account takes, on the wire.</summary>
internal static class OAuthIssuerJson
{
    /// <summary>Reads it; faults are noted.</summary>
    public static OAuthIssuer Read(JsonBodyReader reader)
    {
        var issuer = reader.Text("issuer", 500, required: true);
        if (issuer is not null
            && !(Uri.TryCreate(issuer, UriKind.Absolute, out var address)
                && address is { Scheme: "https", UserInfo: "", Query: "", Fragment: "" }))
        {
            reader.Fault("the issuer's https URL is needed, to the character as its tokens have it in iss", "issuer");
        }

        var read = new OAuthIssuer
        {
            Issuer = issuer ?? "",
            Audience = reader.Text("audience", 500),
            Scopes = reader.TextList("scopes", ScopeComplaint) ?? [],
        };
        reader.RefuseOthers();
        return read;
    }

    /// <summary>Writes it as the member <c>oauth</c>.</summary>
    public static void Write(Utf8JsonWriter writer, OAuthIssuer issuer)
    {
        writer.WriteStartObject("oauth");
        writer.WriteString("issuer", issuer.Issuer);
        if (issuer.Audience is not null)
        {
            writer.WriteString("audience", issuer.Audience);
        }

        writer.WriteTexts("scopes", issuer.Scopes);
        writer.WriteEndObject();
    }

    /// <summary>What is wrong with an OAuth scope or role (RFC 6749, 3.3), or null.</summary>
    public static string? ScopeComplaint(string scope) =>
        scope.Length is >= 1 and <= 200 && scope.All(character => character is > ' ' and <= '~' and not ('"' or '\\'))
        ? null : "1 to 200 printable ASCII characters without space, \" and \\ are allowed";
}
