namespace Kairos.Time;

/// <summary>The one door through which the engine reads time.</summary>
/// <remarks>
/// <see cref="Now"/> is the store's clock as this node knows it (with SQLite: the wall clock of this machine), which may
/// step. <see cref="Steady"/> began equal to it and then follows the monotonic clock, which never does: what is learned of
/// other clocks is kept against it, so that a step of ours does not falsify it.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class EngineClock
{
    private readonly TimeProvider _time;
    private readonly long _startTimestamp;
    private readonly Instant _start;
    private long _stepped;

    /// <summary>A clock over a time provider.</summary>
    public EngineClock(TimeProvider time)
    {
        _time = time;
        _startTimestamp = time.GetTimestamp();
        _start = Instant.From(time.GetUtcNow());
    }

    /// <summary>The store's clock.</summary>
    public Instant Now => Instant.From(_time.GetUtcNow());

    /// <summary>The sum of the steps of <see cref="Now"/> against <see cref="Steady"/> that were noticed so far.</summary>
    internal TimeSpan Stepped => TimeSpan.FromTicks(Volatile.Read(ref _stepped));

    /// <summary>A clock without steps.</summary>
    public Instant Steady => _start + _time.GetElapsedTime(_startTimestamp);

    /// <summary>The time provider behind it.</summary>
    public TimeProvider Provider => _time;

    internal void NoteStep(TimeSpan by) => Interlocked.Add(ref _stepped, by.Ticks);
}
