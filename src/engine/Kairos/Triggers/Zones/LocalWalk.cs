using Kairos.Time;

namespace Kairos.Triggers.Zones;

/// <summary>From local times to instants: along the spans of a zone, each a plain shift.</summary>
internal static class LocalWalk
{
    // No overlap is longer: Pacific/Apia and Kwajalein moved by a day.
    private const long LongestOverlap = 26L * 3_600 * 1_000_000;

    private static readonly long s_last = Instant.Max.Micros;

    /// <summary>The first instant strictly after <paramref name="after"/> at which the rule is due.</summary>
    /// <remarks>Times within a gap are due at the gap's end, together. In an overlap both passes count, or the first only.</remarks>
    internal static Instant? Next<T>(ZoneOffsets zone, T rule, Instant after, bool bothPasses)
        where T : ILocalRule
    {
        if (after.Micros >= s_last)
        {
            return null;
        }

        long from = after.Micros + 1;
        ZoneSpan span = zone.At(from);
        long passed = from - span.From <= LongestOverlap ? PassedBefore(zone, span, from) : span.LocalFrom;
        if (from == span.From && passed < span.LocalFrom && rule.AtOrAfter(passed) < span.LocalFrom)
        {
            return new Instant(from);
        }

        long local = from + span.Offset;
        long due = rule.AtOrAfter(bothPasses ? local : Math.Max(local, passed));
        while (due != ILocalRule.Never)
        {
            if (due < span.LocalUntil)
            {
                return new Instant(due - span.Offset);
            }

            if (span.Until > s_last)
            {
                return null;
            }

            ZoneSpan next = zone.At(span.Until);
            if (due < next.LocalFrom)
            {
                return new Instant(next.From);
            }

            if (bothPasses && next.LocalFrom < span.LocalUntil)
            {
                due = rule.AtOrAfter(next.LocalFrom);
            }

            span = next;
        }

        return null;
    }

    /// <summary>The first instant at or after <paramref name="from"/> whose local time is one of the rule's; no gap moves anything.</summary>
    internal static Instant? Inside<T>(ZoneOffsets zone, T rule, Instant from)
        where T : ILocalRule
    {
        ZoneSpan span = zone.At(from.Micros);
        long local = rule.AtOrAfter(from.Micros + span.Offset);
        while (local != ILocalRule.Never)
        {
            if (local < span.LocalUntil)
            {
                return new Instant(local - span.Offset);
            }

            if (span.Until > s_last)
            {
                return null;
            }

            ZoneSpan next = zone.At(span.Until);
            if (next.Offset != span.Offset)
            {
                local = rule.AtOrAfter(next.LocalFrom);
            }

            span = next;
        }

        return null;
    }

    /// <summary>Up to which local time, not included, all that came before the span has been.</summary>
    private static long PassedBefore(ZoneOffsets zone, ZoneSpan span, long from)
    {
        long passed = long.MinValue;
        for (ZoneSpan at = span; at.From > Instant.Min.Micros && from - at.From <= LongestOverlap;)
        {
            at = zone.At(at.From - 1);
            passed = Math.Max(passed, at.LocalUntil);
        }

        return passed == long.MinValue ? span.LocalFrom : passed;
    }
}
