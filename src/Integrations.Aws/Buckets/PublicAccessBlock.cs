namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>The four flags of S3's public access block, of a bucket, of an account, or of both together.</summary>
internal readonly record struct PublicAccessBlock(bool BlockAcls, bool IgnoreAcls, bool BlockPolicy, bool RestrictBuckets)
{
    /// <summary>The flags' names, as Terraform and the organization's policies have them.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"];

    /// <summary>Whether all four are set.</summary>
    public bool IsWhole => BlockAcls && IgnoreAcls && BlockPolicy && RestrictBuckets;

    /// <summary>The names of those that are set.</summary>
    public IEnumerable<string> On
    {
        get
        {
            bool[] flags = [BlockAcls, IgnoreAcls, BlockPolicy, RestrictBuckets];
            return Names.Where((_, index) => flags[index]);
        }
    }

    /// <summary>The block of these flags.</summary>
    public static PublicAccessBlock Of(IReadOnlyList<string> names) =>
        new(names.Contains(Names[0]), names.Contains(Names[1]), names.Contains(Names[2]), names.Contains(Names[3]));

    /// <summary>What holds where both hold: the stricter of each flag.</summary>
    public static PublicAccessBlock operator |(PublicAccessBlock one, PublicAccessBlock other) =>
        new(one.BlockAcls || other.BlockAcls, one.IgnoreAcls || other.IgnoreAcls, one.BlockPolicy || other.BlockPolicy,
            one.RestrictBuckets || other.RestrictBuckets);
}
