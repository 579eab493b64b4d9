using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Whether an account's server is HCP Terraform itself. A host name says so, but for one on loopback, behind which
/// there may be the sandbox, a tunnel, or another product with this API: that is asked by <c>/ping</c>, whose
/// <c>TFP-AppName</c> names it, and what does not say that it is HCP Terraform is not. For the few tools that would do
/// something else elsewhere (<c>TerraformTool.NeedsHcpItself</c>).
/// </summary>
internal sealed class ServerProduct(TerraformClient terraform, ICredentialSource credentials, TimeProvider clock)
{
    private const string Hcp = "HCP Terraform";

    private const int MaxKept = 1000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly BoundedCache<string, (bool IsHcp, long At)> answers = new(MaxKept, StringComparer.Ordinal);

    /// <summary>Whether it is; false too where it can't be asked.</summary>
    public async ValueTask<bool> IsHcpAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!account.Address.IsLoopback)
        {
            return account.IsHcp;
        }

        var origin = account.Address.GetLeftPart(UriPartial.Authority);
        if (answers.TryGet(origin, out var known) && clock.GetElapsedTime(known.At) < Kept)
        {
            return known.IsHcp;
        }

        try
        {
            if (await credentials.GetTokenAsync(account.SecretName, refresh: false, cancellationToken) is not { } token)
            {
                return false;
            }

            using var answer = await terraform.SendAsync(
                new TerraformRequest(account.Address, token, HttpMethod.Get, "/api/v2/ping", default),
                cancellationToken);
            var isHcp = answer.IsSuccess
                && answer.ProductHeaders.Any(
                    header => header.Key.Equals("TFP-AppName", StringComparison.OrdinalIgnoreCase)
                        && header.Value == Hcp);
            answers.Keep(origin, (isHcp, clock.GetTimestamp()));
            return isHcp;
        }
        catch (Exception e) when (e is TerraformFailedException or CredentialUnavailableException)
        {
            return false;
        }
    }
}
