using System.Text.Json.Nodes;
using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Account;

/// <summary>An account of AWS: a role to assume, an external id that is made here, and what to set up for both.</summary>
public sealed class AwsAccountTests
{
    [Fact]
    public async Task PUT_makes_an_external_id_and_tells_what_to_set_up()
    {
        await using var aws = await AwsProduct.StartAsync();
        var first = await aws.ConnectAsync();
        var id = (string)first["external_id"]!;
        Assert.StartsWith("smcp-", id, StringComparison.Ordinal);
        var trust = JsonNode.Parse((string)first["setup"]!["trust_policy"]!)!["Statement"]![0]!;
        Assert.Equal("sts:AssumeRole", (string?)trust["Action"]);
        Assert.Equal(id, (string?)trust["Condition"]!["StringEquals"]!["sts:ExternalId"]);
        Assert.Equal("arn:aws:iam::111122223333:role/serverless-mcp", (string?)trust["Principal"]!["AWS"]);
        var permissions = (string)first["setup"]!["permissions_policy"]!;
        Assert.DoesNotContain("Put", permissions, StringComparison.Ordinal);
        Assert.DoesNotContain("GetObject", permissions, StringComparison.Ordinal);

        // Who changes the account has not to change the role.
        var changed = await aws.ConnectAsync(""","regions":["us-east-1","eu-central-1"]""");
        Assert.Equal(id, (string?)changed["external_id"]);
        Assert.Equal(id, (string?)(await aws.ConnectAsync($$""","external_id":"{{id}}" """))["setup"]!["external_id"]);
    }

    [Fact]
    public async Task An_account_needs_a_role_and_no_secret_and_takes_no_wrong_members()
    {
        await using var aws = await AwsProduct.StartAsync();
        var (status, body) = await aws.PutAsync($$"""{"integration":"aws","role":"{{aws.Aws.Account.Role}}"}""");
        Assert.Equal(200, status);
        Assert.Equal("https://amazonaws.com", (string?)body["address"]);
        Assert.Null(body["credential"]);
        foreach (var (members, word) in new[]
        {
            ("", "role"), (""","role":"audit" """, "arn:aws:iam::"), (""","role":"arn:aws:iam::111122223333:role/a","regions":["Frankfurt"]""", "eu-central-1"),
            (""","role":"arn:aws:iam::111122223333:role/a","organization_block":["all"]""", "restrict_public_buckets"),
            (""","role":"arn:aws:iam::111122223333:role/a","organization":"acme-corp" """, "organization"),
        })
        {
            (status, body) = await aws.PutAsync($$"""{"integration":"aws"{{members}}}""");
            Assert.Equal(422, status);
            Assert.Contains(word, body.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_role_is_assumed_under_the_URL_s_id_with_the_external_id_and_no_longer_than_the_URL_lives()
    {
        var account = new SimulatedAccount();
        account.Add(new SimulatedBucket { Name = "a" });
        await using var aws = await AwsProduct.StartAsync(account);
        account.ExternalId = (string)(await aws.ConnectAsync())["external_id"]!;
        var minted = await aws.Product.MintAsync("{}", AwsProduct.Account, ",\"expires_at\":\"2026-01-01T00:06:00Z\"");
        var token = (string)minted["token"]!;
        await aws.CallAsync(token, "list_s3_buckets");
        await aws.CallAsync(token, "get_bucket_policy", """{"bucket_name":"a"}""");
        var session = Assert.Single(aws.Aws.Sessions);
        Assert.Equal((string?)minted["id"], session.Name);

        account.ExternalId = "another";
        aws.Product.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull((await aws.CallAsync(token, "list_s3_buckets"))["items"]);
        var other = await aws.TokenAsync();
        var refused = await aws.CallAsync(other, "list_s3_buckets");
        Assert.Equal("role not assumed", (string?)refused["error"]!["title"]);
        Assert.Equal(403, (int)refused["error"]!["status"]!);
    }

    [Fact]
    public async Task A_scope_too_long_for_a_session_policy_is_refused_when_it_is_minted()
    {
        await using var aws = await AwsProduct.StartAsync();
        var buckets = string.Join(',', Enumerable.Range(0, 60).Select(one => $"\"a-bucket-with-a-rather-long-name-{one}\""));
        using var answer = await aws.Product.AdminAsync(HttpMethod.Post, $"/integrated-account/{AwsProduct.Account}/mcp", $$$$"""{"name":"x","config":{"scope":{"buckets":[{{{{buckets}}}}]}}}""");
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains("2048", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_tries_each_permission_and_names_what_is_missing()
    {
        var account = new SimulatedAccount { Denied = ["s3:GetAccountPublicAccessBlock"] };
        account.Add(new SimulatedBucket { Name = "a", Denied = ["s3:GetBucketAcl"] });
        await using var aws = await AwsProduct.StartAsync(account);
        using var answer = await aws.Product.AdminAsync(HttpMethod.Post, $"/integrated-account/{AwsProduct.Account}/mcp", """{"name":"x","dry_run":true}""");
        var preview = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["aws"]!;
        Assert.True((bool)preview["reachable"]!);
        Assert.Equal("""["s3:GetAccountPublicAccessBlock","s3:GetBucketAcl"]""", preview["missing"]!.ToJsonString());
        Assert.Contains("s3:GetBucketPolicy", preview["allowed"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_identity_is_shown_to_AWS_alone()
    {
        await using var aws = await AwsProduct.StartAsync();
        await aws.PutAsync($$"""{"integration":"aws","address":"{{AwsProduct.Address}}","role":"{{aws.Aws.Account.Role}}"}""");
        var refused = await aws.CallAsync(await aws.TokenAsync(), "list_s3_buckets");
        Assert.Equal("no credential", (string?)refused["error"]!["title"]);
        Assert.DoesNotContain(aws.Aws.Requests, request => request.Action == "sts:AssumeRole");
    }
}
