using ServerlessMcp.Access.OAuth;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>What somebody found and wants revoked: <c>{"token": "smcp_…"}</c>, or <c>{"url":
/// "https://…/mcp/smcp_…"}</c>. It is quoted nowhere.</summary>
/// <param name="Id">The id of the server that it is of (<c>mcp-…</c>); null where there are errors.</param>
/// <param name="Errors">What is wrong with the body.</param>
internal sealed record FoundUrl(string? Id, IReadOnlyList<FieldError> Errors)
{
    private const int MaxLength = 2048;

    /// <summary>Reads one.</summary>
    public static FoundUrl Read(JsonElement body)
    {
        var reader = new JsonBodyReader(body);
        var (token, url) = (reader.Text("token", MaxLength), reader.Text("url", MaxLength));
        reader.RefuseOthers();
        if (reader.Errors.Count == 0 && (token is null) == (url is null))
        {
            reader.Fault("token or url is needed, one of them");
        }

        if (reader.Errors.Count > 0)
        {
            return new(null, reader.Errors);
        }

        var id = token is not null ? IdOf(token.Trim()) : OfUrl(url!.Trim());
        if (id is null)
        {
            var (name, came) = token is not null ? ("token", token.Trim()) : ("url", "");
            reader.Fault(came.StartsWith(SecretToken.ApiPrefix, StringComparison.Ordinal)
                ? "an API token came; DELETE /api-token/{id} ends it"
                : "no token of an MCP URL came: smcp_ and 49 characters, whole, as it stands in the URL", name);
        }

        return new(id, reader.Errors);
    }

    /// <summary>Whether a text is a token, of an MCP URL or of the API, by its form.</summary>
    public static bool IsToken(string text) =>
        text.StartsWith(SecretToken.UrlPrefix, StringComparison.Ordinal)
        || text.StartsWith(SecretToken.ApiPrefix, StringComparison.Ordinal);

    private static string? IdOf(string token) =>
        SecretToken.IsWellFormed(SecretToken.UrlPrefix, token)
        ? SecretToken.RecordId(SecretToken.UrlPrefix, SecretToken.Hash(token)) : null;

    // Whatever stands before and behind: it may have been found under another name of the host, or with something that
    // a client added.
    private static string? OfUrl(string url)
    {
        var parts = url.Split(['/', '?', '#'], StringSplitOptions.RemoveEmptyEntries);
        var server = url.IndexOf(OAuthUrls.ServerPath, StringComparison.Ordinal);
        return Array.Find(parts, part => SecretToken.IsWellFormed(SecretToken.UrlPrefix, part)) is { } token ? IdOf(token)
            : server < 0 ? null
            : url[(server + OAuthUrls.ServerPath.Length)..].Split(['/', '?', '#'])[0] is var id
            && Identifier.IsValid(id) ? id : null;
    }
}
