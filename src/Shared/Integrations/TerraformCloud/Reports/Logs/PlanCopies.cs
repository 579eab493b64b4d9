using System.Diagnostics.CodeAnalysis;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>
/// What the plans of this process's accounts mark as sensitive, as <see cref="SecretCopies"/>: each full plan is
/// streamed once, when a log of its run is shown first. It takes a workspace admin; who is none, and who asks before
/// there is a plan, is told that copies were not checked.
/// </summary>
internal sealed class PlanCopies(TimeProvider clock) : IPlanCopies, IDisposable
{
    // 200,000 values and forms take some 30 MB; an ordinary plan has a hundred.
    private const int MaxPlans = 32;
    private const int MaxValues = 200_000;

    // A log is shown all the same, if the plan is so long or so slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A token that may not read it may do so tomorrow.
    private static readonly TimeSpan Refused = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Known> plans = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] turns = [new(1), new(1), new(1), new(1)];

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(turns, turn => turn.Dispose());

    /// <summary>The copies to look for in the logs of a plan's run; none if the full plan can't be read, or not now.
    /// Where there is a trouble, they are not all.</summary>
    /// <param name="api">The account's API; one request, if it is not known yet.</param>
    /// <param name="planId"><c>plan-…</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    async Task<(SecretCopies? Copies, NotRead? Trouble)> IPlanCopies.ReadAsync(
        TerraformSession api, string planId, CancellationToken cancellationToken)
    {
        var key = $"{api.Account.Id} {api.Account.Address} {planId}";
        if (TryGet(key, out var known))
            return (known.Copies, known.Trouble);

        // One at a time of those that may be the same, and four in all.
        var turn = turns[(uint)key.GetHashCode(StringComparison.Ordinal) % turns.Length];
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var isMine = false;
        try
        {
            await turn.WaitAsync(either.Token);
            isMine = true;
            if (TryGet(key, out known))
                return (known.Copies, known.Trouble);
            var read = await ReportPart.TryAsync(api, () => ReadPlanAsync(api, planId, either.Token));
            if (read.Trouble is null || read.Trouble.Code is "403" or "404" or "422" or "too_large")
                Keep(key, new(read.Value, read.Trouble, clock.GetUtcNow()));
            return read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new NotRead("too_slow", "it takes longer than 10 s."));
        }
        finally
        {
            if (isMine)
                turn.Release();
        }
    }

    private static async Task<(SecretCopies? Copies, NotRead? Trouble)> ReadPlanAsync(
        TerraformSession api, string planId, CancellationToken cancellationToken)
    {
        await using var plan = await api.OpenAsideAsync(
            $"{TerraformClient.Prefix}/plans/{Uri.EscapeDataString(planId)}/json-output", cancellationToken);
        if (!plan.IsSuccess || plan.Status == 204)
            return (null, ReportPart.Status(plan.Status, api));
        var (copies, isCut) = await PlanSecrets.ReadAsync(plan);
        return (copies, isCut ? new NotRead("too_large", "it marks more values than are looked for.") : null);
    }

    private bool TryGet(string key, [NotNullWhen(true)] out Known? known)
    {
        lock (gate)
        {
            return plans.TryGetValue(key, out known) && (known.Copies is not null || clock.GetUtcNow() - known.At < Refused);
        }
    }

    // What was read first goes first: the logs of a run are read while it is of interest.
    private void Keep(string key, Known known)
    {
        lock (gate)
        {
            plans[key] = known;
            while (plans.Count > 1 && (plans.Count > MaxPlans || plans.Values.Sum(plan => plan.Copies?.Count ?? 0) > MaxValues))
                plans.Remove(plans.MinBy(plan => plan.Value.At).Key);
        }
    }

    private sealed record Known(SecretCopies? Copies, NotRead? Trouble, DateTimeOffset At);
}
