using Kairos.Triggers.Text;

namespace Kairos.Triggers.Words;

/// <summary>English for windows and calendars.</summary>
internal static class EnglishDays
{
    // More are told by their number, the first and the last.
    private const int MostDates = 6;

    /// <summary>09:30–11:30 and 13:00–15:00 on Monday to Friday, and 10:00–12:00 on Saturday.</summary>
    /// <param name="open">At least one.</param>
    /// <param name="allDay">What stands before days without ranges.</param>
    internal static string Open(IReadOnlyList<OpenDays> open, string allDay) => EnglishLists.Parts([.. open.Select(part =>
        part.Ranges.IsEmpty ? $"{allDay}on {EnglishLists.Days(part.Days)}"
        : part.Days == Weekdays.All ? Ranges(part.Ranges, nextDay: "")
        : $"{Ranges(part.Ranges)} on {EnglishLists.Days(part.Days)}")]);

    internal static string? Calendar(CalendarDates calendar) => calendar.Base.Days == Weekdays.None ? $"only {EnglishLists.Parts([.. DatesAlone(calendar)])}"
        : DaysAndDates(calendar).ToList() is { Count: > 0 } parts ? string.Join(", ", parts)
        : null;

    private static IEnumerable<string> DatesAlone(CalendarDates calendar)
    {
        if (!calendar.In.IsEmpty)
        {
            yield return $"{(calendar.Base.Ranges.IsEmpty ? "" : $"{Ranges(calendar.Base.Ranges)} ")}on {Dates(calendar.In)}";
        }

        if (calendar.OwnSessions.Length > MostDates)
        {
            yield return $"on {Dates([.. calendar.OwnSessions.Select(static day => day.Date)])}, at hours of their own";
            yield break;
        }

        foreach ((string date, IReadOnlyList<(long, long)> sessions) in calendar.OwnSessions)
        {
            yield return $"{Ranges(sessions)} on {date}";
        }
    }

    private static IEnumerable<string> DaysAndDates(CalendarDates calendar)
    {
        if (!calendar.IsEveryDay)
        {
            yield return $"only {Open([calendar.Base], allDay: "")}";
        }

        if (!calendar.Out.IsEmpty)
        {
            yield return $"except on {Dates(calendar.Out)}";
        }

        if (!calendar.In.IsEmpty && !calendar.IsEveryDay)
        {
            yield return $"also on {Dates(calendar.In)}";
        }

        if (calendar.OwnSessions.Length > MostDates)
        {
            yield return $"on {Dates([.. calendar.OwnSessions.Select(static day => day.Date)])} only at hours of their own";
            yield break;
        }

        foreach ((string date, IReadOnlyList<(long, long)> sessions) in calendar.OwnSessions)
        {
            yield return $"on {date} only {Ranges(sessions)}";
        }
    }

    private static string Ranges(IReadOnlyList<(long From, long Until)> ranges, string nextDay = " (next day)") =>
        EnglishLists.And([.. ranges.Select(range => OpenDays.Write(range, "") + (range.Until > RangesReader.Day ? nextDay : ""))]);

    private static string Dates(IReadOnlyList<string> dates) => dates.Count > MostDates ? $"{dates.Count} dates from {dates[0]} to {dates[^1]}" : EnglishLists.And(dates);
}
