using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>
/// Assumes an account's role for a URL: under the URL's id, which CloudTrail then shows, with the external id of the
/// account, and with a policy that is no wider than the URL. Kept for as long as AWS lets it, and never longer than the
/// URL lives.
/// </summary>
/// <param name="handler">The host's connections.</param>
/// <param name="secrets">The vault, for accounts that name a key in it.</param>
/// <param name="time">The clock.</param>
internal sealed class AwsSessions(HttpMessageHandler handler, ICredentialSource secrets, TimeProvider time)
{
    // The least that STS gives, so that what a revoked URL leaves behind is soon nothing.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly BoundedCache<string, AwsSession> sessions = new(256, StringComparer.Ordinal);

    private SdkHttp Http => field ??= new SdkHttp(handler);

    /// <summary>The session for a reach.</summary>
    /// <exception cref="AwsProblem">The role can't be assumed.</exception>
    public async Task<AwsSession> OpenAsync(AwsReach reach, CancellationToken cancellationToken)
    {
        var (key, now) = (reach.Key, time.GetUtcNow());
        if (sessions.TryGet(key, out var kept) && now < kept.EndsAt)
        {
            return kept;
        }

        var policy = reach.Policy;
        if (policy.Length > SessionPolicy.MostCharacters)
        {
            throw new AwsProblem(CallOutcome.Failed, 422, "scope too long", $"The session policy of this URL has {policy.Length} " +
                $"characters, and AWS takes {SessionPolicy.MostCharacters}. Nothing was sent.", hint: "Ask for a URL whose scope has fewer globs.");
        }

        using var sts = await StsAsync(reach.Account, cancellationToken);
        var assumed = await AskAsync(() => sts.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = reach.Account.Role,
            RoleSessionName = reach.Name,
            ExternalId = reach.Account.ExternalId,
            DurationSeconds = (int)Lifetime.TotalSeconds,
            Policy = policy,
        }, cancellationToken), cancellationToken);
        var given = assumed.Credentials;
        var end = now + Lifetime - Margin;
        var session = new AwsSession(
            reach.Account, new ImmutableCredentials(given.AccessKeyId, given.SecretAccessKey, given.SessionToken),
            reach.EndsAt is { } dies && dies < end ? dies : end, Http, time);
        sessions.Keep(key, session);
        return session;
    }

    /// <summary>The ARN of who assumes the account's role; of an assumed role, that role's. Null if it can't be found
    /// out.</summary>
    public async Task<string?> CallerAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        try
        {
            using var sts = await StsAsync(account, cancellationToken);
            var who = await AskAsync(() => sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken), cancellationToken);
            return who.Arn.Split(':') is [var arn, var partition, "sts", _, var number, var name] && name.Split('/') is ["assumed-role", var role, ..]
                ? $"{arn}:{partition}:iam::{number}:role/{role}" : who.Arn;
        }
        catch (AwsProblem)
        {
            return null;
        }
    }

    private async Task<AmazonSecurityTokenServiceClient> StsAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        new(await WhoAsync(account, cancellationToken), AwsSession.Configured(new AmazonSecurityTokenServiceConfig(), account, account.HomeRegion, Http));

    private async Task<AWSCredentials> WhoAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        if (account.SecretName.Length > 0)
        {
            var secret = await secrets.GetTokenAsync(account.SecretName, refresh: false, cancellationToken);
            return secret?.Split(':') is [{ Length: > 0 } id, { Length: > 0 } key] ? new BasicAWSCredentials(id.Trim(), key.Trim())
                : throw new AwsProblem(CallOutcome.NoCredential, 503, "no credential", secret is null
                    ? "The vault has no secret under the account's name. Nothing was sent."
                    : "The secret under the account's name is no access key: ID:KEY is needed. Nothing was sent.");
        }

        // What opens AWS is shown to AWS alone: whoever stands at another address would have the session token.
        if (!account.IsAws)
        {
            throw new AwsProblem(CallOutcome.NoCredential, 503, "no credential", "An account at another address than AWS needs " +
                "credential.secret, the name of an access key in the vault: this deployment's own identity is shown to AWS alone. Nothing was sent.");
        }

        try
        {
            return OwnCredentials.Find();
        }
        catch (AmazonClientException)
        {
            throw new AwsProblem(CallOutcome.NoCredential, 503, "no credential", "This deployment has no identity in AWS: no role, " +
                "no profile, no variables. Nothing was sent.");
        }
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (AmazonSecurityTokenServiceException refused)
        {
            throw Refused(refused);
        }
        catch (Exception failure) when (SdkFailure.Is(failure)
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new AwsProblem(CallOutcome.Unreachable, 502, "AWS not reached", $"AWS STS did not answer ({failure.GetType().Name}).", isRetryable: true);
        }
    }

    private static AwsProblem Refused(AmazonSecurityTokenServiceException refused) => refused.ErrorCode switch
    {
        "AccessDenied" or "AccessDeniedException" => new(CallOutcome.NoCredential, 403, "role not assumed",
            "AWS does not let this deployment assume the account's role: the role is not there, its trust policy does not name this " +
            "deployment or the account's external id, or this deployment's own role may not assume it.",
            hint: "An admin finds trust policy and external id in GET /integrated-account/{account}."),
        "PackedPolicyTooLarge" or "MalformedPolicyDocument" => new(CallOutcome.Failed, 422, "scope too long",
            $"AWS does not take the session policy of this URL ({refused.ErrorCode}).", hint: "Ask for a URL whose scope has fewer globs."),
        "RegionDisabledException" or "RegionDisabled" => new(CallOutcome.Failed, 422, "region disabled",
            "AWS STS is not enabled in the account's first region."),
        "ExpiredToken" or "ExpiredTokenException" or "InvalidClientTokenId" or "SignatureDoesNotMatch" => new(CallOutcome.NoCredential, 401,
            "credential refused", $"AWS refuses the credential with which the role is assumed ({refused.ErrorCode})."),
        "Throttling" or "ThrottlingException" => new(CallOutcome.UpstreamError, 429, "throttled", "AWS STS is asked too often.", isRetryable: true),
        var code => new(CallOutcome.UpstreamError, (int)refused.StatusCode, "AWS STS refused", $"AWS STS answered {code}."),
    };
}
