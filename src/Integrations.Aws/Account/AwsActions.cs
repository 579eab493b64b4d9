namespace ServerlessMcp.Integrations.Aws.Account;

/// <summary>The IAM actions that reading needs, each named once
/// (<see href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"/>). There is none
/// that changes anything, and none that reads or lists objects.</summary>
internal static class AwsActions
{
    public const string ListBuckets = "s3:ListAllMyBuckets";
    public const string AccountBlock = "s3:GetAccountPublicAccessBlock";
    public const string Policy = "s3:GetBucketPolicy";
    public const string PolicyStatus = "s3:GetBucketPolicyStatus";
    public const string Block = "s3:GetBucketPublicAccessBlock";
    public const string Acl = "s3:GetBucketAcl";
    public const string Ownership = "s3:GetBucketOwnershipControls";
    public const string Encryption = "s3:GetEncryptionConfiguration";
    public const string Versioning = "s3:GetBucketVersioning";
    public const string Logging = "s3:GetBucketLogging";
    public const string Tagging = "s3:GetBucketTagging";
    public const string Tags = "s3:ListTagsForResource";
    public const string Website = "s3:GetBucketWebsite";
    public const string SecurityGroups = "ec2:DescribeSecurityGroups";
    public const string Volumes = "ec2:DescribeVolumes";
    public const string Snapshots = "ec2:DescribeSnapshots";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ListBuckets, AccountBlock, Policy, PolicyStatus, Block, Acl, Ownership, Encryption, Versioning, Logging, Tagging,
        Tags, Website, SecurityGroups, Volumes, Snapshots,
    ];

    /// <summary>Whether it is of one bucket, and can be cut to names.</summary>
    public static bool IsOfBucket(string action) =>
        action.StartsWith("s3:", StringComparison.Ordinal) && action is not (ListBuckets or AccountBlock);
}
