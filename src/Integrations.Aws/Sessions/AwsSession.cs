using System.Collections.Concurrent;
using Amazon;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.S3;
using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Signing;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>The assumed role of one URL: clients of the SDK by region, and requests signed here where the SDK has no
/// package for them.</summary>
internal sealed class AwsSession(
    IntegratedAccount account, ImmutableCredentials credentials, DateTimeOffset endsAt, SdkHttp http, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AmazonS3Client> s3 = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AmazonEC2Client> ec2 = new(StringComparer.Ordinal);

    /// <summary>The account.</summary>
    public IntegratedAccount Account => account;

    /// <summary>Until when it is used.</summary>
    public DateTimeOffset EndsAt => endsAt;

    /// <summary>S3 of a region.</summary>
    public AmazonS3Client S3(string region) => s3.GetOrAdd(region, name =>
    {
        var config = Configured(new AmazonS3Config(), account, name, http);
        config.ForcePathStyle = !account.IsAws;
        return new AmazonS3Client(Keys(), config);
    });

    /// <summary>EC2 of a region.</summary>
    public AmazonEC2Client Ec2(string region) =>
        ec2.GetOrAdd(region, name => new AmazonEC2Client(Keys(), Configured(new AmazonEC2Config(), account, name, http)));

    /// <summary>One GET of S3 Control, signed here: the SDK's package for it does not restore.</summary>
    public async Task<(int Status, string Body)> GetS3ControlAsync(string path, CancellationToken cancellationToken)
    {
        var origin = account.IsAws
            ? new Uri($"https://{account.AccountNumber}.s3-control.{account.HomeRegion}." +
                (account.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"))
            : account.Address;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(origin, path));
        request.Headers.TryAddWithoutValidation("x-amz-account-id", account.AccountNumber);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData([])));
        SignatureV4.Sign(
            request, [], new SignerKey(credentials.AccessKey, credentials.SecretKey, credentials.Token, account.HomeRegion, "s3"),
            time.GetUtcNow());
        using var limit = new CancellationTokenSource(AwsLimits.Request, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var answer = await http.Sender.SendAsync(request, either.Token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(either.Token));
    }

    /// <summary>What all clients have: where they send to, through what, and for how long.</summary>
    public static TConfig Configured<TConfig>(TConfig config, IntegratedAccount account, string region, SdkHttp http)
        where TConfig : ClientConfig
    {
        config.HttpClientFactory = http;
        config.MaxErrorRetry = AwsLimits.Retries;
        config.Timeout = AwsLimits.Request;
        if (account.IsAws)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = account.Address.GetLeftPart(UriPartial.Authority);
            config.AuthenticationRegion = region;
        }

        return config;
    }

    private SessionAWSCredentials Keys() => new(credentials.AccessKey, credentials.SecretKey, credentials.Token);
}
