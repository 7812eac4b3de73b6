using System.Diagnostics.CodeAnalysis;

namespace Kairos.Triggers.Text;

/// <summary>Reads days with ranges of the day: <c>Mon-Fri 08:00-12:00,13:00-17:00</c>.</summary>
internal static class RangesReader
{
    internal const string Expected = "write days and ranges of the day as in Mon-Fri 08:00-12:00,13:00-17:00; Sat 22:00-02:00";

    internal const long Day = 86_400_000_000;

    /// <summary>Reads one part: days, which may be left out, then ranges, which may be left out where <paramref name="fault"/> would else say so.</summary>
    /// <param name="part">Without semicolons.</param>
    /// <param name="days">All where none are named.</param>
    /// <param name="ranges">In microseconds of the day; one that goes over midnight ends beyond <see cref="Day"/>.</param>
    /// <param name="fault">What can't be read.</param>
    internal static bool TryRead(string part, out Weekdays days, out List<(long From, long Until)> ranges, [NotNullWhen(false)] out string? fault)
    {
        days = Weekdays.All;
        ranges = [];
        fault = null;
        int digit = part.AsSpan().IndexOfAnyInRange('0', '9');
        string names = (digit < 0 ? part : part[..digit]).Trim();
        if (names.Length > 0 && !WeekdaysText.TryRead(names, out days))
        {
            fault = $"'{names}' are no days of the week: {Expected}";
            return false;
        }

        return digit < 0 || TryReadRanges(part[digit..], ranges, out fault);
    }

    /// <summary>Reads ranges divided by commas.</summary>
    internal static bool TryReadRanges(string text, List<(long From, long Until)> ranges, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        foreach (string range in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = range.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length != 2 || !TryReadTime(ends[0], out long from) || from == Day || !TryReadTime(ends[1], out long until))
            {
                fault = $"'{range}' is no range of the day: {Expected}";
                return false;
            }

            if (from == until)
            {
                fault = $"'{range}' is empty: a whole day is 00:00-24:00";
                return false;
            }

            ranges.Add((from, until > from ? until : until + Day));
        }

        return true;
    }

    /// <summary>Writes a range, over midnight or not.</summary>
    internal static string Write(long from, long until) => $"{Time(from)}-{(until == Day ? "24:00" : Time(until % Day))}";

    private static bool TryReadTime(string text, out long micros)
    {
        micros = Day;
        if (text is "24:00" or "24:00:00")
        {
            return true;
        }

        bool read = TimesText.TryReadOne(text, out TimeOnly time);
        micros = time.Ticks / TimeSpan.TicksPerMicrosecond;
        return read;
    }

    private static string Time(long micros) => TimesText.Write(new TimeOnly(micros * TimeSpan.TicksPerMicrosecond));
}
