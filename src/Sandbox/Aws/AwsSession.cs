namespace ServerlessMcp.Sandbox.Aws;

/// <summary>An assumed role.</summary>
/// <param name="AccessKey">The id of its key.</param>
/// <param name="Token">Its session token.</param>
/// <param name="Name">What CloudTrail would show.</param>
/// <param name="Policy">Its session policy; null for none.</param>
/// <param name="EndsAt">When it ends.</param>
public sealed record AwsSession(string AccessKey, string Token, string Name, string? Policy, DateTimeOffset EndsAt);
