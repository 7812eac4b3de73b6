using System.Numerics;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Cron;

/// <summary>What a cron expression matches, as bits: one a value and field.</summary>
internal sealed class CronMasks : ILocalRule
{
    private const long MicrosPerSecond = 1_000_000;
    private const long SecondsPerDay = 86_400;
    private const int LastYear = 2499;

    // Day numbers of DateOnly, which begin at 0001-01-01, a Monday.
    private static readonly long s_epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    internal required ulong Seconds { get; init; }

    internal required ulong Minutes { get; init; }

    internal required uint Hours { get; init; }

    /// <summary>Bits 1 to 12.</summary>
    internal required uint Months { get; init; }

    internal required CronDays Days { get; init; }

    public long AtOrAfter(long local)
    {
        // Up to the next whole second.
        long second = (local / MicrosPerSecond) + (local % MicrosPerSecond > 0 ? 1 : 0);
        long day = (second / SecondsPerDay) - (second % SecondsPerDay < 0 ? 1 : 0);
        int time = (int)(second - (day * SecondsPerDay));
        if (day < -s_epochDay)
        {
            (day, time) = (-s_epochDay, 0);
        }
        else if (day > DateOnly.MaxValue.DayNumber - s_epochDay)
        {
            return ILocalRule.Never;
        }

        DateOnly.FromDayNumber((int)(day + s_epochDay)).Deconstruct(out int year, out int month, out int ofMonth);
        int first = (int)((day + s_epochDay - ofMonth + 2) % 7);
        if (year <= LastYear && (Months & (1u << month)) != 0
            && (Days.InMonth(DateTime.DaysInMonth(year, month), first) & (1u << ofMonth)) != 0
            && TimeAtOrAfter(time) is >= 0 and int later)
        {
            return ((day * SecondsPerDay) + later) * MicrosPerSecond;
        }

        return NextDay(year, month, ofMonth) is >= 0 and int found
            ? ((((found - s_epochDay) * SecondsPerDay) + FirstTime()) * MicrosPerSecond)
            : ILocalRule.Never;
    }

    // The day number of the first matching day after the given one, or -1.
    private int NextDay(int year, int month, int after)
    {
        for (; year <= LastYear; year++, month = 1)
        {
            uint months = Months & (uint.MaxValue << month);
            for (; months != 0; months &= months - 1, after = 0)
            {
                int candidate = BitOperations.TrailingZeroCount(months);
                int begin = new DateOnly(year, candidate, 1).DayNumber;
                uint days = Days.InMonth(DateTime.DaysInMonth(year, candidate), (begin + 1) % 7);
                days &= candidate == month && after > 0 ? unchecked((uint)(ulong.MaxValue << (after + 1))) : uint.MaxValue;
                if (days != 0)
                {
                    return begin + BitOperations.TrailingZeroCount(days) - 1;
                }
            }

            after = 0;
        }

        return -1;
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

    private long FirstTime() => (BitOperations.TrailingZeroCount(Hours) * 3_600) + (BitOperations.TrailingZeroCount(Minutes) * 60) + BitOperations.TrailingZeroCount(Seconds);
}
