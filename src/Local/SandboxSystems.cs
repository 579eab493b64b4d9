using ServerlessMcp.Accounts;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Local;

/// <summary>The systems of the sandbox behind its one address: HCP Terraform, and an AWS account, which is built when it
/// is first asked.</summary>
/// <param name="terraform">The HCP Terraform.</param>
internal sealed class SandboxSystems(TerraformSandbox terraform)
{
    private const string Account = "sandbox-aws";

    private readonly Lazy<AwsSandbox> aws = new(() => new AwsSandbox(TimeProvider.System) { Account = AwsSeed.Account() });

    /// <summary>Serves one request. What AWS's signature came with is AWS's.</summary>
    public Task HandleAsync(HttpContext context) =>
        context.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256", StringComparison.Ordinal)
            ? aws.Value.HandleAsync(context) : terraform.HandleAsync(context);

    /// <summary>The account of the AWS behind an address.</summary>
    public static IntegratedAccount Aws(Uri address) => new()
    {
        Id = Account,
        Integration = "aws",
        Address = address,
        SecretName = LocalCredentialSource.SandboxAws,
        Members = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["role"] = IntegratedAccount.Member("arn:aws:iam::111122223333:role/audit"),
            ["external_id"] = IntegratedAccount.Member(Account),
            ["regions"] = IntegratedAccount.Member(["eu-central-1", "eu-west-1", "us-east-1"]),
        },
    };
}
