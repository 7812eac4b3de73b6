using Kairos.Time;
using Kairos.Triggers.Cron;

namespace Kairos.Triggers.Words;

/// <summary>A cron expression taken apart into fields.</summary>
internal sealed record CronReading
{
    private const int FieldsWithSecond = 6;

    internal required CronValues Seconds { get; init; }

    internal required CronValues Minutes { get; init; }

    internal required CronValues Hours { get; init; }

    internal required CronMonthDay MonthDay { get; init; }

    internal required CronValues Months { get; init; }

    internal required CronWeekday Weekday { get; init; }

    /// <summary>There is no date that it matches.</summary>
    internal required bool NeverComes { get; init; }

    internal bool IsEachDay => MonthDay.IsAny && Months.IsAll && Weekday.IsAny;

    internal bool IsEachMinute => Minutes.IsAll && Hours.IsAll && IsEachDay;

    internal static CronReading Of(CronExpression expression)
    {
        string text = CronMacro.Meaning(expression.Text) ?? expression.Text;
        List<Range> fields = [];
        foreach (Range field in text.AsSpan().Split(' '))
        {
            fields.Add(field);
        }

        int first = fields.Count - (FieldsWithSecond - 1);
        return new CronReading
        {
            Seconds = first > 0 ? Plain(CronField.Second, fields[0]) : CronValues.Of(CronField.Second, 1),
            Minutes = Plain(CronField.Minute, fields[first]),
            Hours = Plain(CronField.Hour, fields[first + 1]),
            MonthDay = CronMonthDay.Read(text, fields[first + 2], expression.Seed),
            Months = Plain(CronField.Month, fields[first + 3]),
            Weekday = CronWeekday.Read(text, fields[first + 4], expression.Seed),

            // Dates come round after 400 years, and matches go on for longer.
            NeverComes = !expression.NeedsSeed && expression.Next(new Instant(0)) is null,
        };

        CronValues Plain(CronField field, Range range) => Values(field, text, range, expression.Seed);
    }

    /// <summary>The values of a field without special forms.</summary>
    internal static CronValues Values(CronField field, string text, Range range, long? seed)
    {
        CronFieldReader reader = new(field, text, range, seed);
        return !reader.StartsHashed ? CronValues.Of(field, reader.List())
            : seed is null ? CronValues.Drawn(field, text.AsSpan()[range])
            : CronValues.Of(field, reader.Hashed());
    }
}

/// <summary>The day of the month that a cron expression names.</summary>
/// <param name="Days">Without an <c>L</c>.</param>
/// <param name="FromLast">With an <c>L</c>: so many days before the last.</param>
/// <param name="IsNearest">The Monday to Friday nearest to it.</param>
internal sealed record CronMonthDay(CronValues Days, int? FromLast, bool IsNearest)
{
    private const int DaysOfEachMonth = 28;

    internal bool IsAny => FromLast is null && !IsNearest && Days.IsAll;

    /// <summary>It is one day, and there are months without it.</summary>
    internal bool IsRare => FromLast >= DaysOfEachMonth || (FromLast is null && Days.Single > DaysOfEachMonth);

    internal static CronMonthDay Read(string text, Range range, long? seed)
    {
        CronFieldReader reader = new(CronField.DayOfMonth, text, range, seed);
        if (reader.Accept('L'))
        {
            reader.TryFromLast(out int fromLast);
            return new CronMonthDay(CronValues.Of(CronField.DayOfMonth, 0), fromLast, reader.Accept('W'));
        }

        return reader.IsDayThenW
            ? new CronMonthDay(CronValues.Of(CronField.DayOfMonth, reader.Single()), null, IsNearest: true)
            : new CronMonthDay(CronReading.Values(CronField.DayOfMonth, text, range, seed), null, IsNearest: false);
    }
}

/// <summary>The days of the week that a cron expression names.</summary>
/// <param name="Days">From Monday on.</param>
/// <param name="Nth">Which one of the month; -1 for the last, 0 for each.</param>
internal sealed record CronWeekday(CronValues Days, int Nth)
{
    private const int Rarest = 5;

    internal bool IsAny => Nth == 0 && Days.IsAll;

    /// <summary>There are months without it.</summary>
    internal bool IsRare => Nth == Rarest;

    internal static CronWeekday Read(string text, Range range, long? seed)
    {
        CronValues days = CronReading.Values(CronField.DayOfWeek, text, range, seed);
        CronFieldReader reader = new(CronField.DayOfWeek, text, range, seed);
        bool stands = !reader.StartsHashed && reader.List() != 0;
        return stands && reader.Accept('L') ? new CronWeekday(days, -1)
            : stands && reader.Accept('#') && reader.TryNth(out int nth) ? new CronWeekday(days, nth)
            : new CronWeekday(days, 0);
    }
}
