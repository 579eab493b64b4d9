using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Azure;

/// <summary>
/// The Functions executable, started as the Functions host starts a custom handler: its port in FUNCTIONS_CUSTOMHANDLER_PORT, the app's settings in the environment, and
/// requests proxied with the headers of the front end and of the host. Tables are Azurite, the vault is a fake, both reached as in Azure through <see cref="AzureFront"/>.
/// </summary>
internal sealed class FunctionsHostUnderTest : ICloudHost
{
    public const string Build = "serverless-mcp-functions.dll";

    // What Azure's front end and the Functions host add.
    private static readonly (string, string)[] Added =
    [
        ("X-Forwarded-For", "203.0.113.9:50123"), ("X-Forwarded-Proto", "https"), ("X-ARR-SSL", "2048|256|CN=example|CN=*.azurewebsites.net"), ("DISGUISED-HOST", "mcp.example.com"),
        ("X-Azure-Functions-InvocationId", "5b8f3c1e-2222-4a2b-9c3d-0123456789ab"), ("X-Azure-Functions-HostVersion", "4.1042.100.25374"),
        ("x-ms-invocation-id", "5b8f3c1e-2222-4a2b-9c3d-0123456789ab"),
    ];

    private readonly HttpMessageInvoker sender;
    private readonly KeyVaultFake secrets;
    private readonly LoopbackServer identity;
    private AzureFront front = null!;
    private Func<int, HostProgram> start = null!;
    private HostProgram program = null!;
    private int port;

    private FunctionsHostUnderTest(AzuriteWithIdentities azurite, KeyVaultFake secrets, LoopbackServer identity)
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

    public HostProgram Program => program;

    public int Port => port;

    public IReadOnlyList<string> Secrets => [ManagedIdentity.Header];

    public string Output => program.Output;

    /// <summary>Starts it, from the build or, where a rooted path is given, from a package.</summary>
    public static async Task<FunctionsHostUnderTest> StartAsync(AzuriteWithIdentities azurite, string executable = Build, Action<Dictionary<string, string>>? change = null)
    {
        _ = azurite.Endpoint; // Skips the test where there is none.
        var vault = await KeyVaultFake.StartAsync();
        vault.Secrets[Script.SecretName] = vault.Secrets[Script.OtherSecretName] = TerraformSandbox.OwnerToken;
        vault.Secrets[Script.AuditKeyName] = Script.AuditKey;
        var host = new FunctionsHostUnderTest(azurite, vault, await ManagedIdentity.StartAsync());
        host.front = await AzureFront.StartAsync(host.Store, host.Vault);
        var environment = new Dictionary<string, string>
        {
            ["HTTPS_PROXY"] = host.front.Proxy,
            ["SSL_CERT_FILE"] = host.front.CertificateFile,
            ["IDENTITY_ENDPOINT"] = new Uri(host.identity.Address, "/msi/token").AbsoluteUri,
            ["IDENTITY_HEADER"] = ManagedIdentity.Header,
            ["AZURE_CLIENT_ID"] = ManagedIdentity.ClientId,
            ["SERVERLESSMCP_STORAGE_ACCOUNT"] = Azurite.Account,
            ["SERVERLESSMCP_TABLE"] = $"t{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
            ["SERVERLESSMCP_VAULT_URL"] = vault.Address.AbsoluteUri,
            ["SERVERLESSMCP_PUBLIC_URL"] = Script.PublicUrl,
            ["SERVERLESSMCP_ADMIN_TOKEN"] = Script.AdminToken,
            ["SERVERLESSMCP_AUDIT_KEY_SECRET"] = Script.AuditKeyName,
            ["SERVERLESSMCP_LOG_LEVEL"] = "Trace",
        };
        change?.Invoke(environment);
        host.start = port =>
        {
            environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return HostProgram.Start("Functions", executable, [], environment);
        };
        await host.ResumeAsync();
        return host;
    }

    public async Task ResumeAsync() => (program, port) = await HostProgram.ListenAsync(start);

    public ValueTask PauseAsync() => program.DisposeAsync();

    public Task<RawAnswer> SendAsync(RawRequest request, CancellationToken cancellationToken) =>
        RawHttp.SendAsync(port, request with { Headers = [.. request.Headers, .. Added] }, cancellationToken);

    /// <summary>What comes from the Functions host itself, such as the timer: without the headers of a request from outside.</summary>
    public Task<RawAnswer> SendFromPlatformAsync(RawRequest request, CancellationToken cancellationToken) => RawHttp.SendAsync(port, request, cancellationToken);

    public Task BreakStoreAsync(CancellationToken cancellationToken)
    {
        Store.Outage = Outage.Cut;
        return Task.CompletedTask;
    }

    public Task StopStoreAsync() => front.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await front.DisposeAsync();
        await identity.DisposeAsync();
        await secrets.DisposeAsync();
        sender.Dispose();
    }
}
