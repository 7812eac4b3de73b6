using Kairos.Nodes;

namespace Kairos.Time;

/// <summary>The one door through which the engine reads time.</summary>
/// <remarks>
/// <see cref="Now"/> is the store's clock as this node knows it, which may step: with SQLite the wall clock of this machine,
/// on a store that nodes share what that store's clock shows at least. <see cref="Steady"/> began equal to the wall clock and
/// then follows the monotonic clock, which never steps: what is learned of other clocks is kept against it, so that a step
/// of ours does not falsify it.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class EngineClock
{
    private const long NanosPerSecond = 1_000_000_000;
    private const long NanosPerMicro = 1_000;
    private static readonly TimeSpan s_shortPause = TimeSpan.FromMicroseconds(100);
    private readonly TimeProvider _time;
    private readonly StoreClock? _store;
    private readonly long _startTimestamp;
    private readonly Instant _start;
    private readonly bool _isNanos;

    /// <summary>A clock over a time provider: its wall clock is the store's.</summary>
    public EngineClock(TimeProvider time)
        : this(time, null)
    {
    }

    /// <summary>A clock that follows the store's; before that is known it shows the wall clock, and nothing is claimed by it.</summary>
    internal EngineClock(TimeProvider time, StoreClock? store)
    {
        (_time, _store) = (time, store);
        _startTimestamp = time.GetTimestamp();
        _start = Instant.From(time.GetUtcNow());
        _isNanos = time.TimestampFrequency == NanosPerSecond;
    }

    /// <summary>The store's clock, by which jobs are claimed and start: never later than it shows.</summary>
    public Instant Now => Look(out _);

    /// <summary>What the store's clock shows at most: by this it is judged what has passed for good.</summary>
    public Instant Latest => _store?.Highest(Steady) ?? Wall;

    /// <summary>Half of the width of what the store's clock may show; zero where it is this machine's own.</summary>
    public TimeSpan Uncertainty
    {
        get
        {
            Instant steady = Steady;
            return _store is { IsKnown: true } store ? (store.Highest(steady)!.Value - store.Lowest(steady)!.Value) / 2 : TimeSpan.Zero;
        }
    }

    /// <summary>A clock without steps. On a store that nodes share it counts the sleep of this machine too, where that can be had.</summary>
    public Instant Steady => SteadyAt(_time.GetTimestamp());

    /// <summary>The time provider behind it.</summary>
    public TimeProvider Provider => _time;

    /// <summary>Its waits are those of the system, not of a time that somebody else moves.</summary>
    internal bool IsReal => ReferenceEquals(_time, TimeProvider.System) || _time is SuspendTime;

    /// <summary>What is known of the store's clock; null where it is this machine's own.</summary>
    internal StoreClock? Store => _store;

    private Instant Wall => Instant.From(_time.GetUtcNow());

    /// <summary><see cref="Now"/>, and the timestamp that it came from: what a lease is held against, at no further cost.</summary>
    /// <param name="timestamp">Of the time provider; the least there is where the clock is this machine's own, and no lease runs.</param>
    internal Instant Look(out long timestamp)
    {
        if (_store is null)
        {
            timestamp = long.MinValue;
            return Wall;
        }

        timestamp = _time.GetTimestamp();
        return _store.Lowest(SteadyAt(timestamp)) ?? Wall;
    }

    /// <summary>By how much the store's clock is off the steady one: it changes when it steps. The second value is what a pause of this thread may feign.</summary>
    internal (TimeSpan Skew, TimeSpan Pause) Skew()
    {
        if (_store is not null)
        {
            // What becomes better known, or worse, is no step: steps are noted where they are found.
            return (_store.Stepped, TimeSpan.Zero);
        }

        ClockReading reading = Read();
        return (reading.Now - reading.Before, reading.Pause);
    }

    /// <summary>Both clocks at one moment.</summary>
    /// <remarks>A pause of the thread between two readings would look like a step of the wall clock: the tightest of a few tries counts.</remarks>
    internal ClockReading Read()
    {
        const int Tries = 8;
        ClockReading best = ReadOnce();
        for (int i = 1; i < Tries && best.Pause > s_shortPause; i++)
        {
            ClockReading again = ReadOnce();
            best = again.Pause < best.Pause ? again : best;
        }

        return best;
    }

    private ClockReading ReadOnce()
    {
        Instant before = Steady;
        Instant now = Now;
        return new ClockReading(now, before, Steady);
    }

    // Twice in each start of a burst: in nanoseconds, as nearly everywhere, it needs no division by what is not known ahead.
    private Instant SteadyAt(long timestamp) => _isNanos
        ? new Instant(_start.Micros + ((timestamp - _startTimestamp) / NanosPerMicro))
        : _start + _time.GetElapsedTime(_startTimestamp, timestamp);
}

/// <summary>The store's clock, and the steady clock just before and just after it was read.</summary>
internal readonly record struct ClockReading(Instant Now, Instant Before, Instant After)
{
    /// <summary>How far apart the readings may be.</summary>
    internal TimeSpan Pause => After - Before;
}
