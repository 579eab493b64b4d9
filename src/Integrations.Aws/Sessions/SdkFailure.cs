using Amazon.Runtime;

namespace ServerlessMcp.Integrations.Aws.Sessions;

/// <summary>What the SDK throws where there was no answer, or none that it can read.</summary>
internal static class SdkFailure
{
    /// <summary>Whether it is that, and no fault of ours.</summary>
    public static bool Is(Exception failure) =>
        failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException or System.Xml.XmlException;
}
