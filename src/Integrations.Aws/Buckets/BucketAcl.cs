namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>A bucket's ACL.</summary>
/// <param name="Owner">The canonical id of the bucket's owner.</param>
/// <param name="Grants">What is granted.</param>
internal sealed record BucketAcl(string Owner, IReadOnlyList<BucketGrant> Grants);
