using ServerlessMcp.Accounts;
using ServerlessMcp.Sandbox.Aws;
using ServerlessMcp.Sandbox.Tharsis;

namespace ServerlessMcp.Local;

/// <summary>
/// The vault of the one-machine host. A secret's name says where its token is: <c>env:NAME</c> (an environment
/// variable), <c>terraform-login:HOST</c> (what the terraform CLI has), <c>sandbox</c> (the simulator's). Nothing is
/// cached, so a refresh is an ordinary read.
/// </summary>
/// <param name="login">The terraform CLI's tokens.</param>
/// <param name="environment">The environment variables: <see cref="TerraformLogin.ReadEnvironment"/>.</param>
/// <param name="sandboxToken">The token under <see cref="Sandbox"/>; null if no sandbox runs.</param>
internal sealed class LocalCredentialSource(
    TerraformLogin login, IReadOnlyDictionary<string, string> environment, string? sandboxToken) : ICredentialSource
{
    /// <summary>The secret's name for the sandbox.</summary>
    public const string Sandbox = "sandbox";

    /// <summary>The secret's name for the simulated Tharsis beside it.</summary>
    public const string SandboxTharsis = "sandbox-tharsis";

    /// <summary>The secret's name for the sandbox's AWS.</summary>
    public const string SandboxAws = "sandbox-aws";

    /// <summary>What stands before the name of an environment variable.</summary>
    public const string EnvironmentPrefix = "env:";

    /// <summary>What stands before a host that <c>terraform login</c> knows.</summary>
    public const string TerraformLoginPrefix = "terraform-login:";

    // The host's own settings, the admin token among them, are no Terraform tokens: an account must not be able to send
    // them to its address.
    private const string OwnSettingsPrefix = "SERVERLESSMCP_";

    /// <inheritdoc/>
    public ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(secretName switch
        {
            Sandbox => sandboxToken,
            SandboxTharsis => sandboxToken is null ? null : TharsisSandbox.MyOrgSecret,
            SandboxAws => sandboxToken is null ? null : $"{AwsSandbox.AccessKey}:{AwsSandbox.SecretKey}",
            _ when After(EnvironmentPrefix) is { } name => Variable(name),
            _ when After(TerraformLoginPrefix) is { } host => login.Token(host),
            _ => null,
        });

        string? After(string prefix) =>
            secretName.StartsWith(prefix, StringComparison.Ordinal) ? secretName[prefix.Length..] : null;
    }

    private string? Variable(string name) =>
        !name.StartsWith(OwnSettingsPrefix, StringComparison.OrdinalIgnoreCase)
        && environment.TryGetValue(name, out var token) && !string.IsNullOrWhiteSpace(token)
            ? token.Trim()
            : null;
}
