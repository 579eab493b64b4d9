using Microsoft.Extensions.Options;
using ServerlessMcp.Http;

namespace ServerlessMcp.Access.Identity;

/// <summary>The addresses of signing in. They are of the configured public URL, never of a request's Host.</summary>
internal sealed class SignInUrls(IOptions<ServerlessMcpOptions> options)
{
    /// <summary>Where a sign-in begins.</summary>
    public const string StartPath = "/signin";

    /// <summary>Who may be signed in with.</summary>
    public const string ProvidersPath = "/signin/providers";

    /// <summary>Where issuers send people back to.</summary>
    public const string CallbackPath = "/signin/callback";

    /// <summary>Where API tokens end (RFC 7009).</summary>
    public const string RevokePath = "/oauth/revoke";

    /// <summary>The redirect URI that is registered at each issuer.</summary>
    public string Callback => options.Value.Absolute(CallbackPath);

    /// <summary>The console.</summary>
    public string Console => options.Value.Absolute("/console");
}
