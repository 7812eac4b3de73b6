namespace Kairos.Triggers.Words;

/// <summary>English for cron expressions.</summary>
internal static class EnglishCron
{
    private const int February = 2;
    private const int LeapDay = 29;
    private const int SmallestRun = 3;
    private const string Weekday = "weekday (Monday to Friday)";

    internal static string Say(CronReading cron)
    {
        CronTimes times = CronTimes.Of(cron);
        string days = Days(cron, times.IsAllDay);
        return Times(times) + (IsOnTheHour(times) && days.Length > 0 ? "," : "") + days + (cron.NeverComes ? ", a date that never comes" : "");
    }

    private static string Times(CronTimes times)
    {
        if (!times.Clock.IsEmpty)
        {
            return $"at {EnglishLists.And(times.Clock)}";
        }

        if (IsOnTheHour(times))
        {
            return "every hour, on the hour";
        }

        string spans = times.Spans.IsEmpty ? "" : " " + EnglishLists.And([.. times.Spans.Select(static span => $"from {span.From} to {span.To}")]);
        string place = times.Hours is { } within ? $" in {Hours(within)}" : spans;
        if (times.Minutes is not { } marks)
        {
            return times.Seconds is { } seconds ? $"at {Marks("second", seconds)} of every minute{place}" : Beat(times) + place;
        }

        string minutes = $"{Marks("minute", marks)} of {(times.Hours is { } hours ? Hours(hours) : $"each hour{spans}")}";
        return times.Beat is not null ? $"{Beat(times)} in {minutes}"
            : times.Seconds is { } secondMarks ? $"at {Marks("second", secondMarks)} of {minutes}"
            : $"at {minutes}";
    }

    private static bool IsOnTheHour(CronTimes times) => times is { Beat: SpanUnit.Hour, IsAllDay: true };

    private static string Beat(CronTimes times) => times.Step == 1 ? $"every {EnglishLists.Unit(times.Beat!.Value)}" : $"every {times.Step} {EnglishLists.Unit(times.Beat!.Value)}s";

    private static string Marks(string unit, CronValues values) => values.IsDrawn ? Drawn(unit, values)
        : values.Single is { } single ? $"{unit} {single}"
        : $"{unit}s {EnglishLists.Numbers(values.Values)}";

    private static string Hours(CronValues values) => values.IsDrawn ? Drawn("hour", values) : $"the {Marks("hour", values)}";

    private static string Drawn(string unit, CronValues values) => values.DrawnStep == 0 ? $"a drawn {unit}" : $"every {EnglishLists.Ordinal(values.DrawnStep)} {unit} from a drawn one";

    private static string Days(CronReading cron, bool isAllDay)
    {
        if (!cron.MonthDay.IsAny)
        {
            return OfMonth(cron) + (cron.Weekday.IsAny ? "" : $", if it {Condition(cron.Weekday)}");
        }

        if (!cron.Weekday.IsAny)
        {
            CronWeekday weekday = cron.Weekday;
            string days = weekday.Days.IsDrawn ? Drawn("day of the week", weekday.Days) : EnglishLists.Days(weekday.Days.Values);
            return weekday.Nth != 0 ? $" on the {EnglishLists.Which(weekday.Nth)} {days} of {Months(cron, weekday.IsRare)}" : $" on {days}{InMonths(cron)}";
        }

        return (isAllDay ? "" : " every day") + InMonths(cron);
    }

    private static string OfMonth(CronReading cron)
    {
        CronMonthDay day = cron.MonthDay;
        string months = Months(cron, day.IsRare);
        if (day.FromLast is { } fromLast)
        {
            return (fromLast, day.IsNearest) switch
            {
                (0, true) => $" on the last {Weekday} of {months}",
                (0, false) => $" on the last day of {months}",
                (_, true) => $" on the {Weekday} nearest to the {ToLast(fromLast)} of {months}, within the month",
                _ => $" on the {ToLast(fromLast)} of {months}",
            };
        }

        return day.IsNearest ? $" on the {Weekday} nearest to the {EnglishLists.Ordinal(day.Days.Values[0])} of {months}, within the month"
            : day.Days.IsDrawn ? $" on {Drawn("day", day.Days)} of {months}"
            : day.Days.Single is { } one && cron.Months.Single is { } month ? OneADay(one, month, cron.NeverComes)
            : $" on the {EnglishLists.DaysOfMonth(day.Days.Values)} of {months}";
    }

    private static string OneADay(int day, int month, bool neverComes) =>
        $" on {day} {EnglishLists.Months([month])}{(neverComes ? "" : month == February && day == LeapDay ? " of each leap year" : " of each year")}";

    private static string ToLast(int days) => $"{EnglishLists.Ordinal(days + 1)}-to-last day";

    private static string Condition(CronWeekday weekday) => weekday.Days.IsDrawn ? $"falls on {Drawn("day of the week", weekday.Days)}"
        : weekday.Nth != 0 ? $"is the {EnglishLists.Which(weekday.Nth)} {EnglishLists.Days(weekday.Days.Values)} of the month"
        : weekday.Days.Values.Length == 1 ? $"is a {EnglishLists.Days(weekday.Days.Values)}"
        : $"falls on {EnglishLists.AnyOfDays(weekday.Days.Values)}";

    private static string Months(CronReading cron, bool isRare) => cron.Months.IsAll ? isRare ? "each month that has one" : "each month"
        : cron.Months.IsDrawn ? Drawn("month", cron.Months)
        : IsRun(cron.Months) ? $"each month from {EnglishLists.Months(cron.Months.Values)}"
        : EnglishLists.Months(cron.Months.Values);

    private static string InMonths(CronReading cron) => cron.Months.IsAll ? ""
        : cron.Months.IsDrawn ? $" in {Drawn("month", cron.Months)}"
        : $" {(IsRun(cron.Months) ? "from" : "in")} {EnglishLists.Months(cron.Months.Values)}";

    private static bool IsRun(CronValues months) => months.Values.Length >= SmallestRun && Series.Runs(months.Values, months.Field.Cycle).Count == 1;
}
