using Kairos.Time;

namespace Kairos.Targets;

/// <summary>Learns the offset of a clock that shows itself only in whole seconds (RFC 9110, <c>Date</c>), and says when to ask next.</summary>
/// <remarks>
/// A request sent at t0 and answered at t1 with second D was stamped at some t in [t0, t1] while the other clock read
/// [D, D+1): so D - t1 &lt; offset &lt; D + 1 - t0. The intervals of all samples are cut. The next question is sent so that
/// it would be stamped at the turn of a second if the offset were the middle of what is left: each answer halves it,
/// down to about the round trip.
/// </remarks>
public sealed class DateHeaderEstimator
{
    private const long SecondMicros = 1_000_000;
    private long _low = long.MinValue;
    private long _high = long.MaxValue;
    private long _bestRoundTrip = long.MaxValue;

    /// <summary>What the samples say; null before the first.</summary>
    public OffsetInterval? Found(Instant taken) => _low == long.MinValue ? null : new OffsetInterval(_low, _high, taken);

    /// <summary>The shortest round trip seen: the interval can't become much narrower than that.</summary>
    public TimeSpan BestRoundTrip => _bestRoundTrip == long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMicroseconds(_bestRoundTrip);

    /// <summary>Takes a sample. All instants but <paramref name="date"/> are on our steady clock.</summary>
    /// <returns>False when it contradicts the samples before: the other clock was stepped, and the count begins anew with this one.</returns>
    public bool Add(Instant sent, Instant received, DateTimeOffset date)
    {
        long second = Instant.From(date).Micros;
        long low = second - received.Micros;
        long high = second + SecondMicros - sent.Micros;
        _bestRoundTrip = Math.Min(_bestRoundTrip, received.Micros - sent.Micros);
        bool agrees = _low == long.MinValue || (Math.Max(low, _low) <= Math.Min(high, _high));
        (_low, _high) = agrees && _low != long.MinValue
            ? (Math.Max(low, _low), Math.Min(high, _high))
            : (low, high);
        return agrees;
    }

    /// <summary>When to send the next question, on our steady clock, not before <paramref name="now"/>.</summary>
    public Instant NextQuestion(Instant now)
    {
        if (_low == long.MinValue)
        {
            return now;
        }

        long middle = _low + ((_high - _low) / 2);
        long way = Math.Min(_bestRoundTrip, SecondMicros) / 2;
        long shown = now.Micros + way + middle;
        long turn = (shown + SecondMicros - 1) / SecondMicros * SecondMicros;
        return new Instant(turn - middle - way);
    }
}
