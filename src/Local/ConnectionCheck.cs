using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Local;

/// <summary>One look at the connected Terraform before the banner says that all is well: a dead token is told in the
/// terminal, and not by an agent's first call.</summary>
internal static class ConnectionCheck
{
    // The banner waits for it, and the product starts whatever comes of it.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    /// <summary>Whose token it is and how much it sees, or what is wrong; it quotes nothing that came.</summary>
    public static async Task<string> TellAsync(
        TerraformClient terraform, ICredentialSource credentials, IntegratedAccount account, TimeProvider time,
        CancellationToken stopping)
    {
        var (told, trouble, sentence) = await ConnectionProbe.AskAsync(
            account, MaxWait, time, limited => AskAsync(terraform, credentials, account, limited), stopping);
        return trouble switch
        {
            null => told!,
            ConnectionProbe.Trouble.NoVault => "NOT CONNECTED: the token can't be read",
            ConnectionProbe.Trouble.NotJson => $"UNKNOWN: {sentence}",
            _ => $"NOT REACHED: {sentence}",
        };
    }

    private static async Task<string> AskAsync(
        TerraformClient terraform, ICredentialSource credentials, IntegratedAccount account, CancellationToken limited)
    {
        if (await credentials.GetTokenAsync(account.SecretName, refresh: false, limited) is not { } token)
        {
            return "NOT CONNECTED: there is no token";
        }

        using var user = await GetAsync("/api/v2/account/details");
        if (user.Status == 401)
        {
            return "REFUSED: the token is wrong, expired or revoked; no call will work until it is replaced";
        }

        // An organization's token has no account, and sees workspaces all the same.
        var name = user.IsSuccess ? Username(user) : null;
        using var seen = await GetAsync(
            account.Organization is { } organization
                ? $"/api/v2/organizations/{Uri.EscapeDataString(organization)}/workspaces?page%5Bsize%5D=1"
                : "/api/v2/organizations?page%5Bsize%5D=1");
        var reach = seen.IsSuccess && Total(seen) is { } total
            ? string.Create(CultureInfo.InvariantCulture,
                $"sees {total} {(account.Organization is null ? "organization" : "workspace")}{(total == 1 ? "" : "s")}" +
                    $"{(account.Organization is { } own ? $" of {own}" : "")}")
            : string.Create(CultureInfo.InvariantCulture,
                $"{(account.Organization is { } asked ? $"workspaces of {asked}" : "organizations")} could not be " +
                    $"read ({seen.Status})");
        return $"{(name is null ? "the token of no user" : $"as {name}")}, {reach}";

        Task<TerraformResponse> GetAsync(string path) =>
            terraform.SendAsync(new TerraformRequest(account.Address, token, HttpMethod.Get, path, default), limited);
    }

    private static string? Username(TerraformResponse response)
    {
        using var document = ApiDocument.Parse(response);
        return document.Single.Text("username") is { Length: > 0 and <= 100 } name && !name.Any(char.IsControl) ? name : null;
    }

    private static int? Total(TerraformResponse response)
    {
        using var document = ApiDocument.Parse(response);
        return document.TotalCount ?? document.Data.Count();
    }
}
