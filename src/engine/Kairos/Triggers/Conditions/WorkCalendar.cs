using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kairos.Triggers.Text;
using Kairos.Triggers.Zones;

namespace Kairos.Triggers.Conditions;

/// <summary>The days that count and their sessions: days of the week, dates taken out, dates put in.</summary>
/// <remarks>
/// <c>Mon-Fri 09:30-11:30,13:00-15:00; not 2026-10-01,2026-10-02; also 2026-10-10, 2026-12-24 09:30-12:00</c>. A date put in
/// counts whatever day of the week it is, and may have sessions of its own. A session over midnight belongs to the date it begins on.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
public sealed class WorkCalendar : IEquatable<WorkCalendar>
{
    private const long Day = RangesReader.Day;
    private const int MostDaysInARow = 32;
    private static readonly int s_epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
    private static readonly ImmutableArray<(long From, long Until)> s_wholeDay = [(0, Day)];

    private readonly Weekdays _days;
    private readonly ImmutableArray<(long From, long Until)> _sessions;
    private readonly ImmutableSortedSet<DateOnly> _out;
    private readonly ImmutableSortedDictionary<DateOnly, ImmutableArray<(long From, long Until)>> _in;

    // Days since 1970, ascending.
    private readonly ImmutableArray<int> _putIn;

    internal WorkCalendar(Weekdays days, IEnumerable<(long From, long Until)> sessions, IEnumerable<DateOnly> takenOut, IEnumerable<CalendarDay> putIn)
    {
        (_days, _sessions, _out) = (days, [.. sessions.Order()], [.. takenOut]);
        _in = putIn.ToImmutableSortedDictionary(static d => d.Date, static d => (ImmutableArray<(long, long)>)[.. d.Sessions.Order()]);
        _putIn = [.. _in.Keys.Select(static date => date.DayNumber - s_epoch)];
        LastDate = _out.Concat(_in.Keys).DefaultIfEmpty().Max();
    }

    private DateOnly LastDate { get; }

    /// <summary>The local time from which on each week is as the one before.</summary>
    internal long RepeatsFrom => (LastDate.DayNumber + 2L - s_epoch) * Day;

    /// <summary>Reads a calendar.</summary>
    /// <exception cref="TriggerFormatException">The text is not understood; the message shows the form.</exception>
    public static WorkCalendar Parse(string text) =>
        TryParse(text, out WorkCalendar? calendar, out string? fault) ? calendar : throw new TriggerFormatException(new TriggerFault("option", 0, fault));

    /// <summary>Reads a calendar, or says what can't be read.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WorkCalendar? calendar, [NotNullWhen(false)] out string? fault) =>
        CalendarText.TryRead(text, out calendar, out fault);

    /// <summary>The first local time at or after the given one that lies in a session.</summary>
    internal long AtOrAfter(long local)
    {
        long today = FloorDay(local);
        long last = Math.Max(today, LastDate.DayNumber - s_epoch) + 8;
        long found = ILocalRule.Never;

        // A session of the day before may reach over midnight.
        for (long day = today - 1; day <= last; day = After(day))
        {
            foreach ((long from, long until) in SessionsOf(day))
            {
                if ((day * Day) + until > local)
                {
                    found = Math.Min(found, Math.Max(local, (day * Day) + from));
                }
            }

            if (found != ILocalRule.Never && day >= today)
            {
                return found;
            }
        }

        return found;
    }

    /// <summary>When the session that a time lies in ends; sessions without a break between them are one.</summary>
    internal long Closes(long local)
    {
        long end = local;
        for (int i = 0; i < MostDaysInARow; i++)
        {
            long further = EndOf(end);
            if (further == end)
            {
                return end;
            }

            end = further;
        }

        return end;
    }

    /// <inheritdoc />
    public bool Equals(WorkCalendar? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as WorkCalendar);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_days, _sessions.Length, _out.Count, _in.Count);

    /// <summary>The calendar as it is read.</summary>
    public override string ToString() => CalendarText.Write(_days, _sessions, _out, _in);

    private long EndOf(long local)
    {
        long today = FloorDay(local);
        long end = local;
        for (long day = today - 1; day <= today; day++)
        {
            foreach ((long from, long until) in SessionsOf(day))
            {
                if ((day * Day) + from <= local)
                {
                    end = Math.Max(end, (day * Day) + until);
                }
            }
        }

        return end;
    }

    // With no day of the week, only dates put in are left.
    private long After(long day)
    {
        if (_days != Weekdays.None)
        {
            return day + 1;
        }

        int found = _putIn.BinarySearch((int)Math.Clamp(day + 1, int.MinValue, int.MaxValue));
        int next = found >= 0 ? found : ~found;
        return next < _putIn.Length ? _putIn[next] : long.MaxValue;
    }

    private ImmutableArray<(long From, long Until)> SessionsOf(long day)
    {
        if (day + s_epoch is < 0 or > 3_652_058)
        {
            return [];
        }

        DateOnly date = DateOnly.FromDayNumber((int)day + s_epoch);
        if (_in.TryGetValue(date, out ImmutableArray<(long, long)> own))
        {
            return own.IsEmpty ? OfEveryDay : own;
        }

        return ((int)_days & (1 << (int)date.DayOfWeek)) != 0 && !_out.Contains(date) ? OfEveryDay : [];
    }

    private ImmutableArray<(long From, long Until)> OfEveryDay => _sessions.IsEmpty ? s_wholeDay : _sessions;

    private static long FloorDay(long local) => (local / Day) - (local % Day < 0 ? 1 : 0);
}
