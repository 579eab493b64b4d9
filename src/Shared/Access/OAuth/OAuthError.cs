using Microsoft.AspNetCore.Http;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>An error as OAuth's endpoints answer it (RFC 6749, 5.2).</summary>
internal sealed record OAuthError(string Error, string ErrorDescription)
{
    /// <summary>Writes it.</summary>
    public static Task WriteAsync(HttpContext context, int status, string error, string description) =>
        context.WriteJsonAsync(status, "application/json", writer =>
            JsonSerializer.Serialize(writer, new OAuthError(error, description), OAuthJson.Default.OAuthError));
}
