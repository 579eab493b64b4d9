using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Hosting;

/// <summary>The settings that every host reads from the environment alike.</summary>
public static class EnvironmentSettings
{
    /// <summary>For the text that a host tells whoever starts it.</summary>
    public const string Usage = """
          SERVERLESSMCP_BOOTSTRAP            once: the admin token works until there is an API token with
                                             scope admin; or always. If not given: always on one machine,
                                             else once
          SERVERLESSMCP_API_KEY_HEADER       the header that API tokens may come in; X-API-Key if not given
          SERVERLESSMCP_TRUSTED_PROXIES      how many proxies before this write X-Forwarded-For, 0 to 10
          SERVERLESSMCP_ALLOWED_ORIGINS      origins of pages that may call, separated by commas; they get
                                             CORS
          SERVERLESSMCP_PRIVATE_ISSUER_HOSTS hosts of OAuth issuers that may have a private address,
                                             separated by commas
          SERVERLESSMCP_OWN_ISSUERS          OIDC issuers of this organization alone, separated by commas:
                                             identity rules for them may match groups and app roles
          SERVERLESSMCP_TOKEN_AUDIENCES      audiences of machines' OIDC tokens that are this deployment's
                                             own, besides its URL, separated by commas
          SERVERLESSMCP_RULES_MAY_GRANT_ADMIN  whether identity rules may grant admin: true or false; false
                                             if not given
          SERVERLESSMCP_AUDIT_RETENTION      how long the audit trail is kept in the store; 90d if not
                                             given, 0 for in the log alone
          SERVERLESSMCP_AUDIT_READS          whether calls that only read are kept there too: true or
                                             false; true if not given, false on one machine
          SERVERLESSMCP_AUDIT_KEY_SECRET     the vault's name of the key that signs exports of the audit
                                             trail; not needed on one machine
          SERVERLESSMCP_OTLP_HEADERS_SECRET  the vault's name of what a telemetry collector wants to see
                                             (OTEL_EXPORTER_OTLP_HEADERS); there is none on one machine
          OTEL_EXPORTER_OTLP_ENDPOINT        an OpenTelemetry collector (OTLP over HTTP) that spans and metrics
                                             are sent to; docs/telemetry.md has what else OTEL_* says
        """;

    // Headers that already have a meaning, here or to a proxy before us.
    private static readonly string[] TakenHeaders =
        ["Authorization", "Cookie", "Host", "Origin", "Content-Type", "Content-Length", "Accept", "X-Forwarded-For"];

    /// <summary>Reads them into <paramref name="options"/>; what is not set stays as it is there.</summary>
    public static void Read(SettingsReader reader, ServerlessMcpOptions options)
    {
        Read("SERVERLESSMCP_BOOTSTRAP", "once or always", text =>
        {
            options.AdminTokenStays = text == "always";
            return text is "once" or "always";
        });
        Read("SERVERLESSMCP_API_KEY_HEADER", "the name of a header that is free", text =>
        {
            options.ApiKeyHeader = text;
            return text.Length <= 64 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
                && !TakenHeaders.Contains(text, StringComparer.OrdinalIgnoreCase);
        });
        Read("SERVERLESSMCP_TRUSTED_PROXIES", "a whole number from 0 to 10", text =>
        {
            var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var proxies);
            options.TrustedProxies = proxies;
            return isNumber && proxies <= 10;
        });
        Read("SERVERLESSMCP_ALLOWED_ORIGINS",
            "origins of pages that may call (https://console.example.com), separated by commas", text =>
        {
            var origins = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(OriginOf).ToArray();
            options.AllowedOrigins = [.. origins.OfType<string>()];
            return !origins.Contains(null);
        });
        Read("SERVERLESSMCP_PRIVATE_ISSUER_HOSTS", "host names, separated by commas", text =>
        {
            options.PrivateIssuerHosts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return options.PrivateIssuerHosts.All(host => Uri.CheckHostName(host) != UriHostNameType.Unknown);
        });
        Read("SERVERLESSMCP_OWN_ISSUERS", "https URLs, separated by commas", text =>
        {
            options.OwnIssuers = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return options.OwnIssuers.All(issuer => issuer.StartsWith("https://", StringComparison.Ordinal));
        });
        Read("SERVERLESSMCP_TOKEN_AUDIENCES", "audiences, separated by commas", text =>
        {
            options.TokenAudiences = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return options.TokenAudiences.Count > 0;
        });
        Read("SERVERLESSMCP_RULES_MAY_GRANT_ADMIN", "true or false", text =>
        {
            options.RulesMayGrantAdmin = text == "true";
            return text is "true" or "false";
        });
        Read("SERVERLESSMCP_AUDIT_RETENTION", "a length of time such as 90d, or 0", text =>
        {
            options.AuditRetention = Durations.Parse(text) ?? TimeSpan.Zero;
            return text == Durations.None || options.AuditRetention > TimeSpan.Zero;
        });
        Read("SERVERLESSMCP_AUDIT_READS", "true or false", text =>
        {
            options.AuditReads = text == "true";
            return text is "true" or "false";
        });
        Read("SERVERLESSMCP_AUDIT_KEY_SECRET", "a name", text =>
        {
            options.AuditKeySecret = text;
            return true;
        });
        Read("SERVERLESSMCP_OTLP_HEADERS_SECRET", "a name", text =>
        {
            options.TelemetryHeadersSecret = text;
            return true;
        });

        void Read(string name, string form, Func<string, bool> apply) => reader.Text(name, apply, form);
    }

    // As browsers write it; a slash at the end is forgiven.
    private static string? OriginOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var page)
        && page is { Scheme: "http" or "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
        ? page.GetLeftPart(UriPartial.Authority) : null;
}
