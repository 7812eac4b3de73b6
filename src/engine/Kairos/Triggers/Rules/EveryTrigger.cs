using Kairos.Time;

namespace Kairos.Triggers.Rules;

/// <summary>Due at anchor + k x period for k = 0, 1, 2, …; local time and its changes do not touch it.</summary>
public sealed record EveryTrigger : Trigger
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Makes the rule.</summary>
    /// <param name="period">Truncated to the microsecond.</param>
    /// <param name="anchor">The first due instant; null for the submit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is shorter than a millisecond.</exception>
    public EveryTrigger(TimeSpan period, Instant? anchor)
    {
        if (period < s_shortest)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period is 1ms or longer.");
        }

        Period = TimeSpan.FromMicroseconds(period.Ticks / TimeSpan.TicksPerMicrosecond);
        Anchor = anchor;
    }

    /// <summary>The distance of two due instants, in whole microseconds.</summary>
    public TimeSpan Period { get; }

    /// <summary>The first due instant; null while it is not submitted and counts from there.</summary>
    public Instant? Anchor { get; private init; }

    internal override Instant? NextOfRule(Instant after)
    {
        Instant anchor = Anchor ?? throw new InvalidOperationException("'every' has no anchor yet: submit the trigger, or give the first instant.");
        if (after < anchor)
        {
            return anchor;
        }

        long period = Period.Ticks / TimeSpan.TicksPerMicrosecond;
        long steps = ((after.Micros - anchor.Micros) / period) + 1;
        return steps > (Instant.Max.Micros - anchor.Micros) / period ? null : new Instant(anchor.Micros + (steps * period));
    }

    /// <inheritdoc />
    public override Trigger Bound(long seed, Instant now)
    {
        Trigger seeded = base.Bound(seed, now);
        return Anchor is null ? (EveryTrigger)seeded with { Anchor = now } : seeded;
    }

    internal override string? Check() => Conditions.Jitter >= Period
        ? $"jitter is not shorter than the period, so that occurrences could pass each other: give less than {Text.DurationText.Write(Period)}."
        : base.Check();

    // A year of milliseconds at one go.
    internal override (long Count, Instant Last) Pass(Instant first, Instant until)
    {
        if (Conditions.Openings is not null || Conditions.Jitter > TimeSpan.Zero)
        {
            return base.Pass(first, until);
        }

        long period = Period.Ticks / TimeSpan.TicksPerMicrosecond;
        Instant before = Over <= until ? new Instant(Over.Micros - 1) : until;
        long steps = (before.Micros - first.Micros) / period;
        return (steps + 1, new Instant(first.Micros + (steps * period)));
    }
}
