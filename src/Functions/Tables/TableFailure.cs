using Azure;
using Azure.Identity;
using ServerlessMcp.Records;

namespace ServerlessMcp.Functions.Tables;

/// <summary>What goes wrong between us and the table, as the store tells it: never a "no such record", never a URL or a
/// token.</summary>
internal static class TableFailure
{
    /// <summary>Whether this comes from the table or the way to it: throttled, refused, down, too slow, or answering
    /// with something else.</summary>
    public static bool IsOne(Exception e) => e
        is RequestFailedException or AuthenticationFailedException or JsonException or IOException or HttpRequestException
        // Azure.Core's network timeout is a cancellation that nobody asked for; its retries give the failures of all tries.
        or OperationCanceledException or AggregateException;

    /// <summary>The same for the caller.</summary>
    /// <param name="e">What happened.</param>
    /// <param name="question">What was asked.</param>
    public static StoreUnavailableException Of(Exception e, string question) => new(
        e switch
        {
            // A body that is no JSON, under a status that says all is well.
            JsonException or RequestFailedException { Status: >= 200 and <= 299 } =>
                $"Azure Tables answered something unreadable to: {question}.",
            RequestFailedException { Status: not 0 } answer =>
                $"Azure Tables answered {answer.Status} {answer.ErrorCode} to: {question}.",
            OperationCanceledException => $"Azure Tables did not answer in time to: {question}.",
            AuthenticationFailedException => $"The managed identity has no token for Azure Tables, to: {question}.",
            _ => $"Azure Tables can't be reached, to: {question}.",
        },
        e);
}
