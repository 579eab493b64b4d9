using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>
/// One request for one setting. The SDK tells that a setting is not there in two ways, by an answer of status 404 and by
/// an exception, and hides a bucket that is gone in either.
/// </summary>
internal static class S3Reading
{
    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and what the Terraform provider takes for it.
    private static readonly string[] NotSet =
    [
        "NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration", "OwnershipControlsNotFoundError",
        "ServerSideEncryptionConfigurationNotFoundError", "NoSuchTagSet", "NoSuchTagSetError", "NoSuchWebsiteConfiguration",
    ];

    /// <summary>Asks, and tells what came of it.</summary>
    /// <param name="action">The permission that it takes.</param>
    /// <param name="ask">The request.</param>
    /// <param name="value">The setting of an answer; null where it says that there is none.</param>
    /// <param name="cancellationToken">The caller's end, which is the only exception that comes of this.</param>
    public static Task<Reading<T>> AskAsync<T, TAnswer>(
        string action, Func<Task<TAnswer>> ask, Func<TAnswer, T?> value, CancellationToken cancellationToken)
        where T : class
        where TAnswer : AmazonWebServiceResponse =>
        AskAsync(action, ask, answer => value(answer) is { } read ? (true, read) : (false, default(T)), cancellationToken);

    /// <summary>The same for values.</summary>
    public static Task<Reading<T>> AskAsync<T, TAnswer>(
        string action, Func<Task<TAnswer>> ask, Func<TAnswer, T?> value, CancellationToken cancellationToken)
        where T : struct
        where TAnswer : AmazonWebServiceResponse =>
        AskAsync(action, ask, answer => value(answer) is { } read ? (true, read) : (false, default(T)), cancellationToken);

    /// <summary>What an answer says of a bucket that is gone.</summary>
    public static AmazonS3Exception Gone() => new("gone") { ErrorCode = "NoSuchBucket", StatusCode = HttpStatusCode.NotFound };

    private static async Task<Reading<T>> AskAsync<T, TAnswer>(
        string action, Func<Task<TAnswer>> ask, Func<TAnswer, (bool IsSet, T? Value)> read, CancellationToken cancellationToken)
        where TAnswer : AmazonWebServiceResponse
    {
        try
        {
            var answer = await ask();
            return read(answer) is (true, var value) && answer.HttpStatusCode != HttpStatusCode.NotFound
                ? new(ReadingState.Set, value, action) : new(ReadingState.NotSet, default, action);
        }
        catch (AmazonS3Exception refused)
        {
            return new(StateOf(refused), default, action, refused.ErrorCode ?? ((int)refused.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (SdkFailure.Is(failure)
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(ReadingState.Failed, default, action, failure is OperationCanceledException ? "no answer in time" : "no readable answer");
        }
    }

    private static ReadingState StateOf(AmazonS3Exception refused) => refused.ErrorCode switch
    {
        "NoSuchBucket" => ReadingState.Gone,
        var code when NotSet.Contains(code) => ReadingState.NotSet,
        "NotImplemented" or "UnsupportedOperation" => ReadingState.NotSupported,

        // 405 is what another account than the owner hears of a policy.
        "MethodNotAllowed" or "AccessDenied" or "AllAccessDisabled" => ReadingState.Denied,
        _ when refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => ReadingState.Denied,
        _ => ReadingState.Failed,
    };
}
