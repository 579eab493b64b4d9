namespace ServerlessMcp.Testing;

/// <summary>A clock that moves when told to, and fires its timers on the way.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public int TimerCount
    {
        get
        {
            lock (gate) return timers.Count(t => t.Due is not null);
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (gate) timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(t => t.Due <= until).MinBy(t => t.Due);
                now = next?.Due ?? until;
                if (next is not null) next.Due = null;
            }

            if (next is null) return;
            next.Fire();
        }
    }

    /// <summary>
    /// Lets a task that waits on this clock end: moves the clock by a step whenever somebody waits on it. Looks, and never sleeps, so that it holds on a slow machine;
    /// throws if the task is not done within <paramref name="atMost"/> of this clock.
    /// </summary>
    public async Task AdvanceUntilAsync(Task task, TimeSpan step, TimeSpan atMost)
    {
        var until = GetUtcNow() + atMost;
        while (!task.IsCompleted)
        {
            await Task.Yield();
            if (TimerCount == 0) continue;
            if (GetUtcNow() >= until) throw new TimeoutException($"Not done after {atMost} of its own time.");
            Advance(step);
        }
    }

    /// <summary>
    /// Lets a task end that sleeps now and then and is at work in between: moves the clock to the next timer if that is due within <paramref name="nap"/>, and never because of the longer
    /// ones that only bound the work.
    /// </summary>
    public async Task AdvanceNapsAsync(Task task, TimeSpan nap, TimeSpan atMost)
    {
        var until = GetUtcNow() + atMost;
        while (!task.IsCompleted)
        {
            await Task.Yield();
            if (NextDue() is not { } due || due - GetUtcNow() > nap) continue;
            if (GetUtcNow() >= until) throw new TimeoutException($"Not done after {atMost} of its own time.");
            Advance(due - GetUtcNow());
        }
    }

    private DateTimeOffset? NextDue()
    {
        lock (gate) return timers.Min(timer => timer.Due);
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate) Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
