using ServerlessMcp.Accounts;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Sandbox.Aws;
using ServerlessMcp.Sandbox.Tharsis;

namespace ServerlessMcp.Local;

/// <summary>The systems of the sandbox behind its one address: HCP Terraform, and a Tharsis and an AWS account, which are
/// built when they are first asked.</summary>
/// <param name="terraform">The HCP Terraform.</param>
internal sealed class SandboxSystems(TerraformSandbox terraform)
{
    private const string AwsAccount = "sandbox-aws";

    private readonly Lazy<TharsisSandbox> tharsis = new(() => new TharsisSandbox(TimeProvider.System));
    private readonly Lazy<AwsSandbox> aws = new(() => new AwsSandbox(TimeProvider.System) { Account = AwsSeed.Account() });

    /// <summary>Serves one request. What AWS's signature came with is AWS's; no path of Tharsis is one of Terraform.</summary>
    public Task HandleAsync(HttpContext context) =>
        context.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256", StringComparison.Ordinal)
            ? aws.Value.HandleAsync(context)
            : TharsisSandbox.Serves(context.Request.Path) ? tharsis.Value.HandleAsync(context) : terraform.HandleAsync(context);

    /// <summary>The accounts of the systems beside Terraform, at an address.</summary>
    public static IReadOnlyList<IntegratedAccount> Accounts(Uri address) =>
    [
        new()
        {
            Id = "sandbox-tharsis",
            Integration = "tharsis",
            Address = address,
            SecretName = LocalCredentialSource.SandboxTharsis,
            Members = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["service_account"] = IntegratedAccount.Member("trn:service_account:my-org/agent"),
                ["documentation"] = IntegratedAccount.Member(address.GetLeftPart(UriPartial.Authority)),
            },
        },
        new()
        {
            Id = AwsAccount,
            Integration = "aws",
            Address = address,
            SecretName = LocalCredentialSource.SandboxAws,
            Members = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["role"] = IntegratedAccount.Member("arn:aws:iam::111122223333:role/audit"),
                ["external_id"] = IntegratedAccount.Member(AwsAccount),
                ["regions"] = IntegratedAccount.Member(["eu-central-1", "eu-west-1", "us-east-1"]),
            },
        },
    ];
}
