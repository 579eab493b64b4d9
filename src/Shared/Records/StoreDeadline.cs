namespace ServerlessMcp.Records;

/// <summary>
/// For how long the store may be asked, and for whom. A gate that waits longer than a person does is no use: 503 within
/// 5 seconds, however many questions a request asks. So a request has one allowance for all of them, from where it
/// comes in to where its call is sent upstream (<see cref="Renew"/>). Only waiting for the store counts: a body that
/// trickles in, a vault and Terraform have limits of their own.
/// </summary>
public sealed class StoreDeadline
{
    /// <summary>The time for one question.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>The time for all questions of a request: half a second of the five is for everything else.</summary>
    public static readonly TimeSpan Allowance = TimeSpan.FromSeconds(4.5);

    private readonly Spent spent;

    /// <summary>One allowance for all questions.</summary>
    /// <param name="caller">Ends each question when whoever waits goes away.</param>
    public StoreDeadline(CancellationToken caller)
        : this(new Spent(), caller)
    {
    }

    private StoreDeadline(Spent spent, CancellationToken caller) => (this.spent, Caller) = (spent, caller);

    /// <summary>The caller's end.</summary>
    public CancellationToken Caller { get; }

    /// <summary>The same allowance for what is done even if the caller goes away.</summary>
    public StoreDeadline WithoutCaller => With(CancellationToken.None);

    /// <summary>No allowance, and the limit of a question for each: for what takes as long as there are records, and for
    /// what nobody waits for.</summary>
    public static StoreDeadline OfEach(CancellationToken caller) => new(Spent.Uncounted, caller);

    /// <summary>No limit of ours, only the store's own: for a revocation, which is better late than not at all.</summary>
    public static StoreDeadline OfStore(CancellationToken caller) => new(Spent.Anything, caller);

    /// <summary>The same allowance for another caller.</summary>
    public StoreDeadline With(CancellationToken caller) => new(spent, caller);

    /// <summary>A fresh allowance: what comes now is noted after something was sent, and can't be taken back any more.</summary>
    public void Renew() => spent.Reset();

    /// <summary>What is left for a wait that may take <paramref name="limit"/> at most; zero if nothing is.</summary>
    public TimeSpan Left(TimeSpan limit) => !spent.IsCounted ? limit
        : Allowance - spent.Time is var left && left <= TimeSpan.Zero ? TimeSpan.Zero
        : left < limit ? left : limit;

    /// <summary>Counts a wait for the store.</summary>
    public void Spend(TimeSpan waited) => spent.Add(waited);

    /// <summary>Asks, and takes silence for a store that can't answer.</summary>
    /// <exception cref="StoreUnavailableException">It did not answer in time.</exception>
    public async Task<T> AskAsync<T>(TimeProvider time, Func<CancellationToken, Task<T>> question)
    {
        if (spent == Spent.Anything)
        {
            return await question(Caller);
        }

        var limit = Left(Limit);
        if (limit == TimeSpan.Zero)
        {
            throw TooLate();
        }

        var asked = time.GetTimestamp();
        using var patience = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(Caller, patience.Token);
        try
        {
            return await question(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !Caller.IsCancellationRequested)
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
        public static readonly Spent Anything = new() { IsCounted = false };
        public static readonly Spent Uncounted = new() { IsCounted = false };

        private long ticks;

        public bool IsCounted { get; private init; } = true;

        public TimeSpan Time => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

        public void Add(TimeSpan waited) => Interlocked.Add(ref ticks, waited.Ticks);

        public void Reset() => Interlocked.Exchange(ref ticks, 0);
    }
}
