using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kairos.Triggers.Text;

namespace Kairos.Triggers.Conditions;

/// <summary>Ranges of local time that come again each week: <c>Mon-Fri 08:00-20:00; Sat 22:00-02:00</c>.</summary>
/// <remarks>Each covers [from, until); one whose end is not after its begin goes over midnight. Overlapping ones are one.</remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed class WeeklyRanges : IEquatable<WeeklyRanges>
{
    internal const long Week = 7 * RangesReader.Day;

    // The week begins on Monday, and 1970-01-01 was a Thursday.
    private const long MondayBefore1970 = 3 * RangesReader.Day;

    private readonly ImmutableArray<(long From, long Until)> _ranges;

    internal WeeklyRanges(IEnumerable<(long From, long Until)> ranges) => _ranges = Merge(ranges);

    /// <summary>From Monday 00:00, in microseconds of the local week; ascending and apart from each other.</summary>
    internal ImmutableArray<(long From, long Until)> Ranges => _ranges;

    /// <summary>Reads ranges.</summary>
    /// <exception cref="TriggerFormatException">The text is not understood; the message shows the form.</exception>
    public static WeeklyRanges Parse(string text) =>
        TryParse(text, out WeeklyRanges? ranges, out string? fault) ? ranges : throw new TriggerFormatException(new TriggerFault("option", 0, fault));

    /// <summary>Reads ranges, or says what can't be read.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WeeklyRanges? ranges, [NotNullWhen(false)] out string? fault)
    {
        ranges = null;
        List<(long, long)> found = [];
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            if (!RangesReader.TryRead(part, out Weekdays days, out List<(long From, long Until)> ofDay, out fault))
            {
                return false;
            }

            if (ofDay.Count == 0)
            {
                fault = $"'{part}' has no range of the day: {RangesReader.Expected}";
                return false;
            }

            for (int day = 0; day < 7; day++)
            {
                if (((int)days & (1 << ((day + 1) % 7))) != 0)
                {
                    found.AddRange(ofDay.Select(r => ((day * RangesReader.Day) + r.From, (day * RangesReader.Day) + r.Until)));
                }
            }
        }

        fault = null;
        ranges = new WeeklyRanges(found);
        return true;
    }

    /// <summary>The first local time at or after the given one that lies in a range.</summary>
    internal long AtOrAfter(long local)
    {
        long ofWeek = OfWeek(local);
        foreach ((long from, long until) in _ranges)
        {
            if (until > ofWeek)
            {
                return from <= ofWeek ? local : local + (from - ofWeek);
            }
        }

        return local + (Week - ofWeek) + _ranges[0].From;
    }

    /// <summary>When the range that a time lies in ends.</summary>
    internal long Closes(long local)
    {
        long ofWeek = OfWeek(local);
        foreach ((long from, long until) in _ranges)
        {
            if (from <= ofWeek && until > ofWeek)
            {
                bool goesOn = until == Week && _ranges[0].From == 0;
                return !goesOn ? local + (until - ofWeek)
                    : _ranges.Length == 1 ? long.MaxValue
                    : local + (until - ofWeek) + _ranges[0].Until;
            }
        }

        return local;
    }

    /// <inheritdoc />
    public bool Equals(WeeklyRanges? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges.AsSpan());

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as WeeklyRanges);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_ranges.Length, _ranges[0]);

    /// <summary>The ranges as they are read, days with the same ranges together.</summary>
    public override string ToString()
    {
        List<string>[] days = [.. Enumerable.Range(0, 7).Select(static _ => new List<string>())];
        foreach ((long from, long until) in OverTheWeeksEnd())
        {
            AddTo(days, from, until);
        }

        return string.Join("; ", days
            .Select(static (ranges, day) => (Text: string.Join(',', ranges), Day: (Weekdays)(1 << ((day + 1) % 7))))
            .Where(static day => day.Text.Length > 0)
            .GroupBy(static day => day.Text, static day => day.Day, StringComparer.Ordinal)
            .Select(static group => (Days: group.Aggregate(static (all, day) => all | day), Ranges: group.Key))
            .Select(static group => group.Days == Weekdays.All ? group.Ranges : $"{WeekdaysText.Write(group.Days)} {group.Ranges}"));
    }

    // A night is one range of the day it begins on; what is longer is cut at midnight.
    private static void AddTo(List<string>[] days, long from, long until)
    {
        while (from < until)
        {
            int day = (int)(from / RangesReader.Day);
            long begin = day * RangesReader.Day;
            bool isNight = until > begin + RangesReader.Day && until - from < RangesReader.Day && from > begin;
            long end = isNight ? until : Math.Min(until, begin + RangesReader.Day);
            days[day % 7].Add(RangesReader.Write(from - begin, end - begin));
            from = end;
        }
    }

    private IEnumerable<(long From, long Until)> OverTheWeeksEnd()
    {
        bool joined = _ranges.Length > 1 && _ranges[0].From == 0 && _ranges[^1].Until == Week;
        for (int i = joined ? 1 : 0; i < _ranges.Length; i++)
        {
            yield return joined && i == _ranges.Length - 1 ? (_ranges[i].From, Week + _ranges[0].Until) : _ranges[i];
        }
    }

    private static ImmutableArray<(long From, long Until)> Merge(IEnumerable<(long From, long Until)> ranges)
    {
        List<(long From, long Until)> merged = [];
        IEnumerable<(long From, long Until)> within = ranges.SelectMany(static r => r.Until <= Week
            ? [r]
            : new[] { (r.From, Week), (0, r.Until - Week) });
        foreach ((long from, long until) in within.Order())
        {
            if (merged.Count > 0 && merged[^1].Until >= from)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].Until, until));
            }
            else
            {
                merged.Add((from, until));
            }
        }

        return [.. merged];
    }

    internal static long OfWeek(long local)
    {
        long rest = (local + MondayBefore1970) % Week;
        return rest < 0 ? rest + Week : rest;
    }
}
