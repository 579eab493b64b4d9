using Microsoft.AspNetCore.Http;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.OAuth;

/// <summary>An error as OAuth's endpoints answer it (RFC 6749, 5.2).</summary>
internal static class OAuthError
{
    /// <summary>Writes it.</summary>
    public static Task WriteAsync(HttpContext context, int status, string error, string description) =>
        context.WriteJsonAsync(status, "application/json", writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", error);
            writer.WriteString("error_description", description);
            writer.WriteEndObject();
        });
}
