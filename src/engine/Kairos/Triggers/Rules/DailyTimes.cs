using Kairos.Time;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Rules;

/// <summary>Times of the day on days of the week, without a zone.</summary>
/// <param name="times">In microseconds of the day, ascending.</param>
/// <param name="weekdays">At least one.</param>
internal sealed class DailyTimes(long[] times, Weekdays weekdays) : ILocalRule
{
    private const long Day = 86_400_000_000;
    private const int Thursday = 4;

    // The calendar ends there: no search goes beyond.
    private static readonly long s_last = Instant.Max.Micros - Day;

    public long AtOrAfter(long local)
    {
        long day = (local / Day) - (local % Day < 0 ? 1 : 0);
        long time = local - (day * Day);
        for (int ahead = 0; ahead <= 7 && day * Day <= s_last; ahead++, day++, time = 0)
        {
            // 1970-01-01 was a Thursday.
            int weekday = (int)(((day + Thursday) % 7 + 7) % 7);
            if (((int)weekdays & (1 << weekday)) == 0)
            {
                continue;
            }

            foreach (long candidate in times)
            {
                if (candidate >= time)
                {
                    return (day * Day) + candidate;
                }
            }
        }

        return ILocalRule.Never;
    }
}
