namespace ServerlessMcp.Records;

/// <summary>
/// How long a store may take. A gate that waits longer than a person does is no use: 503 within 5 seconds, however many
/// questions a request asks. So a request has one allowance for all of them, from where it comes in
/// (<see cref="Begin"/>) to where its call is sent upstream (<see cref="Renew"/>). Only waiting for the store counts: a
/// body that trickles in, a vault and Terraform have limits of their own.
/// </summary>
public static class StoreDeadline
{
    /// <summary>The time for one question.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>The time for all questions of a request: half a second of the five is for everything else.</summary>
    public static readonly TimeSpan Allowance = TimeSpan.FromSeconds(4.5);

    private static readonly AsyncLocal<Spent?> Current = new();

    /// <summary>Gives what runs from here on one allowance. Without it each question has its own limit.</summary>
    public static void Begin() => Current.Value = new Spent();

    /// <summary>A fresh allowance: what comes now is noted after something was sent, and can't be taken back any more.</summary>
    public static void Renew() => Current.Value?.Reset();

    /// <summary>No allowance from here on, and the limit of a question for each: for what takes as long as there are
    /// records, and for what nobody waits for.</summary>
    public static void Lift() => Current.Value = null;

    /// <summary>No limit of ours from here on, only the store's own: for a revocation, which is better late than not at
    /// all.</summary>
    public static void LeaveToStore() => Current.Value = Spent.Anything;

    /// <summary>What is left for a wait that may take <paramref name="limit"/> at most; zero if nothing is.</summary>
    public static TimeSpan Left(TimeSpan limit) => Current.Value is not { } spent || spent == Spent.Anything ? limit
        : Allowance - spent.Time is var left && left <= TimeSpan.Zero ? TimeSpan.Zero
        : left < limit ? left : limit;

    /// <summary>Counts a wait for the store.</summary>
    public static void Spend(TimeSpan waited) => Current.Value?.Add(waited);

    /// <summary>Asks, and takes silence for a store that can't answer.</summary>
    /// <exception cref="StoreUnavailableException">It did not answer in time.</exception>
    public static async Task<T> AskAsync<T>(
        TimeProvider time, Func<CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        if (Current.Value == Spent.Anything)
        {
            return await question(cancellationToken);
        }

        var limit = Left(Limit);
        if (limit == TimeSpan.Zero)
        {
            throw TooLate();
        }

        var asked = time.GetTimestamp();
        using var patience = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await question(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw limit < Limit ? TooLate()
                : new StoreUnavailableException($"The store did not answer within {Limit.TotalSeconds:0} s.");
        }
        finally
        {
            Spend(time.GetElapsedTime(asked));
        }
    }

    private static StoreUnavailableException TooLate() =>
        new(FormattableString.Invariant(
            $"The store did not answer all that a request asks within {Allowance.TotalSeconds:0.0} s."));

    private sealed class Spent
    {
        public static readonly Spent Anything = new();

        private long ticks;

        public TimeSpan Time => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

        public void Add(TimeSpan waited) => Interlocked.Add(ref ticks, waited.Ticks);

        public void Reset() => Interlocked.Exchange(ref ticks, 0);
    }
}
