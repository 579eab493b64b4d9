using System.Text.RegularExpressions;
using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Sessions;
using ServerlessMcp.Integrations.Aws.Tools;
using ServerlessMcp.Sandbox.Aws;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Aws.Tests.Tools;

/// <summary>The integration reads settings: it has no way to change anything, to read an object, or to let a secret out.</summary>
public sealed partial class SafetyTests
{
    [Fact]
    public void No_row_changes_anything_and_no_action_reads_objects()
    {
        Assert.All(AwsCatalog.Build().All, tool => Assert.Equal(Effect.Read, tool.WorstEffect));
        Assert.All(AwsActions.All, action =>
        {
            Assert.Matches("^[a-z0-9]+:(Get|List|Describe)[A-Za-z]+$", action);
            Assert.DoesNotMatch("Object$|^s3:ListBucket$|Versions?$", action);
        });
        Assert.All(AwsCatalog.Build().All.Cast<AwsTool>(), tool => Assert.Subset(AwsActions.All.ToHashSet(StringComparer.Ordinal), tool.Actions.ToHashSet(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_sources_call_nothing_that_writes()
    {
        foreach (var path in Directory.EnumerateFiles(SourceTree.PathOf("src", "Integrations.Aws"), "*.cs", SearchOption.AllDirectories))
        {
            Assert.Empty(Writing().Matches(File.ReadAllText(path)).Select(match => $"{path}: {match.Value}"));
        }
    }

    [Theory]
    [InlineData("PUT", "http://127.0.0.1/a?policy", null)]
    [InlineData("DELETE", "http://127.0.0.1/a?policy", null)]
    [InlineData("POST", "http://127.0.0.1/a?delete", "<Delete/>")]
    [InlineData("GET", "http://127.0.0.1/a/secret.txt", null)]
    [InlineData("GET", "http://127.0.0.1/a", null)]
    [InlineData("POST", "http://127.0.0.1/", "Action=AuthorizeSecurityGroupIngress&Version=2016-11-15")]
    [InlineData("POST", "http://127.0.0.1/", "Version=2016-11-15&Action=DeleteVolume")]
    [InlineData("POST", "http://127.0.0.1/", "{}")]
    public async Task What_is_no_reading_is_not_sent(string method, string address, string? body)
    {
        var aws = new AwsSandbox(new ManualTimeProvider());
        using var sender = new HttpMessageInvoker(new ReadOnlyHandler(new SandboxHandler(aws.HandleAsync)));
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body is null ? null : new StringContent(body) };
        await Assert.ThrowsAsync<InvalidOperationException>(() => sender.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public async Task No_credential_is_in_an_answer_a_log_or_an_error()
    {
        const string Canary = "AKIAZZ7CANARY2QRSTUV";
        var account = new SimulatedAccount();
        account.Add(
            new() { Name = "a", Tags = [("password", "hunter2-canary-9f8e7d"), ("deploy", Canary)], Policy = Policies.Of(Policies.PublicRead("a", Canary)) },
            new() { Name = "b", Denied = ["s3:GetBucketTagging"] });
        await using var aws = await AwsProduct.StartAsync(account);
        var token = await aws.TokenAsync();
        var told = new System.Text.StringBuilder();
        foreach (var (tool, arguments) in new[] { ("list_s3_buckets", "{}"), ("find_public_s3_buckets", "{}"), ("list_s3_findings", "{}"), ("get_s3_bucket", """{"bucket_name":"a"}"""), ("get_bucket_policy", """{"bucket_name":"a"}"""), ("list_ec2_findings", "{}") })
        {
            told.Append((await aws.Product.AskAsync(token, "tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""")).ToJsonString());
        }

        aws.Aws.Account.ExternalId = "another";
        told.Append((await aws.Product.AskAsync(await aws.TokenAsync(), "tools/call", """{"name":"list_s3_buckets","arguments":{}}""")).ToJsonString());
        foreach (var secret in new[] { Canary, "hunter2-canary-9f8e7d", AwsSandbox.SecretKey, AwsSandbox.AccessKey, "notARealSession", "ASIASANDBOX" })
        {
            Assert.DoesNotContain(secret, told.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, aws.Product.Logs.All, StringComparison.Ordinal);
        }
    }

    // Methods of the SDK's clients by their names, and what would send something by hand.
    [GeneratedRegex(@"\b(Put|Delete|Create|Copy|Restore|Upload|Abort|Complete|Modify|Authorize|Revoke|Attach|Terminate|Reset)\w*Async\(|\bGetObject\w*Async\(|\bListObjects\w*Async\(|HttpMethod\.(Put|Delete|Patch)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Writing();
}
