using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>A request for an access token (RFC 6749, 4.4.2), its client authenticated in the header or in the body
/// (2.3.1), never both, never in the URL.</summary>
/// <param name="GrantType">What is asked for.</param>
/// <param name="ClientId">Who asks.</param>
/// <param name="ClientSecret">What shows it.</param>
/// <param name="IsBasic">Whether both came in <c>Authorization</c>.</param>
/// <param name="Resource">The URL of the MCP server (RFC 8707).</param>
/// <param name="Scope">The scopes asked for; null for what there is.</param>
internal sealed record TokenRequest(
    string? GrantType, string? ClientId, string? ClientSecret, bool IsBasic, string? Resource, string? Scope)
{
    private const int MaxBodyBytes = 32 * 1024;
    private const string FormType = "application/x-www-form-urlencoded";

    private readonly Dictionary<string, Microsoft.Extensions.Primitives.StringValues> parameters = [];

    /// <summary>What else came in the body, by name.</summary>
    public string? Of(string name) => Of(parameters, name);

    /// <summary>Reads one; or says what is wrong with its form.</summary>
    public static async Task<(TokenRequest? Request, string? Complaint)> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(FormType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return (null, $"The body has to be {FormType}.");
        }

        if (await context.ReadBodyAsync(MaxBodyBytes) is not { } bytes)
        {
            return (null, $"At most {MaxBodyBytes} bytes are taken.");
        }

        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(bytes.Span));
        if (form.FirstOrDefault(parameter => parameter.Value.Count > 1) is { Key: { } twice })
        {
            return (null, twice == "resource" ? "An access token is for one MCP server: send one resource."
                : "A parameter came twice.");
        }

        var query = context.Request.Query;
        if (query.Keys.Any(name => name != "resource") || query["resource"].Count > 1)
        {
            return (null, "In the URL only resource may stand, once; " +
                "everything else comes in the body, and URLs are no place for secrets.");
        }

        var (resource, inUrl) = (Of(form, "resource"), query["resource"] is [{ Length: > 0 } one] ? one : null);
        if (resource is not null && inUrl is not null && resource != inUrl)
        {
            return (null, "The body's resource is not that of the URL.");
        }

        var (id, secret) = (Of(form, "client_id"), Of(form, "client_secret"));
        var basic = Basic(context.Request);
        if (context.Request.Headers.Authorization.Count > 0
            && (basic is null || secret is not null || (id is not null && id != basic.Value.Id)))
        {
            return (null, "One way of client authentication is needed: Authorization: Basic, or client_id and " +
                "client_secret in the body.");
        }

        return (new TokenRequest(
            Of(form, "grant_type"), basic?.Id ?? id, basic?.Secret ?? secret, basic is not null, resource ?? inUrl,
            Of(form, "scope"), form), null);
    }

    // A parameter without a value is one that did not come (RFC 6749, 3.2).
    private static string? Of(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> form, string name) =>
        form.TryGetValue(name, out var value) && value is [{ Length: > 0 } text] ? text : null;

    private TokenRequest(
        string? grantType, string? clientId, string? clientSecret, bool isBasic, string? resource, string? scope,
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> parameters)
        : this(grantType, clientId, clientSecret, isBasic, resource, scope) => this.parameters = parameters;

    private static (string Id, string Secret)? Basic(HttpRequest request)
    {
        const string Scheme = "Basic ";
        if (request.Headers.Authorization is not [{ Length: < BearerToken.MaxLength } value]
            || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value[Scheme.Length..].Trim(), bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var id, var secret]
                ? (WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret))
                : null;
    }
}
