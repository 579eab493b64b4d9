using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Verdicts;

namespace ServerlessMcp.Integrations.Aws.Findings;

/// <summary>Holds a bucket's settings against the controls.</summary>
internal static class BucketFindings
{
    private const string AcceptingTag = "public", AcceptingValue = "intended";

    private static readonly string[] Sensitive =
        ["s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl"];

    /// <summary>Of the account.</summary>
    public static IEnumerable<Finding> OfAccount(Reading<PublicAccessBlock> block, PublicAccessBlock organization)
    {
        if (!block.IsKnown && !organization.IsWhole)
        {
            yield return new(BucketControls.AccountBlock, "", block.Trouble!, Finding.Unknown);
        }
        else if ((block.Value | organization) is { IsWhole: false } effective)
        {
            yield return new(BucketControls.AccountBlock, "", Missing(effective));
        }
    }

    /// <summary>Of a bucket.</summary>
    public static IEnumerable<Finding> Of(BucketSettings settings, BucketVerdict verdict, string account)
    {
        var name = settings.Bucket.Name;
        var isAccepted = settings.Tags.Value?.Any(tag => tag.Key == AcceptingTag && tag.Value == AcceptingValue) == true;
        foreach (var control in new[] { BucketControls.PublicRead, BucketControls.PublicWrite })
        {
            if (verdict.Verdict == Verdict.Unknown)
            {
                yield return new(control, name, string.Join("; ", verdict.Evidence), Finding.Unknown);
            }
            else if (control == BucketControls.PublicRead ? verdict.Reads : verdict.Writes)
            {
                yield return new(control, name, string.Join("; ", verdict.Evidence) + (isAccepted ? $"; tag {AcceptingTag}={AcceptingValue}" : ""),
                    isAccepted ? Finding.Accepted : Finding.Failed);
            }
        }

        foreach (var finding in OfPolicy(settings, account))
        {
            yield return finding;
        }

        if (Check(BucketControls.BucketBlock, name, settings.Block, settings.Block.Value.IsWhole, () => Missing(settings.Block.Value)) is { } block)
            yield return block;
        if (Check(BucketControls.Logging, name, settings.Logging, settings.Logging.State == ReadingState.Set, () => "not set") is { } logging)
            yield return logging;
        var acl = settings.HasAclsOff ? null
            : Check(BucketControls.Acl, name, settings.Acl, !Foreign(settings.Acl.Value).Any(), () => string.Join(", ", Foreign(settings.Acl.Value)));
        if (acl is not null)
            yield return acl;
        var versioning = Check(
            BucketControls.Versioning, name, settings.Versioning, settings.Versioning.Value == "Enabled",
            () => settings.Versioning.Value?.ToLowerInvariant() ?? "not set");
        if (versioning is not null)
            yield return versioning;
        var kms = Check(
            BucketControls.Kms, name, settings.Encryption,
            settings.Encryption.Value?.Algorithm.StartsWith("aws:kms", StringComparison.Ordinal) == true,
            () => settings.Encryption.Value?.Algorithm ?? "not set");
        if (kms is not null)
            yield return kms;
    }

    private static IEnumerable<Finding> OfPolicy(BucketSettings settings, string account)
    {
        var (name, policy) = (settings.Bucket.Name, settings.Policy);
        var statements = policy.State == ReadingState.Set ? PolicyDocument.Read(policy.Value!) : [];
        if (!policy.IsKnown || statements is null)
        {
            var why = policy.Trouble ?? "the policy is no readable document";
            yield return new(BucketControls.Tls, name, why, Finding.Unknown);
            yield return new(BucketControls.OtherAccounts, name, why, Finding.Unknown);
            yield break;
        }

        if (!statements.Any(statement => DeniesPlain(statement, name)))
        {
            yield return new(BucketControls.Tls, name, statements.Count == 0 ? "no policy" : "no such statement");
        }

        foreach (var statement in statements.Where(statement => statement.IsOfOthers(account)))
        {
            var granted = Sensitive.Where(action => statement.HasNotAction ? !statement.Actions.Any(pattern => IsLike(pattern, action))
                : statement.Actions.Any(pattern => IsLike(pattern, action))).ToArray();
            if (granted.Length > 0)
            {
                yield return new(BucketControls.OtherAccounts, name, $"statement {statement.Name}: {string.Join(", ", granted)}");
            }
        }
    }

    // All requests for the bucket's objects that come without TLS.
    private static bool DeniesPlain(PolicyStatement statement, string bucket) =>
        !statement.IsAllow && statement is { IsOfAnybody: true, HasNotAction: false }
        && statement.Actions.Any(action => action is "*" or "s3:*")
        && statement.Resources.Any(resource => resource == "*" || resource.EndsWith(":::*", StringComparison.Ordinal)
            || resource.EndsWith($":::{bucket}/*", StringComparison.Ordinal) || resource.EndsWith($":::{bucket}*", StringComparison.Ordinal))
        && statement.Conditions is [{ Key: var key, Operator: "Bool" or "BoolIfExists", Values: ["false"] }]
        && string.Equals(key, "aws:SecureTransport", StringComparison.OrdinalIgnoreCase);

    private static bool IsLike(string pattern, string action) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true);

    private static IEnumerable<string> Foreign(BucketAcl? acl) =>
        acl?.Grants.Where(grant => grant.AccountId is null || grant.AccountId != acl.Owner).Select(grant => grant.Words) ?? [];

    private static Finding? Check<T>(Control control, string name, Reading<T> reading, bool isFine, Func<string> evidence) =>
        !reading.IsKnown ? new(control, name, reading.Trouble ?? "not read", Finding.Unknown)
        : isFine ? null : new(control, name, evidence());

    private static string Missing(PublicAccessBlock block) =>
        block == default ? "not set" : $"without {string.Join(", ", PublicAccessBlock.Names.Except(block.On))}";
}
