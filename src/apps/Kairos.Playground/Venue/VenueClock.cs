namespace Kairos.Playground.Venue;

/// <summary>The venue's own clock: ours plus an offset that can be set while the venue runs. Whole microseconds.</summary>
/// <threadsafety>Safe for any number of threads.</threadsafety>
internal sealed class VenueClock(TimeProvider time, TimeSpan offset)
{
    // A long wait is cut into slices, so that a changed offset is noticed.
    private static readonly TimeSpan s_slice = TimeSpan.FromSeconds(1);

    private long _offsetTicks = offset.Ticks;

    /// <summary>The venue's clock minus ours.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    public DateTimeOffset Now
    {
        get
        {
            var now = time.GetUtcNow() + Offset;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }

    /// <summary>Microseconds since 1970 by the venue's clock.</summary>
    public static long ToMicroseconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The instant itself when it is a whole second, else the next whole second.</summary>
    public static DateTimeOffset RoundUpToSecond(DateTimeOffset instant)
    {
        var part = instant.Ticks % TimeSpan.TicksPerSecond;
        return part == 0 ? instant : instant.AddTicks(TimeSpan.TicksPerSecond - part);
    }

    /// <summary>Waits until the venue's clock shows the instant: never returns before it.</summary>
    public async Task WaitUntilAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        while (instant - Now is { Ticks: > 0 } left)
        {
            await Task.Delay(RoundUp(left < s_slice ? left : s_slice), time, cancellationToken);
        }
    }

    /// <summary>Waits a span of real time, whatever is done to the offset meanwhile.</summary>
    public async Task PassAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (span - time.GetElapsedTime(start) is { Ticks: > 0 } left)
        {
            await Task.Delay(RoundUp(left), time, cancellationToken);
        }
    }

    // Task.Delay cuts off parts of a millisecond and would return early.
    private static TimeSpan RoundUp(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds));
}
