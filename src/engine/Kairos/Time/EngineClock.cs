namespace Kairos.Time;

/// <summary>The one door through which the engine reads time.</summary>
/// <remarks>
/// <see cref="Now"/> is the store's clock as this node knows it (with SQLite: the wall clock of this machine), which may
/// step. <see cref="Steady"/> began equal to it and then follows the monotonic clock, which never does: what is learned of
/// other clocks is kept against it, so that a step of ours does not falsify it.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed class EngineClock
{
    private static readonly TimeSpan s_shortPause = TimeSpan.FromMicroseconds(100);
    private readonly TimeProvider _time;
    private readonly long _startTimestamp;
    private readonly Instant _start;

    /// <summary>A clock over a time provider.</summary>
    public EngineClock(TimeProvider time)
    {
        _time = time;
        _startTimestamp = time.GetTimestamp();
        _start = Instant.From(time.GetUtcNow());
    }

    /// <summary>The store's clock.</summary>
    public Instant Now => Instant.From(_time.GetUtcNow());

    /// <summary>A clock without steps.</summary>
    public Instant Steady => _start + _time.GetElapsedTime(_startTimestamp);

    /// <summary>The time provider behind it.</summary>
    public TimeProvider Provider => _time;

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
}

/// <summary>The store's clock, and the steady clock just before and just after it was read.</summary>
internal readonly record struct ClockReading(Instant Now, Instant Before, Instant After)
{
    /// <summary>How far apart the readings may be.</summary>
    internal TimeSpan Pause => After - Before;
}
