using ServerlessMcp.Hosting;
using ServerlessMcp.Http;

namespace ServerlessMcp.Tests.Hosting;

public sealed class EnvironmentSettingsTests
{
    [Fact]
    public void What_is_set_is_read_and_the_rest_stays()
    {
        var options = new ServerlessMcpOptions { TrustedProxies = 1, AdminTokenStays = true };
        Assert.Empty(Read(options));
        Assert.Equal((1, true, "X-API-Key"), (options.TrustedProxies, options.AdminTokenStays, options.ApiKeyHeader));

        Assert.Empty(Read(options, ("SERVERLESSMCP_TRUSTED_PROXIES", "2"), ("SERVERLESSMCP_BOOTSTRAP", "once"), ("SERVERLESSMCP_API_KEY_HEADER", " X-Acme-Key "),
            ("SERVERLESSMCP_PRIVATE_ISSUER_HOSTS", "idp.internal, login.internal"), ("SERVERLESSMCP_ALLOWED_ORIGINS", "https://console.example.org/, http://127.0.0.1:6274")));
        Assert.Equal(["https://console.example.org", "http://127.0.0.1:6274"], options.AllowedOrigins);
        Assert.Equal((2, false, "X-Acme-Key"), (options.TrustedProxies, options.AdminTokenStays, options.ApiKeyHeader));
        Assert.Equal(["idp.internal", "login.internal"], options.PrivateIssuerHosts);
    }

    [Theory]
    [InlineData("SERVERLESSMCP_BOOTSTRAP", "secret-content")]
    [InlineData("SERVERLESSMCP_API_KEY_HEADER", "secret content")]
    [InlineData("SERVERLESSMCP_API_KEY_HEADER", "authorization")]
    [InlineData("SERVERLESSMCP_API_KEY_HEADER", "X-Forwarded-For")]
    [InlineData("SERVERLESSMCP_TRUSTED_PROXIES", "-1")]
    [InlineData("SERVERLESSMCP_TRUSTED_PROXIES", "11")]
    [InlineData("SERVERLESSMCP_PRIVATE_ISSUER_HOSTS", "https://secret-content")]
    [InlineData("SERVERLESSMCP_OWN_ISSUERS", "http://secret-content")]
    [InlineData("SERVERLESSMCP_RULES_MAY_GRANT_ADMIN", "yes")]
    [InlineData("SERVERLESSMCP_ALLOWED_ORIGINS", "*")]
    [InlineData("SERVERLESSMCP_ALLOWED_ORIGINS", "https://a.example.org, https://secret.example.org/path")]
    public void What_does_not_fit_is_named_and_not_quoted(string name, string value)
    {
        var complaint = Assert.Single(Read(new ServerlessMcpOptions(), (name, value)));
        Assert.StartsWith($"{name} has to be ", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", complaint, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Read(ServerlessMcpOptions options, params (string Name, string Value)[] variables)
    {
        var reader = new SettingsReader(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        EnvironmentSettings.Read(reader, options);
        return reader.Complaints;
    }
}
