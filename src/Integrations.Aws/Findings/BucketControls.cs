namespace ServerlessMcp.Integrations.Aws.Findings;

/// <summary>The controls of buckets, and of the account that they are in.</summary>
internal static class BucketControls
{
    /// <summary>What takes public access away from a bucket, whatever gives it.</summary>
    public const string BlockPublicAccess = "resource \"aws_s3_bucket_public_access_block\" \"x\" { bucket = \"BUCKET\" block_public_acls = true " +
        "ignore_public_acls = true block_public_policy = true restrict_public_buckets = true }";

    public static readonly Control AccountBlock = new("S3.1", "medium", "the account does not block public access",
        "resource \"aws_s3_account_public_access_block\" \"x\" { block_public_acls = true ignore_public_acls = true " +
        "block_public_policy = true restrict_public_buckets = true }");

    public static readonly Control PublicRead = new("S3.2", "critical", "anybody may read",
        $"{BlockPublicAccess}; then take the named statement or grant away");

    public static readonly Control PublicWrite = new("S3.3", "critical", "anybody may change something",
        $"{BlockPublicAccess}; then take the named statement or grant away");

    public static readonly Control Tls = new("S3.5", "medium", "requests without TLS are not denied",
        "in aws_s3_bucket_policy, add { Effect = \"Deny\", Principal = \"*\", Action = \"s3:*\", Resource = [\"arn:aws:s3:::BUCKET\", " +
        "\"arn:aws:s3:::BUCKET/*\"], Condition = { Bool = { \"aws:SecureTransport\" = \"false\" } } }");

    public static readonly Control OtherAccounts = new("S3.6", "high", "other accounts may change who has access",
        "in aws_s3_bucket_policy, take the sensitive actions out of the named statement");

    public static readonly Control BucketBlock = new("S3.8", "high", "the bucket does not block public access", BlockPublicAccess);

    public static readonly Control Logging = new("S3.9", "medium", "access is not logged",
        "resource \"aws_s3_bucket_logging\" \"x\" { bucket = \"BUCKET\" target_bucket = \"LOG-BUCKET\" target_prefix = \"BUCKET/\" }");

    public static readonly Control Acl = new("S3.12", "medium", "ACLs give access",
        "resource \"aws_s3_bucket_ownership_controls\" \"x\" { bucket = \"BUCKET\" rule { object_ownership = \"BucketOwnerEnforced\" } }; " +
        "aws_s3_bucket_acl goes");

    public static readonly Control Versioning = new("S3.14", "low", "versioning is off",
        "resource \"aws_s3_bucket_versioning\" \"x\" { bucket = \"BUCKET\" versioning_configuration { status = \"Enabled\" } }");

    public static readonly Control Kms = new("S3.17", "low", "not encrypted with KMS by default",
        "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"x\" { bucket = \"BUCKET\" rule { " +
        "apply_server_side_encryption_by_default { sse_algorithm = \"aws:kms\" } } }");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Control> All { get; } =
        [AccountBlock, PublicRead, PublicWrite, Tls, OtherAccounts, BucketBlock, Logging, Acl, Versioning, Kms];
}
