using Kairos.Triggers;

namespace Kairos.Cli.Input;

/// <summary>Days of the week as they are typed: <c>MON-FRI</c>, <c>MON,WED</c>, <c>fri-mon</c>; full names too.</summary>
internal static class WeekdaysText
{
    public const string Expected = "write days and spans of days divided by commas, as in MON-FRI or MON,WED,SAT-SUN";

    private const int ShortName = 3;
    private const int DaysInWeek = 7;

    public static bool TryRead(string text, out Weekdays days)
    {
        days = Weekdays.None;
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryReadDay(ends[0], out int first) || !TryReadDay(ends[^1], out int last))
            {
                return false;
            }

            // A span may go over the end of the week: FRI-MON is four days.
            int count = ((last - first + DaysInWeek) % DaysInWeek) + 1;
            for (int i = 0; i < count; i++)
            {
                days |= (Weekdays)(1 << ((first + i) % DaysInWeek));
            }
        }

        return true;
    }

    private static bool TryReadDay(string text, out int day)
    {
        for (day = 0; day < DaysInWeek; day++)
        {
            string name = ((DayOfWeek)day).ToString();
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase) || text.Equals(name[..ShortName], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
