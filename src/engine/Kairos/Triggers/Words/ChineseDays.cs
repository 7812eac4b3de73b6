namespace Kairos.Triggers.Words;

/// <summary>Chinese for windows and calendars.</summary>
internal static class ChineseDays
{
    // More are told by their number, the first and the last.
    private const int MostDates = 6;

    /// <summary>周一至周五 09:30–11:30、13:00–15:00，以及周六 10:00–12:00.</summary>
    /// <param name="open">At least one.</param>
    /// <param name="allDay">What stands behind days without ranges.</param>
    internal static string Open(IReadOnlyList<OpenDays> open, string allDay) => AsWellAs([.. open.Select(part => ChineseLists.Join(
        part.Days == Weekdays.All ? "" : ChineseLists.Days(part.Days),
        part.Ranges.IsEmpty ? allDay : Ranges(part.Ranges)))]);

    internal static string? Calendar(CalendarDates calendar) => calendar.Base.Days == Weekdays.None ? ChineseLists.Join("仅限", AsWellAs([.. DatesAlone(calendar)]))
        : DaysAndDates(calendar).ToList() is { Count: > 0 } parts ? string.Join('，', parts)
        : null;

    private static IEnumerable<string> DatesAlone(CalendarDates calendar)
    {
        if (!calendar.In.IsEmpty)
        {
            yield return $"{Dates(calendar.In)}{(calendar.Base.Ranges.IsEmpty ? "" : $" {Ranges(calendar.Base.Ranges)}")}";
        }

        foreach (string own in Own(calendar, " "))
        {
            yield return own;
        }
    }

    private static IEnumerable<string> DaysAndDates(CalendarDates calendar)
    {
        if (!calendar.IsEveryDay)
        {
            yield return ChineseLists.Join("仅限", Open([calendar.Base], allDay: ""));
        }

        if (!calendar.Out.IsEmpty)
        {
            yield return ChineseLists.Join(Dates(calendar.Out), "除外");
        }

        if (!calendar.In.IsEmpty && !calendar.IsEveryDay)
        {
            yield return ChineseLists.Join("另加", Dates(calendar.In));
        }

        foreach (string own in Own(calendar, " 仅限 "))
        {
            yield return own;
        }
    }

    private static IEnumerable<string> Own(CalendarDates calendar, string only) => calendar.OwnSessions.Length > MostDates
        ? [ChineseLists.Join(Dates([.. calendar.OwnSessions.Select(static day => day.Date)]), "按各自的时段")]
        : calendar.OwnSessions.Select(day => $"{day.Date}{only}{Ranges(day.Sessions)}");

    private static string Ranges(IReadOnlyList<(long From, long Until)> ranges) => ChineseLists.And([.. ranges.Select(static range => OpenDays.Write(range, "次日 "))]);

    private static string Dates(IReadOnlyList<string> dates) => dates.Count > MostDates ? $"{dates[0]} 至 {dates[^1]} 间的 {dates.Count} 个日期" : ChineseLists.And(dates);

    private static string AsWellAs(IReadOnlyList<string> parts) => parts.Count == 1 ? parts[0]
        : string.Join('，', parts.SkipLast(1)) + "，" + ChineseLists.Join("以及", parts[^1]);
}
