using Kairos.Time;

namespace Kairos.Targets;

/// <summary>What is known of another clock: its time minus ours lies between the two bounds.</summary>
/// <param name="LowMicros">The lower bound, microseconds; positive when the other clock is ahead.</param>
/// <param name="HighMicros">The upper bound, microseconds.</param>
/// <param name="Taken">When it was learned, on our clock.</param>
public sealed record OffsetInterval(long LowMicros, long HighMicros, Instant Taken)
{
    /// <summary>The distance of the bounds.</summary>
    public TimeSpan Width => TimeSpan.FromMicroseconds(HighMicros - LowMicros);
}
