using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>The host's own identity in AWS.</summary>
public static class OwnCredentials
{
    /// <summary>Lambda gives a role's credentials in variables; elsewhere the SDK's own chain looks for some.</summary>
    public static AWSCredentials Find() =>
        Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN") is { Length: > 0 }
        ? new EnvironmentVariablesAWSCredentials() : DefaultAWSCredentialsIdentityResolver.GetCredentials();
}
