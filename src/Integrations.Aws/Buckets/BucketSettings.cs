namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>The settings of a bucket that were asked for.</summary>
internal sealed record BucketSettings
{
    /// <summary>The bucket.</summary>
    public required BucketEntry Bucket { get; init; }

    /// <summary>Its policy document, as text.</summary>
    public Reading<string> Policy { get; init; }

    /// <summary>Whether S3 calls the policy public.</summary>
    public Reading<bool> IsPolicyPublic { get; init; }

    /// <summary>Its own public access block.</summary>
    public Reading<PublicAccessBlock> Block { get; init; }

    /// <summary>Its ACL. Not asked where ACLs are off.</summary>
    public Reading<BucketAcl> Acl { get; init; }

    /// <summary>Who owns objects: BucketOwnerEnforced turns ACLs off.</summary>
    public Reading<string> Ownership { get; init; }

    /// <summary>Default encryption.</summary>
    public Reading<BucketEncryption> Encryption { get; init; }

    /// <summary>Versioning: Enabled or Suspended.</summary>
    public Reading<string> Versioning { get; init; }

    /// <summary>Where access is logged: the bucket, a slash, and the prefix.</summary>
    public Reading<string> Logging { get; init; }

    /// <summary>Its tags.</summary>
    public Reading<IReadOnlyList<KeyValuePair<string, string>>> Tags { get; init; }

    /// <summary>The index document of its website.</summary>
    public Reading<string> Website { get; init; }

    /// <summary>Whether ACLs are off.</summary>
    public bool HasAclsOff => Ownership is { State: ReadingState.Set, Value: "BucketOwnerEnforced" };

    /// <summary>Whether it was deleted between list and reading.</summary>
    public bool IsGone => Block.State == ReadingState.Gone || Policy.State == ReadingState.Gone;

    /// <summary>Why something could not be read, each reason once.</summary>
    public IEnumerable<string> Troubles => ((string?[])
    [
        Policy.Trouble, IsPolicyPublic.Trouble, Block.Trouble, Acl.Trouble, Ownership.Trouble, Encryption.Trouble,
        Versioning.Trouble, Logging.Trouble, Tags.Trouble, Website.Trouble,
    ]).OfType<string>().Distinct();
}
