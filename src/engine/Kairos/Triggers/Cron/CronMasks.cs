using System.Numerics;
using Kairos.Time;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Cron;

/// <summary>What a cron expression matches, as bits: one a value and field.</summary>
internal sealed class CronMasks
{
    private const long MicrosPerSecond = 1_000_000;
    private const uint SecondsPerDay = 86_400;
    private const uint LastYear = 2499;
    private const uint EveryMonth = 0b1_1111_1111_1110;

    // Days and seconds count from 0001-01-01, so that nothing is negative; it was a Monday.
    private static readonly long s_first = Instant.Min.Micros;
    private static readonly uint s_lastDay = (uint)new DateOnly((int)LastYear, 12, 31).DayNumber;

    internal required ulong Seconds { get; init; }

    internal required ulong Minutes { get; init; }

    internal required uint Hours { get; init; }

    /// <summary>Bits 1 to 12.</summary>
    internal required uint Months { get; init; }

    internal required CronDays Days { get; init; }

    /// <inheritdoc cref="ILocalRule.AtOrAfter"/>
    internal long AtOrAfter(long local)
    {
        // Up to the next whole second. Of its 39 bits the lowest seven are no concern of the days: 86,400 is 128 x 675.
        ulong second = (ulong)(Math.Max(local, s_first) - s_first + MicrosPerSecond - 1) / MicrosPerSecond;
        uint day = (uint)(second >> 7) / (SecondsPerDay >> 7);
        int time = (int)(second - ((ulong)day * SecondsPerDay));
        return day > s_lastDay ? ILocalRule.Never
            : Months == EveryMonth && Days.AreOfWeekAlone ? InWeek(day, time)
            : InMonth(day, time);
    }

    private static long MicrosOf(uint day, int time) => s_first + ((((long)day * SecondsPerDay) + time) * MicrosPerSecond);

    // No date is needed where the day of the week says all: a third of the time.
    private long InWeek(uint day, int time)
    {
        int weekday = (int)((day + 1) % 7);
        uint week = Days.OfWeek >> weekday;
        if ((week & 1) != 0 && TimeAtOrAfter(time) is >= 0 and int later)
        {
            return MicrosOf(day, later);
        }

        // From tomorrow on, over the week's end.
        uint ahead = (week | (Days.OfWeek << (7 - weekday))) & ~1u;
        uint found = day + (uint)BitOperations.TrailingZeroCount(ahead);
        return found > s_lastDay ? ILocalRule.Never : MicrosOf(found, FirstTime());
    }

    private long InMonth(uint day, int time)
    {
        CivilDate date = CivilDate.Of(day);
        if ((Months & (1u << (int)date.Month)) != 0)
        {
            uint days = Days.InMonth(CivilDate.LengthOf(date.Year, date.Month), (int)((day + 2 - date.Day) % 7)) >> (int)date.Day;
            if ((days & 1) != 0 && TimeAtOrAfter(time) is >= 0 and int later)
            {
                return MicrosOf(day, later);
            }

            if ((days & ~1u) is not 0 and uint ahead)
            {
                return MicrosOf(day + (uint)BitOperations.TrailingZeroCount(ahead), FirstTime());
            }
        }

        return FirstAfter(date.Year, (int)date.Month) is not 0 and uint found ? MicrosOf(found, FirstTime()) : ILocalRule.Never;
    }

    // The day number of the first matching day after the given month, or 0.
    private uint FirstAfter(uint year, int month)
    {
        for (; year <= LastYear; year++, month = 0)
        {
            for (uint months = Months & (uint.MaxValue << (month + 1)); months != 0; months &= months - 1)
            {
                uint candidate = (uint)BitOperations.TrailingZeroCount(months);
                int length = CivilDate.LengthOf(year, candidate);
                if (!Days.MayBeIn(length))
                {
                    continue;
                }

                uint begin = CivilDate.FirstOf(year, candidate);
                uint days = Days.InMonth(length, (int)((begin + 1) % 7));
                if (days != 0)
                {
                    return begin + (uint)BitOperations.TrailingZeroCount(days) - 1;
                }
            }
        }

        return 0;
    }

    // Seconds of the day, or -1.
    private int TimeAtOrAfter(int time)
    {
        int hour = time / 3_600;
        int minute = time / 60 % 60;
        if ((Hours & (1u << hour)) != 0)
        {
            if ((Minutes & (1ul << minute)) != 0 && (Seconds >> (time % 60)) is not 0 and ulong seconds)
            {
                return time + BitOperations.TrailingZeroCount(seconds);
            }

            // Two shifts: one by 64 would be one by 0.
            if ((Minutes >> minute >> 1) is not 0 and ulong minutes)
            {
                return (hour * 3_600) + ((minute + 1 + BitOperations.TrailingZeroCount(minutes)) * 60) + BitOperations.TrailingZeroCount(Seconds);
            }
        }

        return (Hours >> hour >> 1) is not 0 and uint hours
            ? ((hour + 1 + BitOperations.TrailingZeroCount(hours)) * 3_600) + (BitOperations.TrailingZeroCount(Minutes) * 60) + BitOperations.TrailingZeroCount(Seconds)
            : -1;
    }

    private int FirstTime() => (BitOperations.TrailingZeroCount(Hours) * 3_600) + (BitOperations.TrailingZeroCount(Minutes) * 60) + BitOperations.TrailingZeroCount(Seconds);
}

/// <summary>The rule of a cron expression: a struct, for which the walk is compiled by itself and calls nothing through an interface.</summary>
internal readonly struct CronRule(CronMasks masks) : ILocalRule
{
    public long AtOrAfter(long local) => masks.AtOrAfter(local);
}
