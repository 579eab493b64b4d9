using ServerlessMcp.Http;

namespace ServerlessMcp.Access.Identity;

/// <summary>Whether an audience is this deployment's own.</summary>
internal static class RuleAudience
{
    private const string EntraIssuers = "https://login.microsoftonline.";
    private const string EntraV1Issuers = "https://sts.windows.net/";
    private const string AppUri = "api://";

    /// <summary>What is wrong with a machine's audience; null if nothing.</summary>
    public static string? Complaint(string audience, string issuer, ServerlessMcpOptions options)
    {
        if (SharedComplaint(audience) is { } shared)
        {
            return shared;
        }

        var own = options.PublicUrl!.GetLeftPart(UriPartial.Authority);
        return audience == own || audience.StartsWith(own + "/", StringComparison.Ordinal)
            || options.TokenAudiences.Contains(audience, StringComparer.Ordinal) || IsOwnApp(audience, issuer, options.PublicUrl)
            ? null
            : $"the audience has to be this deployment's own, so that no other service gets proofs that open it: {own}, " +
                "the app of this deployment at Entra ID (its GUID, or api:// and that), or one of the host's " +
                "SERVERLESSMCP_TOKEN_AUDIENCES";
    }

    /// <summary>What is wrong with an audience, or a client, that others use too; null if nothing is known.</summary>
    public static string? SharedComplaint(string audience) => SharedAudience.Of(audience) is { } whose
        ? $"{audience} is the audience of {whose}: a token for it was not signed for this deployment. Ask for tokens with an " +
            "audience of your own"
        : null;

    private static bool IsOwnApp(string audience, string issuer, Uri own)
    {
        if (!issuer.StartsWith(EntraIssuers, StringComparison.Ordinal) && !issuer.StartsWith(EntraV1Issuers, StringComparison.Ordinal))
        {
            return false;
        }

        var app = audience.StartsWith(AppUri, StringComparison.Ordinal) ? audience[AppUri.Length..] : audience;
        return Guid.TryParseExact(app, "D", out _) || (app != audience && (app == own.Host || app.StartsWith(own.Host + "/", StringComparison.Ordinal)));
    }
}
