using Kairos.Time;

namespace Kairos.Triggers.Zones;

/// <summary>From local times to instants: along the spans of a zone, each a plain shift.</summary>
internal static class LocalWalk
{
    // No overlap is longer: Pacific/Apia and Kwajalein moved by a day.
    private const long LongestOverlap = 26L * 3_600 * 1_000_000;

    // Twice that on either side of a local time: its span, and whatever gap moves it, begins behind this.
    private const long Near = 3 * 86_400_000_000;

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

        long asked = bothPasses ? from + span.Offset : Math.Max(from + span.Offset, passed);
        long due = rule.AtOrAfter(asked);
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

            ZoneSpan next = Towards(zone, span, due, from);
            if (due < next.LocalFrom)
            {
                return new Instant(next.From);
            }

            // Times before what was asked for come again; between that and the answer there is none.
            if (bothPasses && next.LocalFrom < asked)
            {
                (asked, from) = (next.LocalFrom, next.From);
                due = rule.AtOrAfter(asked);
            }

            span = next;
        }

        return null;
    }

    /// <summary>The first instant at or after <paramref name="from"/> whose local time is one of the rule's; no gap moves anything.</summary>
    internal static Instant? Inside<T>(ZoneOffsets zone, T rule, Instant from)
        where T : ILocalRule
    {
        long begun = from.Micros;
        ZoneSpan span = zone.At(begun);
        long asked = begun + span.Offset;
        long local = rule.AtOrAfter(asked);
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

            // A gap may swallow it, and an overlap bring times again that lie before what was asked for.
            ZoneSpan next = Towards(zone, span, local, begun);
            if (local < next.LocalFrom || next.LocalFrom < asked)
            {
                (asked, begun) = (next.LocalFrom, next.From);
                local = rule.AtOrAfter(asked);
            }

            span = next;
        }

        return null;
    }

    // The next span, or one shortly before the local time: a thousand years of changes are not gone through one by one. Not
    // while an overlap could still bring times again from before what was asked for.
    private static ZoneSpan Towards(ZoneOffsets zone, ZoneSpan span, long local, long asked) =>
        zone.At(span.Until - asked > LongestOverlap && local - span.LocalUntil > 2 * Near ? Math.Min(local - span.Offset - Near, s_last) : span.Until);

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
