using Amazon.S3;
using Amazon.S3.Model;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>
/// Reads the settings of one bucket. Each request names the account that has to own the bucket: a name that was deleted
/// may be somebody else's a second later.
/// </summary>
internal sealed class BucketReader(AwsSession session, BucketEntry bucket, CancellationToken cancellationToken)
{
    private readonly AmazonS3Client s3 = session.S3(bucket.Region);
    private readonly string owner = session.Account.AccountNumber;

    /// <summary>What decides who can reach it, and only as much of it as decides.</summary>
    public async Task<BucketSettings> ReadAccessAsync()
    {
        var (block, ownership, policy) = (BlockAsync(), OwnershipAsync(), PolicyAsync());
        var settings = new BucketSettings { Bucket = bucket, Block = await block, Ownership = await ownership, Policy = await policy };
        var status = settings.Policy.State == ReadingState.Set ? PolicyStatusAsync() : null;
        var acl = settings.HasAclsOff ? null : AclAsync();
        return settings with
        {
            IsPolicyPublic = status is null ? default : await status,
            Acl = acl is null ? default : await acl,
        };
    }

    /// <summary>That, and what else a security team asks for.</summary>
    public async Task<BucketSettings> ReadForFindingsAsync()
    {
        var (encryption, versioning, logging, tags) = (EncryptionAsync(), VersioningAsync(), LoggingAsync(), TagsAsync());
        return await ReadAccessAsync() with
        {
            Encryption = await encryption,
            Versioning = await versioning,
            Logging = await logging,
            Tags = await tags,
        };
    }

    /// <summary>All settings.</summary>
    public async Task<BucketSettings> ReadAllAsync() => await WithWebsiteAsync(await ReadForFindingsAsync());

    /// <summary>The same with the website.</summary>
    public async Task<BucketSettings> WithWebsiteAsync(BucketSettings settings) => settings with { Website = await WebsiteAsync() };

    /// <summary>Reads each setting for itself, and tells what is in the way of it.</summary>
    public async Task<IReadOnlyList<(string Action, string? Trouble)>> TryAllAsync()
    {
        static (string, string?) Told<T>(Reading<T> reading) => (reading.Action, reading.Trouble);
        return
        [
            Told(await PolicyAsync()), Told(await PolicyStatusAsync()), Told(await BlockAsync()), Told(await AclAsync()), Told(await OwnershipAsync()),
            Told(await EncryptionAsync()), Told(await VersioningAsync()), Told(await LoggingAsync()), Told(await TagsAsync()), Told(await WebsiteAsync()),
        ];
    }

    /// <summary>The policy alone.</summary>
    // The SDK swallows the 404 of a policy that is not there, and then has the error's XML where the policy would be.
    public Task<Reading<string>> PolicyAsync() => S3Reading.AskAsync(AwsActions.Policy, async () =>
        await s3.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => (int)answer.HttpStatusCode == 404 ? (answer.Policy?.Contains("NoSuchBucket<", StringComparison.Ordinal) == true
            ? throw S3Reading.Gone() : null)
            : answer.Policy is { Length: > 0 } policy ? policy : null, cancellationToken);

    private Task<Reading<bool>> PolicyStatusAsync() => S3Reading.AskAsync(AwsActions.PolicyStatus, () =>
        s3.GetBucketPolicyStatusAsync(new GetBucketPolicyStatusRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => answer.PolicyStatus?.IsPublic, cancellationToken);

    private Task<Reading<PublicAccessBlock>> BlockAsync() => S3Reading.AskAsync(AwsActions.Block, () =>
        s3.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => answer.PublicAccessBlockConfiguration is { } flags
            ? new PublicAccessBlock(flags.BlockPublicAcls ?? false, flags.IgnorePublicAcls ?? false, flags.BlockPublicPolicy ?? false,
                flags.RestrictPublicBuckets ?? false)
            : (PublicAccessBlock?)null, cancellationToken);

    private Task<Reading<BucketAcl>> AclAsync() => S3Reading.AskAsync(AwsActions.Acl, () =>
        s3.GetBucketAclAsync(new GetBucketAclRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => new BucketAcl(
            answer.Owner?.Id ?? "",
            [.. (answer.Grants ?? []).Select(grant => new BucketGrant(grant.Grantee?.URI, grant.Grantee?.CanonicalUser, grant.Permission?.Value ?? ""))]),
        cancellationToken);

    private Task<Reading<string>> OwnershipAsync() => S3Reading.AskAsync(AwsActions.Ownership, () =>
        s3.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => answer.OwnershipControls?.Rules is [var rule, ..] ? rule.ObjectOwnership?.Value : null, cancellationToken);

    private Task<Reading<BucketEncryption>> EncryptionAsync() => S3Reading.AskAsync(AwsActions.Encryption, () =>
        s3.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => answer.ServerSideEncryptionConfiguration?.ServerSideEncryptionRules is [{ ServerSideEncryptionByDefault: { } rule } first, ..]
            ? new BucketEncryption(rule.ServerSideEncryptionAlgorithm?.Value ?? "", rule.ServerSideEncryptionKeyManagementServiceKeyId,
                first.BucketKeyEnabled ?? false)
            : null, cancellationToken);

    private Task<Reading<string>> VersioningAsync() => S3Reading.AskAsync(AwsActions.Versioning, () =>
        s3.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => answer.VersioningConfig?.Status?.Value is { } status && status != "Off" ? status : null, cancellationToken);

    private Task<Reading<string>> LoggingAsync() => S3Reading.AskAsync(AwsActions.Logging, () =>
        s3.GetBucketLoggingAsync(new GetBucketLoggingRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => answer.BucketLoggingConfig?.TargetBucketName is { Length: > 0 } target
            ? $"{target}/{answer.BucketLoggingConfig.TargetPrefix}" : null, cancellationToken);

    private Task<Reading<IReadOnlyList<KeyValuePair<string, string>>>> TagsAsync() => S3Reading.AskAsync(AwsActions.Tagging, () =>
        s3.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => (IReadOnlyList<KeyValuePair<string, string>>?)[.. (answer.TagSet ?? []).Select(tag => KeyValuePair.Create(tag.Key, tag.Value))],
        cancellationToken);

    private Task<Reading<string>> WebsiteAsync() => S3Reading.AskAsync(AwsActions.Website, () =>
        s3.GetBucketWebsiteAsync(new GetBucketWebsiteRequest { BucketName = bucket.Name, ExpectedBucketOwner = owner }, cancellationToken),
        answer => answer.WebsiteConfiguration?.IndexDocumentSuffix ?? answer.WebsiteConfiguration?.RedirectAllRequestsTo?.HostName, cancellationToken);
}
