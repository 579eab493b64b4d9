using Amazon.S3;
using Amazon.S3.Model;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>
/// The buckets of the account that are in a URL's scope. Listing can't be cut to names by AWS, so it is cut here, before
/// anything is done with one. Always by pages: an account with a raised quota is refused a list without, and only a list
/// with parameters says where each bucket is.
/// </summary>
internal static class BucketList
{
    private const int Page = 1000;

    // Of an account with the highest quota, a million, a tenth; beyond it a scope has to narrow.
    private const int Most = 100_000;

    /// <summary>The buckets in order of their names, and how many are in regions that the account leaves out.</summary>
    /// <exception cref="AwsProblem">They can't be listed.</exception>
    public static async Task<(IReadOnlyList<BucketEntry> Buckets, int Elsewhere)> ReadAsync(
        AwsSession session, IReadOnlyList<AccessScope> scopes, CancellationToken cancellationToken)
    {
        var (buckets, regions, elsewhere) = (new List<BucketEntry>(), session.Account.Regions, 0);
        for (string? from = null; ;)
        {
            var (page, next) = await PageAsync(session, new ListBucketsRequest { MaxBuckets = Page, ContinuationToken = from }, cancellationToken);
            foreach (var bucket in page.Where(bucket => AwsScope.Has(scopes, bucket.Name)))
            {
                if (regions.Count > 0 && !regions.Contains(bucket.Region))
                {
                    elsewhere++;
                    continue;
                }

                buckets.Add(bucket);
            }

            if (next is null or "" || next == from)
            {
                buckets.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
                return (buckets, elsewhere);
            }

            if (buckets.Count > Most)
            {
                throw new AwsProblem(CallOutcome.TooCostly, 422, "too many buckets", $"The account has more than {Most} buckets in reach.",
                    hint: "Ask for a URL with a scope.");
            }

            from = next;
        }
    }

    /// <summary>The bucket of this name; null if the account has none, or it is out of scope.</summary>
    /// <exception cref="AwsProblem">Buckets can't be listed.</exception>
    public static async Task<BucketEntry?> FindAsync(
        AwsSession session, IReadOnlyList<AccessScope> scopes, string name, CancellationToken cancellationToken)
    {
        if (!AwsScope.Has(scopes, name))
        {
            return null;
        }

        // Of the names that begin with it the shortest comes first.
        var (page, _) = await PageAsync(session, new ListBucketsRequest { MaxBuckets = 1, Prefix = name }, cancellationToken);
        return page.FirstOrDefault(bucket => bucket.Name == name);
    }

    private static async Task<(IEnumerable<BucketEntry> Buckets, string? Next)> PageAsync(
        AwsSession session, ListBucketsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var home = session.Account.HomeRegion;
            var answer = await session.S3(home).ListBucketsAsync(request, cancellationToken);
            return ((answer.Buckets ?? []).Select(bucket => new BucketEntry(
                bucket.BucketName, bucket.BucketRegion is { Length: > 0 } region ? region : home, bucket.CreationDate)), answer.ContinuationToken);
        }
        catch (AmazonS3Exception refused) when ((int)refused.StatusCode is 401 or 403)
        {
            throw new AwsProblem(CallOutcome.UpstreamError, 403, "missing permission", $"The account's role may not list buckets ({refused.ErrorCode}).",
                hint: $"The role needs {AwsActions.ListBuckets}.");
        }
        catch (AmazonS3Exception refused)
        {
            throw new AwsProblem(CallOutcome.UpstreamError, (int)refused.StatusCode, "S3 refused", $"S3 answered {refused.ErrorCode}.",
                isRetryable: (int)refused.StatusCode >= 500);
        }
        catch (Exception failure) when (SdkFailure.Is(failure)
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new AwsProblem(CallOutcome.Unreachable, 502, "AWS not reached", $"S3 did not answer ({failure.GetType().Name}).", isRetryable: true);
        }
    }
}
