using Kairos.Time;

namespace Kairos.Nodes;

/// <summary>What a node knows of the store's clock: an interval in which store minus steady clock lies, widened by its age.</summary>
/// <remarks>
/// Each sample is sure: what the store showed, it showed between the question and the answer. All that agree are cut, so that
/// the least round trips count and a slow one harms nothing. One that can't agree means that the store's clock was set, or
/// that another machine has taken its place: it stands alone from then on.
/// </remarks>
/// <threadsafety>One thread learns; everything else at any time.</threadsafety>
internal sealed class StoreClock
{
    /// <summary>A clock that moves by less is followed without a word: many small moves are no step.</summary>
    internal static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(5);

    // Two quartz clocks part by up to 100 ppm: a microsecond in 10,000.
    private const long DriftDivisor = 10_000;

    private Known? _known;
    private long _stepped;

    /// <summary>Nothing can be said of it before.</summary>
    internal bool IsKnown => Volatile.Read(ref _known) is not null;

    /// <summary>All steps so far, added up.</summary>
    internal TimeSpan Stepped => TimeSpan.FromTicks(Volatile.Read(ref _stepped));

    /// <summary>What it shows at least; null before anything is known.</summary>
    internal Instant? Lowest(Instant steady) => Volatile.Read(ref _known) is { } known
        ? new Instant(steady.Micros + known.Low - known.Drift(steady))
        : null;

    /// <summary>What it shows at most; null before anything is known.</summary>
    internal Instant? Highest(Instant steady) => Volatile.Read(ref _known) is { } known
        ? new Instant(steady.Micros + known.High + known.Drift(steady))
        : null;

    /// <summary>Takes in a sample.</summary>
    /// <param name="before">The steady clock before the store was asked.</param>
    /// <param name="shown">What the store's clock showed.</param>
    /// <param name="after">The steady clock when the answer was there.</param>
    internal void Learn(Instant before, Instant shown, Instant after)
    {
        // All three are cut off to whole microseconds: each bound allows for that.
        long drift = Known.Drift(before, after);
        TimeSpan step = TimeSpan.Zero;
        Known found = new(shown.Micros - after.Micros - 1 - drift, shown.Micros + 1 - before.Micros + drift, after);
        if (Volatile.Read(ref _known) is { } known)
        {
            long aged = known.Drift(after);
            long low = Math.Max(known.Low - aged, found.Low);
            long high = Math.Min(known.High + aged, found.High);
            if (low <= high)
            {
                found = new Known(low, high, after);
            }
            else
            {
                step = TimeSpan.FromMicroseconds(found.Middle - known.Middle);
            }
        }

        Volatile.Write(ref _known, found);
        if (step.Duration() >= LeastStep)
        {
            // Afterwards: whoever sees the step sees the clock behind it.
            Volatile.Write(ref _stepped, _stepped + step.Ticks);
        }
    }

    /// <param name="Low">Lower bound of store minus steady clock when it was taken, microseconds.</param>
    /// <param name="High">Upper bound, microseconds.</param>
    /// <param name="Taken">On the steady clock.</param>
    private sealed record Known(long Low, long High, Instant Taken)
    {
        internal long Middle => Low + ((High - Low) / 2);

        internal static long Drift(Instant from, Instant until) => (Math.Max(0, until.Micros - from.Micros) + DriftDivisor - 1) / DriftDivisor;

        internal long Drift(Instant steady) => Drift(Taken, steady);
    }
}
