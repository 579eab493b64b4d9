using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Verdicts;

/// <summary>Public or not, over 5,000 random combinations, against the simulator's own rule, which shares nothing with the product.</summary>
public sealed class PublicOrNotTests
{
    private static readonly string[] Flags = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
    private static readonly string?[] Ownerships = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter", null];
    private static readonly string[] Permissions = ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"];
    private static readonly string[] Grantees = ["AllUsers", "AuthenticatedUsers", "LogDelivery", "bcaf1ffd86f41161ca5fb16fd081034f"];
    private static readonly string[] Deniable = ["s3:GetBucketPolicy", "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock", "s3:GetBucketAcl", "s3:GetBucketOwnershipControls"];
    private static readonly string[] Principals = ["\"*\"", "{\"AWS\":\"*\"}", "{\"AWS\":[\"*\"]}", "{\"AWS\":\"arn:aws:iam::111122223333:root\"}", "{\"AWS\":\"999988887777\"}", "{\"Service\":\"cloudfront.amazonaws.com\"}"];
    private static readonly string[] Actions = ["\"s3:GetObject\"", "\"s3:*\"", "\"*\"", "[\"s3:PutObject\",\"s3:DeleteObject\"]", "\"s3:List*\"", "\"s3:Get*\"", "[\"s3:GetObject\",\"s3:PutObject\"]", "\"s3:Put*\""];

    private static readonly string[] Conditions =
    [
        "", Policies.Condition("IpAddress", "aws:SourceIp", "10.0.0.0/8"), Policies.Condition("IpAddress", "aws:SourceIp", "0.0.0.0/1"), Policies.Condition("IpAddress", "aws:SourceIp", "2001:db8::/32"),
        Policies.Condition("IpAddress", "aws:SourceIp", "::/0"), Policies.Condition("NotIpAddress", "aws:SourceIp", "10.0.0.0/8"), Policies.Condition("StringEquals", "aws:SourceVpce", "vpce-1a2b3c4d"),
        Policies.Condition("StringLike", "aws:SourceVpce", "vpce-*"), Policies.Condition("StringEquals", "aws:PrincipalOrgID", "o-abc123"), Policies.Condition("StringEqualsIfExists", "aws:SourceVpc", "vpc-1"),
        Policies.Condition("ForAllValues:StringEquals", "aws:SourceVpc", "vpc-1"), Policies.Condition("StringEquals", "aws:SourceAccount", "111122223333"), Policies.Condition("Bool", "aws:SecureTransport", "true"),
        Policies.Condition("StringEquals", "aws:userid", "${aws:userid}"), Policies.Condition("StringLike", "aws:userid", "AROAEXAMPLEID:*"), Policies.Condition("StringEquals", "aws:UserAgent", "letmein"),
        Policies.Condition("ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:topic"), Policies.Condition("ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:*:*"),
    ];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task No_public_bucket_is_called_private_and_no_private_one_public(int seed)
    {
        var random = new Random(seed);
        for (var group = 0; group < 10; group++)
        {
            var account = Account(random);
            await using var aws = await AwsProduct.StartAsync(account);
            var found = await aws.CallAsync(await aws.TokenAsync(), "find_public_s3_buckets", """{"include_private":true,"page_size":500}""");
            Assert.Equal(100, (int)found["checked"]!);
            var verdicts = new Dictionary<string, (string Verdict, bool Reads, bool Writes)>(StringComparer.Ordinal);
            foreach (var one in found["public"]!.AsArray())
            {
                var verdict = (string)one!["verdict"]!;
                verdicts[(string)one["bucket"]!] = (verdict, verdict == "public_read", verdict == "public_write" || one["also"] is not null);
            }

            foreach (var name in new[] { "unknown", "cross_account", "blocked" })
            {
                foreach (var bucket in found[name]?.AsArray().SelectMany(one => one!["buckets"]!.AsArray()) ?? [])
                {
                    verdicts.Add((string)bucket!, (name, false, false));
                }
            }

            foreach (var bucket in found["private"]!.AsArray())
            {
                verdicts.Add((string)bucket!, ("private", false, false));
            }

            Assert.Equal(account.Buckets.Count, verdicts.Count);
            foreach (var bucket in account.Buckets.Values)
            {
                var (verdict, reads, writes) = verdicts[bucket.Name];
                var (mayRead, mayWrite) = PublicRule.Of(bucket, account);
                var what = $"seed {seed}/{group} {bucket.Name}: {verdict}, {bucket}, {string.Join(' ', bucket.Grants)}, {string.Join(' ', bucket.Block ?? [])}; account {string.Join(' ', account.Block ?? [])} {string.Join(' ', account.Denied)}";
                if (verdict == "unknown")
                {
                    Assert.True(bucket.Denied.Count + account.Denied.Count > 0, what);
                }
                else if (bucket.Denied.Count + account.Denied.Count == 0)
                {
                    Assert.True((mayRead, mayWrite) == (reads, writes), what);
                }
                else
                {
                    // With something not to be read a verdict is right, or unknown.
                    Assert.True(verdict is "public_read" or "public_write" ? (mayRead || !reads) && (mayWrite || !writes) : !mayRead && !mayWrite, what);
                }
            }
        }
    }

    private static SimulatedAccount Account(Random random)
    {
        var account = new SimulatedAccount
        {
            Block = random.Next(3) == 0 ? SomeFlags(random) : null,
            OrganizationBlock = random.Next(8) == 0 ? SomeFlags(random) : [],
            Denied = random.Next(10) == 0 ? ["s3:GetAccountPublicAccessBlock"] : [],
        };
        for (var index = 0; index < 100; index++)
        {
            account.Add(new SimulatedBucket
            {
                Name = $"bucket-{index:D3}",
                Region = Fleet.Regions[random.Next(3)],
                Block = random.Next(3) == 0 ? SomeFlags(random) : null,
                Ownership = Ownerships[random.Next(4)],
                Grants = [.. Enumerable.Range(0, random.Next(3)).Select(_ => (Pick(random, Grantees), Pick(random, Permissions)))],
                Policy = random.Next(3) == 0 ? null : Policies.Of([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Statement(random, index))]),
                Denied = random.Next(6) == 0 ? [Pick(random, Deniable)] : [],
            });
        }

        return account;
    }

    private static string Statement(Random random, int bucket)
    {
        var who = random.Next(12) == 0 ? "\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"}" : $"\"Principal\":{Pick(random, Principals)}";
        var what = random.Next(12) == 0 ? "\"NotAction\":\"s3:PutObject\"" : $"\"Action\":{Pick(random, Actions)}";
        return $$"""{"Effect":"{{(random.Next(5) == 0 ? "Deny" : "Allow")}}",{{who}},{{what}},"Resource":"arn:aws:s3:::bucket-{{bucket:D3}}/*"{{Pick(random, Conditions)}}}""";
    }

    private static IReadOnlyList<string> SomeFlags(Random random) => [.. Flags.Where(_ => random.Next(2) == 0)];

    private static string Pick(Random random, string[] of) => of[random.Next(of.Length)];
}
