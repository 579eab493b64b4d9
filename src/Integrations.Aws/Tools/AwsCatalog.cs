using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Aws.Account;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>The tools of this integration.</summary>
internal static class AwsCatalog
{
    /// <summary>Builds it.</summary>
    public static ToolCatalog Build() => new(
        AwsAccount.Integration,
        [
            ListBucketsTool.Row, GetBucketPolicyTool.Row, FindPublicBucketsTool.Row, ListFindingsTool.Row, GetBucketTool.Row, ListEc2FindingsTool.Row,
        ],
        [AuditBucketsPrompt.Row], form: AwsForm.Form);
}
