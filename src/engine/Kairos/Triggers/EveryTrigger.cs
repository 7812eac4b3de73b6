using Kairos.Time;

namespace Kairos.Triggers;

/// <summary>Due at anchor + k x period for k = 0, 1, 2, …; local time and its changes do not touch it.</summary>
public sealed record EveryTrigger : Trigger
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>Makes the rule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is shorter than a second.</exception>
    public EveryTrigger(TimeSpan period, Instant anchor)
    {
        if (period < s_shortest)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period has to be a second or longer: each occurrence is recorded.");
        }

        Period = TimeSpan.FromMicroseconds(period.Ticks / TimeSpan.TicksPerMicrosecond);
        Anchor = anchor;
    }

    /// <summary>The distance of two due instants, in whole microseconds.</summary>
    public TimeSpan Period { get; }

    /// <summary>The first due instant.</summary>
    public Instant Anchor { get; }

    /// <inheritdoc />
    public override Instant? Next(Instant after)
    {
        if (after < Anchor)
        {
            return Anchor;
        }

        long period = Period.Ticks / TimeSpan.TicksPerMicrosecond;
        long steps = ((after.Micros - Anchor.Micros) / period) + 1;
        return steps > (Instant.Max.Micros - Anchor.Micros) / period ? null : new Instant(Anchor.Micros + (steps * period));
    }

    // A year of seconds at one go.
    internal override (long Count, Instant Last, Instant? Following) Pass(Instant first, Instant until)
    {
        long period = Period.Ticks / TimeSpan.TicksPerMicrosecond;
        long steps = (until.Micros - first.Micros) / period;
        Instant last = new(first.Micros + (steps * period));
        return (steps + 1, last, Next(last));
    }
}
