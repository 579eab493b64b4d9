using System.Text.Json.Nodes;
using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Tools;

/// <summary>Who can reach a bucket, by one call.</summary>
public sealed class FindPublicBucketsTests
{
    [Fact]
    public async Task Each_bucket_has_its_verdict_and_what_it_comes_from()
    {
        var account = new SimulatedAccount();
        account.Add(
            new() { Name = "web", Policy = Policies.Of(Policies.PublicRead("web")), Website = "index.html" },
            new() { Name = "drop", Region = "eu-central-1", Policy = Policies.Of(Policies.PublicWrite("drop")) },
            new() { Name = "listed", Ownership = "ObjectWriter", Grants = [("AllUsers", "READ")] },
            new() { Name = "restricted", Policy = Policies.Of(Policies.PublicRead("restricted")), Block = ["RestrictPublicBuckets"] },
            new() { Name = "partner", Policy = Policies.Of(Policies.Other("partner")) },
            new() { Name = "closed" },
            new() { Name = "secretive", Denied = ["s3:GetBucketPolicy"] });
        await using var aws = await AwsProduct.StartAsync(account);
        var found = await aws.CallAsync(await aws.TokenAsync(), "find_public_s3_buckets", """{"include_private":true}""");

        Assert.Equal("""{"unknown":1,"public_write":1,"public_read":2,"blocked":1,"cross_account":1,"private":1}""", found["counts"]!.ToJsonString());
        var web = Public(found, "web");
        Assert.Equal("public_read", (string?)web["verdict"]);
        Assert.Equal("statement PublicRead: Principal * with s3:GetObject", (string?)web["evidence"]![0]);
        Assert.Contains("CloudFront", (string?)web["remediation"], StringComparison.Ordinal);
        Assert.Equal("public_write", (string?)Public(found, "drop")["verdict"]);
        Assert.Equal("ACL: AllUsers READ", (string?)Public(found, "listed")["evidence"]![0]);
        Assert.Equal("restricted", (string?)found["blocked"]![0]!["buckets"]![0]);
        Assert.Contains("999988887777", found["cross_account"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""[{"because":"s3:GetBucketPolicy denied","buckets":["secretive"]}]""", found["unknown"]!.ToJsonString());
        Assert.Equal("closed", (string?)found["private"]![0]);
    }

    private static JsonNode Public(JsonNode found, string bucket) => found["public"]!.AsArray().Single(one => (string?)one!["bucket"] == bucket)!;
}
