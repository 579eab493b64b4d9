namespace ServerlessMcp.Integrations.Aws.Signing;

/// <summary>Who signs, and for what. No record: those print their members, and these are secrets.</summary>
internal sealed class SignerKey(string accessKey, string secretKey, string? sessionToken, string region, string service)
{
    public string AccessKey { get; } = accessKey;

    public string SecretKey { get; } = secretKey;

    public string? SessionToken { get; } = sessionToken;

    public string Region { get; } = region;

    public string Service { get; } = service;
}
