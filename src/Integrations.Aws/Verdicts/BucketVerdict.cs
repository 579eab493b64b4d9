using ServerlessMcp.Integrations.Aws.Buckets;

namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>The verdict over a bucket, and what it comes from.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reads">Whether anybody may read.</param>
/// <param name="Writes">Whether anybody may change something.</param>
/// <param name="Evidence">The statements and grants that make it so, or what could not be read.</param>
internal sealed record BucketVerdict(Verdict Verdict, bool Reads, bool Writes, IReadOnlyList<string> Evidence)
{
    /// <summary>Whether anybody may do anything.</summary>
    public bool IsPublic => Verdict is Verdict.PublicRead or Verdict.PublicWrite;

    /// <summary>
    /// The verdict, in the order of evaluation of S3. What is certain is said although something else could not be read;
    /// what is not certain is unknown, and never private.
    /// </summary>
    /// <param name="settings">What was read.</param>
    /// <param name="ofAccount">The block of the account.</param>
    /// <param name="organization">The flags that the organization sets.</param>
    /// <param name="account">The account's number.</param>
    public static BucketVerdict Of(
        BucketSettings settings, Reading<PublicAccessBlock> ofAccount, PublicAccessBlock organization, string account)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var effective = ofAccount.Value | settings.Block.Value | organization;
        var (policy, acl) = (PolicyVerdict.Of(settings, account), AclVerdict.Of(settings));

        // A flag that is set by what could be read is set; one that is not may be set by what could not.
        var isBlockKnown = ofAccount.IsKnown && settings.Block.IsKnown;
        var policyReaches = policy.IsPublic && !effective.RestrictBuckets;
        var aclReaches = acl.IsPublic && !effective.IgnoreAcls;
        var evidence = (policyReaches ? policy.Evidence : []).Concat(aclReaches ? acl.Evidence : []).ToArray();
        if ((policyReaches || aclReaches) && isBlockKnown)
        {
            var reads = (policyReaches && policy.Reads) || (aclReaches && acl.Reads);
            var writes = (policyReaches && policy.Writes) || (aclReaches && acl.Writes);
            return new(reads ? Verdict.PublicRead : Verdict.PublicWrite, reads, writes, evidence);
        }

        var troubles = new[] { ofAccount.Trouble, settings.Block.Trouble, settings.Ownership.Trouble, policy.Trouble, acl.Trouble }
            .OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (troubles.Length > 0)
        {
            return new(Verdict.Unknown, false, false, [.. troubles, .. evidence.Select(one => $"unless blocked: {one}")]);
        }

        return policy.IsPublic || acl.IsPublic
            ? new(Verdict.Blocked, false, false, [.. policy.Evidence, .. acl.Evidence])
            : policy.Others.Count > 0 ? new(Verdict.CrossAccount, false, false, policy.Others)
            : new(Verdict.Private, false, false, []);
    }
}
