using Kairos.Time;

namespace Kairos.Targets;

/// <summary>What a node knows of a target's clock, as an interval with its age.</summary>
/// <remarks>Kept against the steady clock of this process: a step of our own wall clock does not falsify it.</remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class TargetClock
{
    // Two quartz clocks part by up to 100 ppm; the interval widens by that with its age.
    private const double DriftPerSecond = 100e-6;

    private readonly EngineClock _clock;
    private readonly Action _told;
    private OffsetInterval? _learned;

    /// <param name="clock">Ours.</param>
    /// <param name="told">Called when something was learned.</param>
    internal TargetClock(EngineClock clock, Action told) => (_clock, _told) = (clock, told);

    /// <summary>Target minus our wall clock as known now, widened by its age; null before anything was learned.</summary>
    public OffsetInterval? Offset
    {
        get
        {
            if (Volatile.Read(ref _learned) is not { } learned)
            {
                return null;
            }

            // Where the thread was held up between the readings, each bound takes the one that widens.
            ClockReading reading = _clock.Read();
            long drift = Drift(learned, reading.After);
            return new OffsetInterval(
                learned.LowMicros - drift + reading.Before.Micros - reading.Now.Micros,
                learned.HighMicros + drift + reading.After.Micros - reading.Now.Micros,
                learned.Taken);
        }
    }

    /// <summary>Takes in what a <see cref="DateHeaderEstimator"/> found. Where it agrees with what was known, both count.</summary>
    /// <param name="found">Target minus steady clock.</param>
    public void Learn(OffsetInterval found)
    {
        OffsetInterval? known = Volatile.Read(ref _learned);
        if (known is not null)
        {
            long drift = Drift(known, found.Taken);
            long low = Math.Max(known.LowMicros - drift, found.LowMicros);
            long high = Math.Min(known.HighMicros + drift, found.HighMicros);
            if (low <= high)
            {
                found = found with { LowMicros = low, HighMicros = high };
            }
        }

        Volatile.Write(ref _learned, found);
        _told();
    }

    /// <summary>Our wall clock.</summary>
    internal Instant Ours => _clock.Now;

    /// <summary>What the target's clock shows at least; ours where nothing is known of it.</summary>
    public Instant Now
    {
        get
        {
            if (Volatile.Read(ref _learned) is not { } learned)
            {
                return _clock.Now;
            }

            Instant steady = _clock.Steady;
            return new Instant(steady.Micros + learned.LowMicros - Drift(learned, steady));
        }
    }

    /// <summary>What the target's clock shows at least when ours shows <paramref name="instant"/>.</summary>
    internal Instant ToTheirs(Instant instant) => new(instant.Micros + (Offset?.LowMicros ?? 0));

    /// <summary>When, on our wall clock, the target's clock is sure to have reached <paramref name="instant"/>; where nothing is known of it, the same instant.</summary>
    /// <remarks>
    /// The interval counts as wide as it will be by then. Were it taken as wide as it is now, the answer would creep away
    /// while it is waited for, and each of many waits be waited again for its last microseconds: 200 gates of one instant
    /// were 10 ms late by that.
    /// </remarks>
    public Instant ToOurs(Instant instant)
    {
        if (Volatile.Read(ref _learned) is not { } learned)
        {
            return instant;
        }

        Instant steady = new(instant.Micros - learned.LowMicros);
        ClockReading reading = _clock.Read();

        // The drift goes on while it is waited for: age / (1 - drift), and not a microsecond before.
        double age = Math.Max(0, (steady - learned.Taken).TotalMicroseconds);
        long drift = (long)Math.Ceiling(age * DriftPerSecond / (1 - DriftPerSecond));
        return new Instant(steady.Micros + drift + reading.Now.Micros - reading.Before.Micros);
    }

    /// <summary>As <see cref="ToOurs"/>, where it matters that the clock is known.</summary>
    /// <exception cref="InvalidOperationException">Nothing is known of the target's clock yet.</exception>
    public Instant SafeInstant(Instant instant) => Volatile.Read(ref _learned) is not null
        ? ToOurs(instant)
        : throw new InvalidOperationException("Nothing is known of the target's clock yet: probe its Date header before a gate.");

    private static long Drift(OffsetInterval learned, Instant steady) =>
        (long)(Math.Max(0, (steady - learned.Taken).TotalMicroseconds) * DriftPerSecond);
}
