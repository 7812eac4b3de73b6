namespace AdPlatform.Schedules;

/// <summary>What a row is at an instant, and when it next changes: told directly, by looking at the characters of its week.</summary>
/// <remarks>
/// On purpose of no use to the product and not made with it: what the tables are generated with, and what benchmarks and tests hold
/// the product against. Instants are microseconds since 1970 UTC; the zone is Shanghai, eight hours ahead since 1991.
/// </remarks>
internal static class Truth
{
    internal const int NotStarted = 1;
    internal const int Ended = 2;
    internal const int OutsideSlots = 4;
    internal const int BudgetExhausted = 8;

    /// <summary>All bits that follow the clock.</summary>
    internal const int Mask = NotStarted | Ended | OutsideSlots | BudgetExhausted;

    /// <summary>An end that is open, and the next change of what never changes.</summary>
    internal const long Never = long.MaxValue;

    /// <summary>A start that is open.</summary>
    internal const long Always = long.MinValue;

    internal const long HalfHour = 1_800_000_000;
    internal const long Day = 48 * HalfHour;
    private const long Offset = 16 * HalfHour;
    private const int ThursdayOf1970 = 3;

    /// <summary>The bits but the budget's. An empty week has no slots: always inside.</summary>
    internal static int Bits(ReadOnlySpan<byte> week, long start, long end, long now) =>
        (now < start ? NotStarted : 0) | (end <= now ? Ended : 0) | (start <= now && now < end && !IsOn(week, now) ? OutsideSlots : 0);

    /// <summary>The first instant after now at which a bit may change; what has ended is left alone.</summary>
    internal static long NextChange(ReadOnlySpan<byte> week, long start, long end, bool exhausted, long now)
    {
        if (end <= now)
        {
            return Never;
        }

        long next = now < start ? start : Math.Min(end, NextFlip(week, now));
        return exhausted ? Math.Min(next, NextMidnight(now)) : next;
    }

    /// <summary>Whether a budget that was exhausted before is open again, though nobody reported anything.</summary>
    internal static bool Released(long exhaustedAt, long now, long daily, long spent) => NextMidnight(exhaustedAt) <= now && spent < daily;

    private static bool IsOn(ReadOnlySpan<byte> week, long now) => week.IsEmpty || week[SlotOf(now)] == '1';

    private static long NextFlip(ReadOnlySpan<byte> week, long now)
    {
        if (week.IsEmpty)
        {
            return Never;
        }

        int slot = SlotOf(now);
        for (int later = 1; later < Week.Slots; later++)
        {
            if (week[(slot + later) % Week.Slots] != week[slot])
            {
                return now - (now % HalfHour) + (later * HalfHour);
            }
        }

        return Never;
    }

    private static long NextMidnight(long now) => (((now + Offset) / Day) + 1) * Day - Offset;

    private static int SlotOf(long now)
    {
        long local = (now + Offset) / HalfHour;
        long day = (local / Week.SlotsPerDay + ThursdayOf1970) % 7;
        return (int)((day * Week.SlotsPerDay) + (local % Week.SlotsPerDay));
    }
}
