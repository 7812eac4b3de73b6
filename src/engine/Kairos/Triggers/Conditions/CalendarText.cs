using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kairos.Triggers.Text;

namespace Kairos.Triggers.Conditions;

/// <summary>The text form of a <see cref="WorkCalendar"/>.</summary>
internal static class CalendarText
{
    private const string Expected = "write a calendar as in Mon-Fri 09:30-11:30,13:00-15:00; not 2026-10-01,2026-10-02; also 2026-10-10, 2026-12-24 09:30-12:00";
    private const string DateForm = "yyyy-MM-dd";
    private const string Not = "not ";
    private const string Also = "also ";
    private const string NoDays = "no days";

    // Some eleven years of dates; each step of a search looks a date up.
    private const int MostDates = 4_000;

    internal static bool TryRead(string text, [NotNullWhen(true)] out WorkCalendar? calendar, [NotNullWhen(false)] out string? fault)
    {
        calendar = null;
        Weekdays days = Weekdays.All;
        List<(long, long)> sessions = [];
        List<DateOnly> takenOut = [];
        Dictionary<DateOnly, CalendarDay> putIn = [];
        int number = 0;
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            bool read = part.StartsWith(Not, StringComparison.OrdinalIgnoreCase) ? TryReadOut(part[Not.Length..], takenOut, out fault)
                : part.StartsWith(Also, StringComparison.OrdinalIgnoreCase) ? TryReadIn(part[Also.Length..], putIn, out fault)
                : number == 0 && part.StartsWith(NoDays, StringComparison.OrdinalIgnoreCase) ? TryReadBase(part[NoDays.Length..], Weekdays.None, out days, out sessions, out fault)
                : number == 0 ? TryReadBase(part, null, out days, out sessions, out fault)
                : Fail($"'{part}' is not understood: {Expected}", out fault);
            if (!read)
            {
                fault ??= Expected;
                return false;
            }

            number++;
        }

        if (takenOut.Count + putIn.Count > MostDates)
        {
            return Fail($"the calendar names {takenOut.Count + putIn.Count} dates: at most {MostDates}", out fault);
        }

        if (takenOut.Find(putIn.ContainsKey) is { } both && both != default)
        {
            return Fail($"{both.ToString(DateForm, CultureInfo.InvariantCulture)} is both taken out and put in: leave one of them away", out fault);
        }

        if (days == Weekdays.None && putIn.Count == 0)
        {
            return Fail($"the calendar has no day at all: {Expected}", out fault);
        }

        fault = null;
        calendar = new WorkCalendar(days, sessions, takenOut, putIn.Values);
        return true;
    }

    internal static string Write(
        Weekdays days,
        ImmutableArray<(long From, long Until)> sessions,
        IReadOnlyCollection<DateOnly> takenOut,
        IReadOnlyDictionary<DateOnly, ImmutableArray<(long From, long Until)>> putIn)
    {
        List<string> parts = [$"{(days == Weekdays.None ? NoDays : WeekdaysText.Write(days))} {Ranges(sessions)}".TrimEnd()];
        if (takenOut.Count > 0)
        {
            parts.Add(Not + string.Join(',', takenOut.Select(Date)));
        }

        if (putIn.Count > 0)
        {
            parts.Add(Also + string.Join(", ", putIn.Select(static day => $"{Date(day.Key)} {Ranges(day.Value)}".TrimEnd())));
        }

        return string.Join("; ", parts);
    }

    private static bool TryReadBase(string text, Weekdays? fixedDays, out Weekdays days, out List<(long From, long Until)> sessions, [NotNullWhen(false)] out string? fault)
    {
        bool read = RangesReader.TryRead(text, out days, out sessions, out fault);
        days = fixedDays ?? days;
        return read;
    }

    private static bool TryReadOut(string text, List<DateOnly> dates, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryReadDate(part, out DateOnly date))
            {
                return Fail($"'{part}' is no date: {Expected}", out fault);
            }

            dates.Add(date);
        }

        return true;
    }

    // A comma divides dates, and the sessions of one date: what does not begin with a date is a further session.
    private static bool TryReadIn(string text, Dictionary<DateOnly, CalendarDay> dates, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        DateOnly? last = null;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] words = part.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                return Fail($"a date is missing: {Expected}", out fault);
            }

            string? ranges = words.Length > 1 ? words[1] : null;
            if (TryReadDate(words[0], out DateOnly date))
            {
                last = date;
                if (!dates.TryAdd(date, new CalendarDay(date, [])))
                {
                    return Fail($"{words[0]} is put in twice: write its sessions behind one of them", out fault);
                }
            }
            else if (last is not null && dates[last.Value].Sessions.Length > 0)
            {
                ranges = part;
            }
            else
            {
                return Fail($"'{words[0]}' is no date: {Expected}", out fault);
            }

            List<(long, long)> sessions = [];
            if (ranges is not null && !RangesReader.TryReadRanges(ranges, sessions, out fault))
            {
                return false;
            }

            dates[last.Value] = dates[last.Value] with { Sessions = dates[last.Value].Sessions.AddRange(sessions) };
        }

        return true;
    }

    private static bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string Date(DateOnly date) => date.ToString(DateForm, CultureInfo.InvariantCulture);

    private static string Ranges(ImmutableArray<(long From, long Until)> ranges) => string.Join(',', ranges.Select(static r => RangesReader.Write(r.From, r.Until)));

    private static bool Fail(string what, out string fault)
    {
        fault = what;
        return false;
    }
}
