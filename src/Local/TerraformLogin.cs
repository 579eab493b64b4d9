using System.Collections;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Local;

/// <summary>
/// The tokens that the terraform CLI already has on this machine: those of <c>terraform login</c>, in
/// <c>credentials.tfrc.json</c>, and <c>TF_TOKEN_app_terraform_io</c>-like environment variables, which go first as
/// they do for the CLI
/// (https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials). Hand-written
/// <c>credentials</c> blocks and helpers are not read.
/// </summary>
/// <param name="directory">The CLI's folder: <see cref="DefaultDirectory"/>.</param>
/// <param name="environment">The environment variables: <see cref="ReadEnvironment"/>.</param>
internal sealed class TerraformLogin(string directory, IReadOnlyDictionary<string, string> environment)
{
    private const string VariablePrefix = "TF_TOKEN_";
    private const string HcpTerraform = "app.terraform.io";

    /// <summary><c>~/.terraform.d</c>, and <c>%APPDATA%\terraform.d</c> on Windows.</summary>
    public static string DefaultDirectory => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "terraform.d")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".terraform.d");

    /// <summary>This process's environment variables; nobody else changes them while it runs.</summary>
    public static IReadOnlyDictionary<string, string> ReadEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            variable => (string)variable.Key, variable => (string?)variable.Value ?? "", OperatingSystem.IsWindows()
                ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>The hosts there is a token for: <c>app.terraform.io</c> first, the others by name.</summary>
    /// <exception cref="CredentialUnavailableException">The CLI's file can't be read.</exception>
    public IReadOnlyList<string> Hosts() =>
        [.. Tokens().Keys.OrderByDescending(host => host == HcpTerraform).ThenBy(host => host, StringComparer.Ordinal)];

    /// <summary>The token for <paramref name="host"/> (<c>app.terraform.io</c>, <c>tfe.example.com:8443</c>), or null.
    /// The file is read each time: a new login counts at once.</summary>
    /// <exception cref="CredentialUnavailableException">The CLI's file can't be read.</exception>
    public string? Token(string host) => Tokens().GetValueOrDefault(host);

    private Dictionary<string, string> Tokens()
    {
        var tokens = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (host, entry) in TerraformCredentialsFile.Read(
            Path.Combine(directory, TerraformCredentialsFile.Name)).Credentials ?? [])
        {
            Add(host, entry?.Token);
        }

        foreach (var (name, token) in environment)
        {
            if (name.StartsWith(VariablePrefix, StringComparison.Ordinal))
                Add(name[VariablePrefix.Length..].Replace("__", "-", StringComparison.Ordinal).Replace('_', '.'), token);
        }

        return tokens;

        void Add(string host, string? token)
        {
            if (!string.IsNullOrWhiteSpace(token))
                tokens[host.ToLowerInvariant()] = token.Trim();
        }
    }
}
