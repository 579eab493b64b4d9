using ServerlessMcp.Integrations.Aws.Buckets;

namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>What a bucket's ACL lets in, whatever blocks it.</summary>
/// <param name="IsPublic">Whether anybody is let in.</param>
/// <param name="Reads">Whether to read.</param>
/// <param name="Writes">Whether to change something.</param>
/// <param name="Evidence">The grants that do so.</param>
/// <param name="Trouble">Why it is not known; null where it is.</param>
internal sealed record AclVerdict(bool IsPublic, bool Reads, bool Writes, IReadOnlyList<string> Evidence, string? Trouble)
{
    /// <summary>Of these settings.</summary>
    public static AclVerdict Of(BucketSettings settings)
    {
        if (settings.HasAclsOff)
        {
            return new(false, false, false, [], null);
        }

        var grants = settings.Acl.Value?.Grants.Where(grant => grant.IsPublic).ToArray() ?? [];

        // Without ownership nobody knows whether a grant is of any effect.
        return !settings.Acl.IsKnown || !settings.Ownership.IsKnown
            ? new(false, false, false, [], settings.Acl.Trouble ?? settings.Ownership.Trouble)
            : new(grants.Length > 0, grants.Any(grant => grant.Reads), grants.Any(grant => grant.Writes),
                [.. grants.Select(grant => $"ACL: {grant.Words}")], null);
    }
}
