using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Accounts;
using ServerlessMcp.Functions.Tables;
using ServerlessMcp.Functions.Vault;
using ServerlessMcp.Hosting;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Records;

namespace ServerlessMcp.Functions;

/// <summary>
/// What the product is made of on Azure: records in Azure Tables, Terraform tokens in Key Vault, both reached as the
/// function's managed identity. Both programs that a function app can be add this, and a way in.
/// </summary>
internal sealed class FunctionsComposition
{
    private readonly FunctionsSettings settings;
    private readonly TablesRecordStore store;
    private readonly KeyVaultCredentialSource vault;
    private string? adminToken;

    private FunctionsComposition(FunctionsSettings settings)
    {
        this.settings = settings;
        var credential = new LazyCredential(settings);
        store = new TablesRecordStore(
            new TablesOptions
            {
                Endpoint = settings.TablesEndpoint,
                Table = settings.Table,
                Credential = credential,
                EmulatorKey = settings.EmulatorKey
            }, TimeProvider.System);
        vault = new KeyVaultCredentialSource(settings.Vault, credential, reserved: settings.AdminTokenSecret);
    }

    /// <summary>Puts it together, and reads the admin token where the vault has it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="isServing">Whether calls will come, so that the way to the table is opened beside the start.</param>
    /// <exception cref="CredentialUnavailableException">The vault does not give the admin token that the settings
    /// name.</exception>
    public static async Task<FunctionsComposition> ConnectAsync(FunctionsSettings settings, bool isServing)
    {
        var composition = new FunctionsComposition(settings);
        if (isServing)
        {
            StoreConnection.Open(
                composition.store, settings.TablesEndpoint.Scheme == Uri.UriSchemeHttps, TerraformCloudServices.Warm);
        }

        composition.adminToken = settings.AdminTokenSecret is { } secret
            ? await AdminTokenAsync(composition.vault, secret) : settings.AdminToken;
        return composition;
    }

    /// <summary>Adds it all.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddServerlessMcp(options =>
        {
            settings.Common(options);
            options.PublicUrl = settings.PublicUrl;
            options.AdminToken = adminToken;
        }).AddTerraformCloud();
        services.AddSingleton<IRecordStore>(store);
        services.AddSingleton<ICredentialSource>(provider => new CachedCredentials(
            vault, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<CachedCredentials>()));
        services.AddSingleton<ExpiredRecordSweep>();
    }

    private static async Task<string> AdminTokenAsync(KeyVaultCredentialSource vault, string secret)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await vault.ReadAsync(secret, patience.Token) is { Length: >= 20 } token
            ? token
            : throw new SettingsException(
                "The secret that SERVERLESSMCP_ADMIN_TOKEN_SECRET names is not in the vault, " +
                    "or has fewer than 20 characters.");
    }
}
