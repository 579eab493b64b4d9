using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Account;

/// <summary>A URL with a scope reads its buckets and nothing else, and AWS itself would refuse it anything else.</summary>
public sealed class AwsScopeTests
{
    private static readonly string[] Names = ["pay", "pay-eu", "pay-eu-logs", "payroll", "web", "web-eu", "logs", "x.pay"];
    private static readonly string[] Globs = ["pay", "pay-*", "web*", "*-eu", "pa?", "*.pay", "logs"];

    [Fact]
    public async Task Two_thousand_random_calls_reach_nothing_outside()
    {
        var random = new Random(18);
        var account = new SimulatedAccount();
        foreach (var name in Names)
        {
            account.Add(new SimulatedBucket { Name = name, Policy = Policies.Of(Policies.PublicRead(name)) });
        }

        await using var aws = await AwsProduct.StartAsync(account);
        for (var url = 0; url < 40; url++)
        {
            string[] globs = [.. Globs.Where(_ => random.Next(3) == 0).DefaultIfEmpty("pay-*")];
            var token = await aws.TokenAsync($$$"""{"scope":{"buckets":[{{{string.Join(',', globs.Select(glob => $"\"{glob}\""))}}}]}}""");
            var inside = Names.Where(name => globs.Any(glob => IsLike(glob, name))).ToHashSet(StringComparer.Ordinal);
            for (var call = 0; call < 50; call++)
            {
                var before = aws.Aws.Requests.Count;
                var name = Names[random.Next(Names.Length)];
                var (tool, arguments) = random.Next(6) switch
                {
                    0 => ("list_s3_buckets", "{}"),
                    1 => ("find_public_s3_buckets", """{"include_private":true}"""),
                    2 => ("list_s3_findings", "{}"),
                    3 => ("list_ec2_findings", "{}"),
                    4 => ("get_s3_bucket", $$"""{"bucket_name":"{{name}}"}"""),
                    _ => ("get_bucket_policy", $$"""{"bucket_name":"{{name}}"}"""),
                };
                var answer = (await aws.Product.AskAsync(token, "tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""")).ToJsonString();
                foreach (var foreign in Names.Where(one => !inside.Contains(one) && !(arguments.Contains('"' + one + '"', StringComparison.Ordinal))))
                {
                    Assert.DoesNotContain($"\\u0022{foreign}\\u0022", answer, StringComparison.Ordinal);
                }

                foreach (var request in aws.Aws.Requests.Skip(before).Where(request => request.Resource.StartsWith("arn:aws:s3:::", StringComparison.Ordinal)))
                {
                    Assert.Contains(request.Resource["arn:aws:s3:::".Length..], inside);
                }

                Assert.True(tool != "list_ec2_findings" || answer.Contains("Unknown tool", StringComparison.Ordinal), answer);
            }
        }

        Assert.Equal(0, aws.Aws.RefusedByPolicy);
    }

    [Fact]
    public async Task The_session_policy_alone_refuses_what_is_outside_of_the_URL_s_scope_and_of_its_account_s()
    {
        var account = new SimulatedAccount();
        foreach (var name in Names)
        {
            account.Add(new SimulatedBucket { Name = name });
        }

        await using var aws = await AwsProduct.StartAsync(account, members: ""","policy":{"scope":{"buckets":["*-eu"]}}""");
        var token = await aws.TokenAsync("""{"scope":{"buckets":["pay*"]}}""");
        Assert.Equal(["pay-eu"], (await aws.CallAsync(token, "list_s3_buckets"))["items"]!.AsArray().Select(one => (string?)one!["name"]));
        var policy = System.Text.Json.JsonDocument.Parse(Assert.Single(aws.Aws.Sessions).Policy!).RootElement;
        foreach (var name in Names)
        {
            Assert.Equal(name == "pay-eu", SessionPolicyCheck.Allows(policy, "s3:GetBucketPolicy", $"arn:aws:s3:::{name}"));
            Assert.False(SessionPolicyCheck.Allows(policy, "s3:GetObject", $"arn:aws:s3:::{name}/key"));
        }

        Assert.False(SessionPolicyCheck.Allows(policy, "ec2:DescribeVolumes", "*"));
    }

    [Fact]
    public async Task A_URL_s_session_has_only_what_its_tools_need()
    {
        var account = new SimulatedAccount();
        account.Add(new SimulatedBucket { Name = "a" });
        await using var aws = await AwsProduct.StartAsync(account);
        await aws.CallAsync(await aws.TokenAsync("""{"tools":["list_s3_buckets"]}"""), "list_s3_buckets");
        Assert.Equal("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:ListAllMyBuckets"],"Resource":["*"]}]}""", Assert.Single(aws.Aws.Sessions).Policy);
    }

    // As AWS has it: * and ? and nothing else.
    private static bool IsLike(string glob, string name) => System.Text.RegularExpressions.Regex.IsMatch(
        name, $"^{System.Text.RegularExpressions.Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$",
        System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
