namespace Kairos.Triggers.Cron;

/// <summary>Year, month and day of a day number, and back: by multiplications alone.</summary>
/// <remarks>
/// Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms" (2023). DateOnly goes by
/// way of ticks: 5 ns more of the 50 that a next occurrence takes.
/// </remarks>
/// <param name="Year">From 1.</param>
/// <param name="Month">From 1.</param>
/// <param name="Day">From 1.</param>
internal readonly record struct CivilDate(uint Year, uint Month, uint Day)
{
    // The algorithm's days count from 0000-03-01, so that a leap day is the last of its year.
    private const uint FromMarch = 306;
    private const uint DaysOf400Years = 146_097;

    /// <summary>The date of a day, counted from 0001-01-01 as day 0.</summary>
    internal static CivilDate Of(uint dayNumber)
    {
        unchecked
        {
            uint inCenturies = (4 * (dayNumber + FromMarch)) + 3;
            uint century = inCenturies / DaysOf400Years;
            uint inYears = (inCenturies - (century * DaysOf400Years)) | 3;
            ulong years = 2_939_745UL * inYears;
            uint dayOfYear = (uint)years / 2_939_745 / 4;
            uint months = (2_141 * dayOfYear) + 197_913;
            uint year = (100 * century) + (uint)(years >> 32);
            bool isNextYear = dayOfYear >= FromMarch;
            return new CivilDate(isNextYear ? year + 1 : year, isNextYear ? (months >> 16) - 12 : months >> 16, ((months & 0xFFFF) / 2_141) + 1);
        }
    }

    /// <summary>The day number of the first of a month.</summary>
    internal static uint FirstOf(uint year, uint month)
    {
        unchecked
        {
            bool isBeforeMarch = month <= 2;
            uint y = isBeforeMarch ? year - 1 : year;
            uint m = isBeforeMarch ? month + 12 : month;
            uint century = y / 100;
            return (1_461 * y / 4) - century + (century / 4) + (((979 * m) - 2_919) >> 5) - FromMarch;
        }
    }

    /// <summary>How many days a month has.</summary>
    internal static int LengthOf(uint year, uint month) => month != 2 ? (int)(30 | (month ^ (month >> 3)))
        : (year & (year % 25 == 0 ? 15u : 3u)) == 0 ? 29
        : 28;
}
