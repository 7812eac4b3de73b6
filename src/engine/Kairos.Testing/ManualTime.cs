namespace Kairos.Testing;

/// <summary>Time that moves only when told to: for tests of anything that takes a <see cref="TimeProvider"/>.</summary>
/// <remarks>
/// <see cref="Advance"/> moves the wall clock and the monotonic clock together and fires what falls due on the way, in
/// order, on the calling thread. <see cref="StepWall"/> moves the wall clock alone, forwards or backwards, as a clock
/// that is set: timers are monotonic and do not notice.
/// </remarks>
/// <threadsafety>All members may be called at once; callbacks run outside the lock.</threadsafety>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly SortedSet<ManualTimer> _timers = new(ManualTimer.ByDue);
    private TimeSpan _elapsed;
    private TimeSpan _wallSteps;
    private long _made;

    /// <summary>Starts at 2026-01-01T00:00:00Z.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return start + _elapsed + _wallSteps;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsed.Ticks;
        }
    }

    /// <summary>Moves both clocks forward, timer by timer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative: only the wall clock can go back.</exception>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        TimeSpan end;
        lock (_lock)
        {
            end = _elapsed + span;
        }

        while (NextDue(end) is { } due)
        {
            due.Fire();
        }
    }

    /// <summary>Moves both clocks forward until the wall clock shows <paramref name="wall"/>.</summary>
    public void AdvanceTo(DateTimeOffset wall) => Advance(wall - GetUtcNow());

    /// <summary>Lets time go by, step by step, until something has come about that waits for a timer made at some moment from now on.</summary>
    /// <remarks>
    /// Before each step whoever works by this time has a turn, or hours would go by while one thread waits for a processor. What must
    /// not time out meanwhile waits for the one thing that needs the time, and no longer.
    /// </remarks>
    /// <param name="what">Ends by itself when it does not come about; how it ends is how this call does.</param>
    /// <param name="step">By how much; a tenth of a second if not told.</param>
    /// <param name="turn">Ends when the turn is over; a millisecond of real time if not told.</param>
    public async Task GoOnUntilAsync(Task what, TimeSpan? step = null, Func<Task>? turn = null)
    {
        turn ??= static () => Task.Delay(s_moment, System);
        while (await Task.WhenAny(what, turn()).ConfigureAwait(false) != what)
        {
            Advance(step ?? s_step);
        }

        await what.ConfigureAwait(false);
    }

    /// <inheritdoc cref="GoOnUntilAsync(Task, TimeSpan?, Func{Task}?)" />
    /// <returns>What has come about.</returns>
    public async Task<T> GoOnUntilAsync<T>(Task<T> what, TimeSpan? step = null, Func<Task>? turn = null)
    {
        await GoOnUntilAsync((Task)what, step, turn).ConfigureAwait(false);
        return await what.ConfigureAwait(false);
    }

    /// <summary>Steps the wall clock alone; backwards when negative.</summary>
    public void StepWall(TimeSpan step)
    {
        lock (_lock)
        {
            _wallSteps += step;
        }
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, () => callback(state), Interlocked.Increment(ref _made));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>False when the timer is disposed of.</summary>
    internal bool Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        bool now;
        lock (_lock)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            _timers.Remove(timer);
            now = dueTime == TimeSpan.Zero;
            timer.Plan(dueTime == Timeout.InfiniteTimeSpan ? null : _elapsed + dueTime, period);
            if (timer.Due is not null && !now)
            {
                _timers.Add(timer);
            }
        }

        if (now)
        {
            // As the system's timers do: at once, but not on the thread that sets it.
            ThreadPool.UnsafeQueueUserWorkItem(static t => t.FireNow(), timer, preferLocal: false);
        }

        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            _timers.Remove(timer);
        }
    }

    /// <summary>Plans the next time of one that is about to fire; false when it was disposed of since.</summary>
    internal bool TryRequeue(ManualTimer timer)
    {
        lock (_lock)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            if (timer.Period > TimeSpan.Zero)
            {
                _timers.Remove(timer);
                timer.Plan(_elapsed + timer.Period, timer.Period);
                _timers.Add(timer);
            }

            return true;
        }
    }

    private ManualTimer? NextDue(TimeSpan end)
    {
        lock (_lock)
        {
            if (_timers.Min is not { } timer || timer.Due > end)
            {
                // Under the same lock: a timer that is set between the last look and the arrival would be passed over.
                _elapsed = end > _elapsed ? end : _elapsed;
                return null;
            }

            _elapsed = timer.Due!.Value > _elapsed ? timer.Due.Value : _elapsed;
            _timers.Remove(timer);
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Plan(timer.Due + timer.Period, timer.Period);
                _timers.Add(timer);
            }

            return timer;
        }
    }
}
