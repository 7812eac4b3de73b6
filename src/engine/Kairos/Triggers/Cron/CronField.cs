namespace Kairos.Triggers.Cron;

/// <summary>One of the fields of a cron expression: its name and what may stand in it.</summary>
internal sealed class CronField
{
    internal static readonly CronField Second = new(0, "second", 0, 59, []);
    internal static readonly CronField Minute = new(1, "minute", 0, 59, []);
    internal static readonly CronField Hour = new(2, "hour", 0, 23, []);
    internal static readonly CronField DayOfMonth = new(3, "day-of-month", 1, 31, []);
    internal static readonly CronField Month = new(4, "month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    // 0 and 7 are Sunday.
    internal static readonly CronField DayOfWeek = new(5, "day-of-week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    private CronField(int number, string name, int first, int last, string[] names) =>
        (Number, Name, First, Last, Names) = (number, name, first, last, names);

    internal static IReadOnlyList<CronField> All { get; } = [Second, Minute, Hour, DayOfMonth, Month, DayOfWeek];

    /// <summary>From 0, second first.</summary>
    internal int Number { get; }

    internal string Name { get; }

    internal int First { get; }

    internal int Last { get; }

    /// <summary>In capitals, the first standing for <see cref="First"/>.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>An expression runs in both passes of an overlap when one of these goes over several values by itself.</summary>
    internal bool MakesInterval => Number <= Hour.Number;

    /// <summary>How many values there are, once round.</summary>
    internal int Cycle => this == DayOfWeek ? 7 : Last - First + 1;

    /// <summary>What may stand in it, in words.</summary>
    internal string Allowed => this == DayOfMonth ? "1-31, L, L-1, LW, 15W, H"
        : this == DayOfWeek ? "0-7 (0 and 7 are Sunday), SUN-SAT, 5L, 5#2, H"
        : Names.Count > 0 ? $"{First}-{Last}, {Names[0]}-{Names[^1]}, H"
        : $"{First}-{Last}, H";
}
