namespace ServerlessMcp.Sandbox.Aws;

/// <summary>A request that an <see cref="AwsSandbox"/> has answered.</summary>
/// <param name="Action">The IAM action that it took: <c>s3:GetBucketPolicy</c>.</param>
/// <param name="Resource">On what.</param>
/// <param name="Region">For which region it was signed.</param>
/// <param name="Session">By whom: the session's name; empty for the key that assumes roles.</param>
/// <param name="Status">What was answered.</param>
public sealed record AwsRequest(string Action, string Resource, string Region, string Session, int Status);
