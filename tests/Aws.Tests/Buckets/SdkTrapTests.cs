using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Buckets;

/// <summary>Where the SDK hides what S3 said: each is known, and none is taken for a setting.</summary>
public sealed class SdkTrapTests
{
    [Fact]
    public async Task A_404_that_the_SDK_swallows_is_not_set_and_its_XML_is_no_policy()
    {
        await using var aws = await StartAsync(new SimulatedBucket { Name = "a", Encryption = null, Website = null });
        var token = await aws.TokenAsync();
        Assert.Equal("""{"bucket":"a","policy":null}""", (await aws.CallAsync(token, "get_bucket_policy", """{"bucket_name":"a"}""")).ToJsonString());
        var row = (await aws.CallAsync(token, "get_s3_bucket", """{"bucket_name":"a"}""")).AsObject();
        foreach (var name in new[] { "policy", "encryption", "website", "logging", "versioning", "tags" })
        {
            Assert.True(row.ContainsKey(name) && row[name] is null, $"{name}: {row}");
        }

        Assert.Equal("[]", row["block"]!.ToJsonString());
    }

    [Fact]
    public async Task A_bucket_that_goes_between_list_and_reading_is_gone_and_not_private()
    {
        await using var aws = await StartAsync(new SimulatedBucket { Name = "a", IsGone = true }, new SimulatedBucket { Name = "b" });
        var token = await aws.TokenAsync();
        var found = await aws.CallAsync(token, "find_public_s3_buckets", """{"include_private":true}""");
        Assert.Equal("""["a"]""", found["gone_meanwhile"]!.ToJsonString());
        Assert.Equal("""["b"]""", found["private"]!.ToJsonString());
        Assert.Equal("unknown: the bucket is gone", (string?)(await aws.CallAsync(token, "get_bucket_policy", """{"bucket_name":"a"}"""))["policy"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bucket_that_is_in_another_region_than_the_list_says_is_unknown_or_read_there(bool namesTheRegion)
    {
        var account = new SimulatedAccount();
        account.Add(new SimulatedBucket { Name = "a", Region = "us-east-1", MovedTo = "eu-central-1" });
        await using var aws = await AwsProduct.StartAsync(account, new AwsSandboxOptions { NamesTheRegion = namesTheRegion });
        var counts = (await aws.CallAsync(await aws.TokenAsync(), "find_public_s3_buckets"))["counts"]!.ToJsonString();
        Assert.Contains(counts, (string[])["""{"unknown":1}""", """{"private":1}"""]);
        Assert.True(namesTheRegion || counts.Contains("unknown", StringComparison.Ordinal), "A redirect is not followed.");
    }

    [Fact]
    public async Task SlowDown_is_repeated_and_what_goes_on_being_slow_is_unknown()
    {
        await using var aws = await StartAsync(new SimulatedBucket { Name = "a", SlowDowns = 2 }, new SimulatedBucket { Name = "b", SlowDowns = 50 });
        var found = await aws.CallAsync(await aws.TokenAsync(), "find_public_s3_buckets", """{"include_private":true}""");
        Assert.Equal("""["a"]""", found["private"]!.ToJsonString());
        Assert.Contains("SlowDown", found["unknown"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_another_account_has_taken_over_is_not_read()
    {
        await using var aws = await StartAsync(new SimulatedBucket { Name = "a", IsTakenOver = true, Policy = Policies.Of(Policies.PublicRead("a")) });
        Assert.Equal("""{"unknown":1}""", (await aws.CallAsync(await aws.TokenAsync(), "find_public_s3_buckets"))["counts"]!.ToJsonString());
    }

    [Fact]
    public async Task A_denial_names_the_permission_and_quotes_no_ARN()
    {
        await using var aws = await StartAsync(new SimulatedBucket { Name = "a", Denied = ["s3:GetBucketPolicy"] });
        var answer = (await aws.CallAsync(await aws.TokenAsync(), "get_bucket_policy", """{"bucket_name":"a"}""")).ToJsonString();
        Assert.Equal("""{"bucket":"a","policy":"unknown: s3:GetBucketPolicy denied"}""", answer);
    }

    [Fact]
    public async Task A_policy_that_is_no_JSON_is_unknown()
    {
        await using var aws = await StartAsync(new SimulatedBucket { Name = "a", Policy = "{\"Statement\":[" });
        Assert.Equal("""{"unknown":1}""", (await aws.CallAsync(await aws.TokenAsync(), "find_public_s3_buckets"))["counts"]!.ToJsonString());
    }

    [Fact]
    public async Task Ten_thousand_and_one_buckets_are_listed_by_pages()
    {
        var account = new SimulatedAccount();
        for (var index = 0; index <= 10_000; index++)
        {
            account.Add(new SimulatedBucket { Name = $"b{index:D5}" });
        }

        await using var aws = await AwsProduct.StartAsync(account);
        var token = await aws.TokenAsync();
        var (names, cursor) = (new HashSet<string>(StringComparer.Ordinal), "");
        do
        {
            var page = await aws.CallAsync(token, "list_s3_buckets", $$"""{"page_size":1000{{(cursor.Length > 0 ? $",\"cursor\":\"{cursor}\"" : "")}}}""");
            Assert.Equal(10_001, (int)page["total_count"]!);
            names.UnionWith(page["items"]!.AsArray().Select(one => (string)one!["name"]!));
            cursor = (string?)page["next_cursor"] ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal(10_001, names.Count);
    }

    [Fact]
    public async Task A_cursor_of_somebody_else_s_is_refused()
    {
        await using var aws = await StartAsync(new SimulatedBucket { Name = "a" });
        Assert.Equal(422, (int)(await aws.CallAsync(await aws.TokenAsync(), "list_s3_buckets", """{"cursor":"eyJwIjoyfQ"}"""))["error"]!["status"]!);
    }

    private static Task<AwsProduct> StartAsync(params SimulatedBucket[] buckets)
    {
        var account = new SimulatedAccount();
        account.Add(buckets);
        return AwsProduct.StartAsync(account);
    }
}
