namespace ServerlessMcp.Sandbox.Aws;

/// <summary>The account of acme-corp in AWS, as the first start connects it: some buckets are open that should not be.</summary>
public static class AwsSeed
{
    /// <summary>A fresh one.</summary>
    public static SimulatedAccount Account()
    {
        string[] all = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
        var account = new SimulatedAccount();
        account.Add(
            new() { Name = "acme-corp-website", Policy = Reads("acme-corp-website"), Website = "index.html", Tags = [("public", "intended"), ("team", "web")] },
            new()
            {
                Name = "acme-corp-frontend-cdn",
                Region = "eu-central-1",
                Policy = Service("acme-corp-frontend-cdn", "cloudfront.amazonaws.com"),
                Block = all,
                Versioning = "Enabled"
            },
            new()
            {
                Name = "acme-corp-invoices",
                Region = "eu-central-1",
                Policy = Reads("acme-corp-invoices"),
                Encryption = "aws:kms",
                Tags = [("team", "payments")]
            },
            new() { Name = "acme-corp-uploads", Ownership = "ObjectWriter", Grants = [("AllUsers", "WRITE"), ("AllUsers", "READ")], Tags = [("team", "web")] },
            new()
            {
                Name = "acme-corp-backups",
                Region = "eu-west-1",
                Policy = Reads("acme-corp-backups"),
                Block = all,
                Versioning = "Enabled",
                Logging = "acme-corp-logs"
            },
            new() { Name = "acme-corp-partner-exchange", Policy = Others("acme-corp-partner-exchange"), Block = all },
            new()
            {
                Name = "acme-corp-terraform-state",
                Region = "eu-central-1",
                Block = all,
                Versioning = "Enabled",
                Encryption = "aws:kms",
                Logging = "acme-corp-logs"
            },
            new() { Name = "acme-corp-logs", Region = "eu-central-1", Ownership = "BucketOwnerPreferred", Grants = [("LogDelivery", "WRITE")], Block = all },
            new() { Name = "acme-corp-security-audit", Block = all, Denied = ["s3:GetBucketPolicy", "s3:GetBucketPolicyStatus"] },
            new() { Name = "acme-corp-legacy-reports", Region = "eu-west-1", Ownership = null, Grants = [("AuthenticatedUsers", "READ")] });
        account.SecurityGroups.AddRange(
        [
            new("sg-0a1b2c3d", "bastion", "eu-central-1", [("tcp", 22, 22, "0.0.0.0/0")]),
            new("sg-1a2b3c4d", "web", "eu-central-1", [("tcp", 443, 443, "0.0.0.0/0")]),
            new("sg-2a3b4c5d", "database", "us-east-1", [("tcp", 5432, 5432, "10.0.0.0/8")]),
        ]);
        account.Volumes.AddRange([new("vol-0a1b2c3d", "eu-central-1", false), new("vol-1a2b3c4d", "us-east-1", true)]);
        account.Snapshots.Add(new("snap-0a1b2c3d", "us-east-1", true));
        return account;
    }

    private static string Reads(string bucket) =>
        $$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"PublicRead","Effect":"Allow","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::{{bucket}}/*"}]}
        """;

    private static string Service(string bucket, string service) =>
        $$$$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"Cdn","Effect":"Allow","Principal":{"Service":"{{{{service}}}}"},"Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::{{{{bucket}}}}/*",
        "Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5"}}}]}
        """;

    private static string Others(string bucket) =>
        $$$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},
        "Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::{{{bucket}}}/*"}]}
        """;
}
