namespace Kairos.Triggers.Text;

/// <summary>Days of the week as people write them: <c>MON-FRI</c>, <c>MON,WED</c>, <c>fri-mon</c>; full names too.</summary>
public static class WeekdaysText
{
    /// <summary>How they are to be written, for errors.</summary>
    public const string Expected = "write days and spans of days divided by commas, as in MON-FRI or MON,WED,SAT-SUN";

    private const int ShortName = 3;
    private const int DaysInWeek = 7;

    /// <summary>Reads days and spans of days.</summary>
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

    /// <summary>Writes days from Monday on, three and more in a row as a span: <c>Mon-Fri</c>, <c>Mon,Wed</c>.</summary>
    /// <param name="days">At least one.</param>
    public static string Write(Weekdays days)
    {
        List<string> parts = [];
        for (int day = 1; day <= DaysInWeek; day++)
        {
            int last = day;
            while (last <= DaysInWeek && Has(days, last))
            {
                last++;
            }

            int count = last - day;
            if (count > 0)
            {
                parts.Add(count == 1 ? Short(day) : $"{Short(day)}{(count == 2 ? ',' : '-')}{Short(last - 1)}");
                day = last;
            }
        }

        return string.Join(',', parts);
    }

    // Counted from Sunday, over the week's end.
    private static bool Has(Weekdays days, int day) => ((int)days & (1 << (day % DaysInWeek))) != 0;

    private static string Short(int day) => ((DayOfWeek)(day % DaysInWeek)).ToString()[..ShortName];

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
