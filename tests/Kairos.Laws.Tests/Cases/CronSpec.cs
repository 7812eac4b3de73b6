using Kairos.Laws.Tests.Oracles;
using NodaTime;

namespace Kairos.Laws.Tests.Cases;

/// <summary>A cron expression as a structure, with the text that is given to the engine.</summary>
internal sealed record CronSpec : INaiveRule
{
    private const int LastYear = 2499;

    /// <summary>Null where the expression has five fields.</summary>
    internal required CronFieldSpec? Second { get; init; }

    internal required CronFieldSpec Minute { get; init; }

    internal required CronFieldSpec Hour { get; init; }

    internal required DayRule DayOfMonth { get; init; }

    internal required CronFieldSpec Month { get; init; }

    internal required DayRule DayOfWeek { get; init; }

    /// <summary>What stands for all fields, if one does: <c>@daily</c>.</summary>
    internal string? Macro { get; init; }

    /// <summary>What stands before, between and after the fields; null for single spaces.</summary>
    internal string[]? Spaces { get; init; }

    /// <summary>What <c>H</c> is drawn from.</summary>
    internal long? Seed { get; init; }

    internal string Text
    {
        get
        {
            if (Macro is not null)
            {
                return Macro;
            }

            string[] fields = [.. Fields];
            return Spaces is null
                ? string.Join(' ', fields)
                : Spaces[0] + string.Concat(fields.Select((text, i) => text + Spaces[i + 1]));
        }
    }

    internal IEnumerable<string> Fields =>
        [.. Second is null ? Array.Empty<string>() : [Second.Text], Minute.Text, Hour.Text, DayOfMonth.Text, Month.Text, DayOfWeek.Text];

    internal IEnumerable<CronPart> Parts =>
    [
        .. Second?.Parts ?? [], .. Minute.Parts, .. Hour.Parts, .. (DayOfMonth as PlainDays)?.Parts ?? [],
        .. Month.Parts, .. (DayOfWeek as PlainDays)?.Parts ?? [],
    ];

    public bool RunsInBothPasses => Second?.IsInterval == true || Minute.IsInterval || Hour.IsInterval;

    public bool HoldsMonth(int month) => Month.Holds(month);

    public bool Holds(LocalDate date) => date.Year <= LastYear && Month.Holds(date.Month) && DayOfMonth.Holds(date) && DayOfWeek.Holds(date);

    public IEnumerable<long> TimesFrom(long micros)
    {
        long from = micros / 1_000_000;
        for (int hour = (int)(from / 3_600); hour < 24; hour++)
        {
            for (int minute = 0; Hour.Holds(hour) && minute < 60; minute++)
            {
                for (int second = 0; Minute.Holds(minute) && second < (Second is null ? 1 : 60); second++)
                {
                    long time = (((hour * 3_600L) + (minute * 60)) + second) * 1_000_000;
                    if (time >= micros && Second?.Holds(second) != false)
                    {
                        yield return time;
                    }
                }
            }
        }
    }
}
