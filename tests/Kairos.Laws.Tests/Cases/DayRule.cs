using System.Globalization;
using NodaTime;

namespace Kairos.Laws.Tests.Cases;

/// <summary>What a field for days says of a date.</summary>
internal abstract record DayRule
{
    internal abstract string Text { get; }

    internal abstract bool Holds(LocalDate date);

    protected static int DaysIn(LocalDate date) => date.Calendar.GetDaysInMonth(date.Year, date.Month);

    protected static bool IsWorkday(LocalDate date) => date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);

    // Of all Mondays to Fridays of the month the one with the least distance; there are never two.
    protected static bool IsNearestWorkday(LocalDate date, int day)
    {
        if (!IsWorkday(date))
        {
            return false;
        }

        int own = Math.Abs(date.Day - day);
        for (int other = Math.Max(1, day - own + 1); other <= Math.Min(DaysIn(date), day + own - 1); other++)
        {
            if (IsWorkday(new LocalDate(date.Year, date.Month, other)))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A list of plain items of the day-of-month or day-of-week field.</summary>
internal sealed record PlainDays(FieldKind Kind, IReadOnlyList<CronPart> Parts) : DayRule
{
    private readonly bool[] _holds = CronFieldSpec.Table(Kind, Parts);

    internal override string Text => CronFieldSpec.Join(Parts);

    internal override bool Holds(LocalDate date) => _holds[Kind.IsDayOfWeek ? (int)date.DayOfWeek % 7 : date.Day];
}

/// <summary><c>L</c>, <c>L-3</c>, <c>LW</c>, <c>L-3W</c>.</summary>
internal sealed record FromLast(int Days, bool Workday, string Written) : DayRule
{
    internal override string Text => Written;

    internal override bool Holds(LocalDate date)
    {
        int day = DaysIn(date) - Days;
        return day >= 1 && (Workday ? IsNearestWorkday(date, day) : date.Day == day);
    }
}

/// <summary><c>15W</c>; a month without such a day has none.</summary>
internal sealed record NearestWorkday(int Day, string Written) : DayRule
{
    internal override string Text => Written;

    internal override bool Holds(LocalDate date) => Day <= DaysIn(date) && IsNearestWorkday(date, Day);
}

/// <summary><c>5L</c>: the last Friday of the month.</summary>
internal sealed record LastWeekday(int Weekday, string Written) : DayRule
{
    internal override string Text => Written;

    internal override bool Holds(LocalDate date) => (int)date.DayOfWeek % 7 == Weekday % 7 && date.Day + 7 > DaysIn(date);
}

/// <summary><c>5#2</c>: the second Friday of the month.</summary>
internal sealed record NthWeekday(int Weekday, int Nth, string Name) : DayRule
{
    internal override string Text => string.Create(CultureInfo.InvariantCulture, $"{Name}#{Nth}");

    internal override bool Holds(LocalDate date) => (int)date.DayOfWeek % 7 == Weekday % 7 && (date.Day + 6) / 7 == Nth;
}
