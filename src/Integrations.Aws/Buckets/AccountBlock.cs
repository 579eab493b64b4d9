using System.Xml;
using System.Xml.Linq;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>
/// The public access block of the account, with what the organization sets for it
/// (<see href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html"/>). By a request
/// signed here: the SDK's package of S3 Control does not restore.
/// </summary>
internal static class AccountBlock
{
    private const string Path = "/v20180820/configuration/publicAccessBlock";

    /// <summary>Reads it.</summary>
    public static async Task<Reading<PublicAccessBlock>> ReadAsync(AwsSession session, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await session.GetS3ControlAsync(Path, cancellationToken);
            var document = XDocument.Parse(body);
            var code = document.Descendants().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value ?? $"{status}";
            return status switch
            {
                200 when document.Root?.Name.LocalName == "PublicAccessBlockConfiguration" => new(ReadingState.Set, Read(document), AwsActions.AccountBlock),
                404 when code == "NoSuchPublicAccessBlockConfiguration" => new(ReadingState.NotSet, default, AwsActions.AccountBlock),
                403 or 401 => new(ReadingState.Denied, default, AwsActions.AccountBlock, code),
                405 or 501 => new(ReadingState.NotSupported, default, AwsActions.AccountBlock, code),
                _ => new(ReadingState.Failed, default, AwsActions.AccountBlock, code),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or XmlException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(ReadingState.Failed, default, AwsActions.AccountBlock, failure is XmlException ? "no readable answer" : "no answer");
        }
    }

    private static PublicAccessBlock Read(XDocument document)
    {
        bool Flag(string name) => document.Root!.Elements()
            .Any(element => element.Name.LocalName == name && element.Value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase));
        return new(Flag("BlockPublicAcls"), Flag("IgnorePublicAcls"), Flag("BlockPublicPolicy"), Flag("RestrictPublicBuckets"));
    }
}
