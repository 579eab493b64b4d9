using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Hosts.Tests.Telemetry;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Azure;

/// <summary>What a function app reaches: tables that are Azurite, a vault that is a fake, an identity; all as in Azure through <see cref="AzureFront"/>.</summary>
internal sealed class AzureCloud : IAsyncDisposable
{
    // What Azure's front end adds to a request, and the Functions host.
    public static readonly (string, string)[] Added =
    [
        ("X-Forwarded-For", "203.0.113.9:50123"), ("X-Forwarded-Proto", "https"), ("X-ARR-SSL", "2048|256|CN=example|CN=*.azurewebsites.net"), ("DISGUISED-HOST", "mcp.example.com"),
        ("X-Azure-Functions-HostVersion", "4.1042.100.25374"),
    ];

    private readonly HttpMessageInvoker sender;
    private readonly KeyVaultFake secrets;
    private readonly LoopbackServer identity;
    private AzureFront front = null!;

    private AzureCloud(AzuriteWithIdentities azurite, KeyVaultFake secrets, LoopbackServer identity)
    {
        (this.secrets, this.identity) = (secrets, identity);
        sender = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { azurite.Certificate! }, RevocationMode = X509RevocationMode.NoCheck },
            },
        });
        Store = new CloudService(CloudService.PassOn(azurite.Endpoint, sender), CloudService.Refusal(503, """{"odata.error":{"code":"ServerBusy"}}""", ("x-ms-error-code", "ServerBusy")));
        Vault = new CloudService(CloudService.PassOn(secrets.Loopback, sender), CloudService.Refusal(429, """{"error":{"code":"Throttled","message":"Too many."}}""", ("Retry-After", "10")));
    }

    public CloudService Store { get; }

    public CloudService Vault { get; }

    /// <summary>What the app opens its cloud with.</summary>
    public IReadOnlyList<string> Secrets => [ManagedIdentity.Header];

    /// <summary>The app's settings, and what the platform sets beside them.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public static async Task<AzureCloud> StartAsync(AzuriteWithIdentities azurite, Action<Dictionary<string, string>>? change)
    {
        _ = azurite.Endpoint; // Skips the test where there is none.
        var vault = await KeyVaultFake.StartAsync();
        vault.Secrets[Script.SecretName] = vault.Secrets[Script.OtherSecretName] = TerraformSandbox.OwnerToken;
        vault.Secrets[Script.AuditKeyName] = Script.AuditKey;
        vault.Secrets[Collector.SecretName] = Collector.Secret;
        var cloud = new AzureCloud(azurite, vault, await ManagedIdentity.StartAsync());
        cloud.front = await AzureFront.StartAsync(cloud.Store, cloud.Vault);
        var environment = cloud.Environment;
        environment["HTTPS_PROXY"] = cloud.front.Proxy;
        environment["SSL_CERT_FILE"] = cloud.front.CertificateFile;
        environment["IDENTITY_ENDPOINT"] = new Uri(cloud.identity.Address, "/msi/token").AbsoluteUri;
        environment["IDENTITY_HEADER"] = ManagedIdentity.Header;
        environment["AZURE_CLIENT_ID"] = ManagedIdentity.ClientId;
        environment["SERVERLESSMCP_STORAGE_ACCOUNT"] = Azurite.Account;
        environment["SERVERLESSMCP_TABLE"] = $"t{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        environment["SERVERLESSMCP_VAULT_URL"] = vault.Address.AbsoluteUri;
        environment["SERVERLESSMCP_PUBLIC_URL"] = Script.PublicUrl;
        environment["SERVERLESSMCP_ADMIN_TOKEN"] = Script.AdminToken;
        environment["SERVERLESSMCP_AUDIT_KEY_SECRET"] = Script.AuditKeyName;
        environment["SERVERLESSMCP_LOG_LEVEL"] = "Trace";
        change?.Invoke(environment);
        return cloud;
    }

    /// <summary>Ends the table for good: nobody listens any more.</summary>
    public Task StopStoreAsync() => front.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await identity.DisposeAsync();
        await secrets.DisposeAsync();
        sender.Dispose();
    }
}
