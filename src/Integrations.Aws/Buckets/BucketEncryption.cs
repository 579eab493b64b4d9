namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>How new objects are encrypted unless they say otherwise.</summary>
/// <param name="Algorithm">AES256, aws:kms, aws:kms:dsse.</param>
/// <param name="Key">The KMS key; null for AWS's own.</param>
/// <param name="HasBucketKey">Whether requests to KMS are saved by a key of the bucket.</param>
internal sealed record BucketEncryption(string Algorithm, string? Key, bool HasBucketKey);
