using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws;

/// <summary>What the account's role can really do: it is assumed, and each permission is tried, on the first bucket that
/// there is.</summary>
internal sealed class AwsPreview(AwsSessions sessions, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Asks for it.</summary>
    public async Task<ReadOnlyMemory<byte>> AskAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await AskAllAsync(account, either.Token);
        }
        catch (AwsProblem problem)
        {
            return Problem(problem.Message);
        }
        catch (CredentialUnavailableException)
        {
            return Problem("The vault does not answer.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem(string.Create(CultureInfo.InvariantCulture, $"AWS did not answer within {Patience.TotalSeconds:0} s."));
        }
    }

    private async Task<ReadOnlyMemory<byte>> AskAllAsync(IntegratedAccount account, CancellationToken cancellationToken)
    {
        var scopes = account.Policy.Scope is { } scope ? new[] { scope } : [];
        var session = await sessions.OpenAsync(
            new AwsReach(account, scopes, AwsActions.All, $"test-{account.Id}", time.GetUtcNow()), cancellationToken);
        var tried = new List<(string Action, string? Trouble)>();
        BucketEntry[] first = [];
        int? count = null;
        try
        {
            var (buckets, _) = await BucketList.ReadAsync(session, scopes, cancellationToken);
            (first, count) = ([.. buckets.Take(1)], buckets.Count);
            tried.Add((AwsActions.ListBuckets, null));
        }
        catch (AwsProblem problem)
        {
            tried.Add((AwsActions.ListBuckets, problem.Message));
        }

        var block = await AccountBlock.ReadAsync(session, cancellationToken);
        tried.Add((AwsActions.AccountBlock, block.Trouble));
        foreach (var bucket in first)
        {
            tried.AddRange(await new BucketReader(session, bucket, cancellationToken).TryAllAsync());
        }

        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("reachable", true);
            writer.WriteString("role", account.Role);
            if (count is { } known)
            {
                writer.WriteNumber("buckets", known);
            }

            writer.WriteTexts("allowed", tried.Where(one => one.Trouble is null).Select(one => one.Action));
            writer.WriteTexts("missing", tried.Where(one => one.Trouble?.EndsWith("denied", StringComparison.Ordinal) == true
                || one is (AwsActions.ListBuckets, not null)).Select(one => one.Action));
            writer.WriteTexts("problems", tried.Select(one => one.Trouble).OfType<string>());
            if (first.Length == 0)
            {
                writer.WriteString("not_tried", "the permissions of buckets: there is no bucket in reach to try them on");
            }
            else
            {
                writer.WriteString("tried_on", first[0].Name);
            }

            writer.WriteEndObject();
        });
    }

    private static ReadOnlyMemory<byte> Problem(string problem) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("reachable", false);
        writer.WriteString("problem", problem);
        writer.WriteEndObject();
    });
}
