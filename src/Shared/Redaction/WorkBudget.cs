namespace ServerlessMcp.Redaction;

/// <summary>
/// What looking through what others wrote may cost one call. Every loop over a document, a log or an answer takes a
/// <see cref="Step()"/> for each member, element or line that it looks at; once the caller has gone, or the time is
/// over, that step ends the loop. A call has one of its own; a download carries that of its call, so that a reader need
/// not be given one. The processor time of the thread counts (<see cref="ProcessorTime"/>), from a step to the next
/// wait for the network (<see cref="Stop"/>, which requests and downloads call), so that waiting does not count. For
/// one thread at a time.
/// </summary>
/// <param name="limit">How long may be computed.</param>
/// <param name="cancellationToken">The caller's.</param>
public sealed class WorkBudget(TimeSpan limit, CancellationToken cancellationToken)
{
    /// <summary>The time of one call: four seconds, as grep has.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    // A step is some ten nanoseconds to a microsecond, so the clock is asked at least each millisecond.
    private const int StepsPerLook = 1024;

    // So much text is looked through in the time of a step.
    private const int LengthPerStep = 64;

    private TimeSpan before;
    private TimeSpan since;
    private int thread;
    private int steps;

    /// <summary>A budget of <see cref="Limit"/>.</summary>
    public WorkBudget(CancellationToken cancellationToken)
        : this(Limit, cancellationToken)
    {
    }

    /// <summary>How long has been computed.</summary>
    /// <remarks>What another thread did since the last look is not known, and is at most a millisecond's work.</remarks>
    public TimeSpan Spent => thread == Environment.CurrentManagedThreadId ? before + (ProcessorTime.Now - since) : before;

    /// <summary>Whether nothing is left: for a loop that ends by itself and says what it left out.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public bool IsSpent
    {
        get
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Spent > limit;
        }
    }

    /// <summary>Takes a step: cheap enough for each member of an object.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    /// <exception cref="WorkBudgetException">Nothing is left.</exception>
    public void Step() => Step(0);

    /// <summary>Takes a step whose work depends on a length: a text of so many characters, a line of so many bytes.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    /// <exception cref="WorkBudgetException">Nothing is left.</exception>
    public void Step(int length)
    {
        if (thread == 0)
            Start();
        steps += 1 + (length / LengthPerStep);
        if (steps >= StepsPerLook)
            Look();
    }

    /// <summary>Takes so many steps at once.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    /// <exception cref="WorkBudgetException">Nothing is left.</exception>
    public void Steps(int count) => Step(count * LengthPerStep);

    /// <summary>Looks at the clock and the caller at once.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    /// <exception cref="WorkBudgetException">Nothing is left.</exception>
    public void Look()
    {
        steps = 0;
        cancellationToken.ThrowIfCancellationRequested();

        // One question to the clock, which is a system call.
        var last = since;
        var isSameThread = thread == Environment.CurrentManagedThreadId;
        Start();
        before += isSameThread ? since - last : TimeSpan.Zero;
        if (before > limit)
            throw new WorkBudgetException();
    }

    /// <summary>Stops the clock until the next step: before each wait for the network.</summary>
    public void Stop() => (before, thread) = (Spent, 0);

    private void Start() => (since, thread) = (ProcessorTime.Now, Environment.CurrentManagedThreadId);
}
