using System.Numerics;

namespace Kairos.Triggers.Cron;

/// <summary>The days of a cron expression: day of month and day of week, which hold together, with their special forms.</summary>
/// <param name="OfMonth">Bits 1 to 31.</param>
/// <param name="OfWeek">Bits 0 to 6, Sunday first.</param>
/// <param name="FromLast">With <c>L</c>: how many days before the month's last, else -1.</param>
/// <param name="NearestWeekday">With <c>W</c>: the day moves to the nearest Monday to Friday of its month.</param>
/// <param name="Nth">With <c>#</c>: the how-manieth of its weekday in the month; with an <c>L</c> after a weekday -1; else 0.</param>
internal readonly record struct CronDays(uint OfMonth, uint OfWeek, int FromLast, bool NearestWeekday, int Nth)
{
    private const uint EveryWeek = 1 | (1 << 7) | (1 << 14) | (1 << 21) | (1 << 28);
    private const uint EachDayOfWeek = 0b111_1111;
    private const uint EachDayOfMonth = uint.MaxValue - 1;

    /// <summary>Whether the day of the week alone says which days they are.</summary>
    internal bool AreOfWeekAlone => OfMonth == EachDayOfMonth && FromLast < 0 && !NearestWeekday && Nth == 0;

    /// <summary>False where a month of such a length has none of them, whatever its weekdays: found without a date.</summary>
    internal bool MayBeIn(int length) => BitOperations.TrailingZeroCount(OfMonth) <= length;

    /// <summary>The days of one month, bits 1 to 31.</summary>
    /// <param name="length">Days of the month.</param>
    /// <param name="firstWeekday">Of the month's first day, Sunday is 0.</param>
    internal uint InMonth(int length, int firstWeekday)
    {
        uint days = (FromLast < 0 && !NearestWeekday ? OfMonth : Single(length, firstWeekday)) & (uint.MaxValue >> (31 - length));
        return OfWeek == EachDayOfWeek && Nth == 0 ? days : days & Weekdays(length, firstWeekday);
    }

    // L, L-n, nW, LW, L-nW: one day at most.
    private uint Single(int length, int firstWeekday)
    {
        int day = FromLast >= 0 ? length - FromLast : BitOperations.TrailingZeroCount(OfMonth);
        if (day < 1 || day > length)
        {
            return 0;
        }

        int weekday = (firstWeekday + day - 1) % 7;
        return 1u << (!NearestWeekday ? day : weekday switch
        {
            // Never out of the month.
            6 => day > 1 ? day - 1 : day + 2,
            0 => day < length ? day + 1 : day - 2,
            _ => day,
        });
    }

    private uint Weekdays(int length, int firstWeekday)
    {
        // Bit d of the week, turned so that bit 0 is the weekday of the month's first day.
        uint turned = ((OfWeek >> firstWeekday) | (OfWeek << (7 - firstWeekday))) & EachDayOfWeek;
        uint days = unchecked(turned * EveryWeek) << 1;
        return Nth switch
        {
            0 => days,

            // The last seven days of the month hold each weekday once.
            < 0 => days & unchecked(EachDayOfWeek << (length - 6)),
            _ => days & unchecked(EachDayOfWeek << (1 + (7 * (Nth - 1)))),
        };
    }
}
