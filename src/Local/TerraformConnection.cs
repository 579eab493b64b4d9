using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Accounts;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Local;

/// <summary>
/// What this start connects to: <c>TFE_TOKEN</c>, else a <c>terraform login</c>, else the sandbox, which then runs
/// beside on a port of its own.
/// </summary>
internal sealed class TerraformConnection : IAsyncDisposable
{
    private readonly SandboxServer? sandbox;

    private TerraformConnection(IntegratedAccount account, ICredentialSource credentials, string told, SandboxServer? sandbox)
    {
        (Account, Credentials, Told, this.sandbox) = (account, credentials, told, sandbox);
    }

    /// <summary>The account, as it is to be stored; its times are not set.</summary>
    public IntegratedAccount Account { get; }

    /// <summary>The sandbox's other systems, connected beside it; none of a real Terraform.</summary>
    public IReadOnlyList<IntegratedAccount> Beside { get; private init; } = [];

    /// <summary>Where its token comes from.</summary>
    public ICredentialSource Credentials { get; }

    /// <summary>For people: what is connected, and why this.</summary>
    public string Told { get; }

    /// <summary>Whether it is the sandbox, where nothing can break.</summary>
    public bool IsSandbox => sandbox is not null;

    /// <summary>Chooses, and starts the sandbox where that is the choice.</summary>
    /// <exception cref="CredentialUnavailableException">The file of <c>terraform login</c> can't be read.</exception>
    public static async Task<TerraformConnection> OpenAsync(LocalSettings settings)
    {
        var environment = TerraformLogin.ReadEnvironment();
        var login = new TerraformLogin(TerraformLogin.DefaultDirectory, environment);
        var hosts = settings.Sandbox ? [] : login.Hosts();
        if (!settings.Sandbox && settings.HasTerraformToken)
        {
            var address = settings.TerraformAddress ?? new Uri("https://app.terraform.io");
            return Real(settings, address, LocalCredentialSource.EnvironmentPrefix + "TFE_TOKEN", "TFE_TOKEN", login,
                environment);
        }

        // Of several logins the one that TFE_ADDRESS names counts, else the first: app.terraform.io stands before the others.
        var host = settings.TerraformAddress is { } wanted ? hosts.FirstOrDefault(known => known == wanted.Authority)
            : hosts.Count > 0 ? hosts[0] : null;
        if (host is not null)
        {
            return Real(settings, new Uri($"https://{host}"), LocalCredentialSource.TerraformLoginPrefix + host,
                "terraform login", login, environment);
        }

        var simulator = new TerraformSandbox(TimeProvider.System);
        var server = await SandboxServer.StartAsync(new SandboxSystems(simulator).HandleAsync);
        var account = new IntegratedAccount
        {
            Id = "sandbox",
            Address = server.Address,
            SecretName = LocalCredentialSource.Sandbox,
        }.WithTerraform("acme-corp", "localhost");
        return new TerraformConnection(account, new LocalCredentialSource(login, environment, TerraformSandbox.OwnerToken),
            "sandbox: an HCP Terraform in memory, organization acme-corp", server)
        { Beside = SandboxSystems.Accounts(server.Address) };
    }

    /// <summary>Takes what the sandbox has to tell of its own faults; a real Terraform has its own log.</summary>
    public void LogTo(ILogger log)
    {
        if (sandbox is not null)
        {
            sandbox.Log = log;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static TerraformConnection Real(
        LocalSettings settings, Uri address, string secretName, string why, TerraformLogin login,
        IReadOnlyDictionary<string, string> environment)
    {
        var account = new IntegratedAccount
        { Id = "terraform", Address = address, SecretName = secretName }.WithTerraform(settings.Organization);
        return new TerraformConnection(
            account, new LocalCredentialSource(login, environment, sandboxToken: null),
            $"terraform: {address.Authority}, by {why}", null);
    }
}
