namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>A bucket as the list has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Region">Where it is.</param>
/// <param name="Created">When it was created, or its policy and the like were last changed: S3 says no more.</param>
internal sealed record BucketEntry(string Name, string Region, DateTime? Created);
