using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Support;

/// <summary>Sixty buckets in three regions: each setting is set, not set and denied somewhere.</summary>
internal static class Fleet
{
    public static readonly string[] Regions = ["us-east-1", "eu-central-1", "ap-southeast-2"];

    // What may be denied of a bucket.
    private static readonly string[] Actions =
    [
        "s3:GetBucketPolicy", "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock", "s3:GetBucketAcl", "s3:GetBucketOwnershipControls",
        "s3:GetEncryptionConfiguration", "s3:GetBucketVersioning", "s3:GetBucketLogging", "s3:GetBucketTagging", "s3:GetBucketWebsite",
    ];

    /// <summary>The account with them.</summary>
    public static SimulatedAccount Account()
    {
        var account = new SimulatedAccount();
        for (var index = 0; index < 60; index++)
        {
            account.Add(Bucket(index) with { Name = Name(index), Region = Regions[index % 3], Denied = index >= 50 ? [Actions[index - 50]] : [] });
        }

        return account;
    }

    public static string Name(int index) => $"acme-{(index % 2 == 0 ? "data" : "web")}-{index:D2}";

    private static SimulatedBucket Bucket(int index)
    {
        var name = Name(index);
        var bucket = (index % 10) switch
        {
            0 => new() { Name = name, Policy = Policies.Of(Policies.PublicRead(name), Policies.TlsOnly(name)), Website = "index.html" },
            1 => new() { Name = name, Policy = Policies.Of(Policies.PublicRead(name)), Block = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] },
            2 => new() { Name = name, Ownership = "ObjectWriter", Grants = [("AllUsers", "READ")] },
            3 => new() { Name = name, Policy = Policies.Of(Policies.Other(name)), Ownership = null, Tags = [("team", "data")] },
            4 => new() { Name = name, Policy = Policies.Of(Policies.TlsOnly(name)), Versioning = "Enabled", Logging = "acme-logs", Encryption = "aws:kms arn:aws:kms:us-east-1:111122223333:key/1" },
            5 => new() { Name = name, Policy = Policies.Of(Policies.PublicRead(name, more: Policies.Condition("IpAddress", "aws:SourceIp", "203.0.113.0/24"))) },
            6 => new SimulatedBucket { Name = name, Ownership = "BucketOwnerPreferred", Grants = [("LogDelivery", "WRITE")], Versioning = "Suspended" },
            7 => new() { Name = name, Encryption = null },
            _ => new() { Name = name },
        };
        return bucket;
    }
}
