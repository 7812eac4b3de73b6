namespace Kairos.Laws.Tests.Cases;

/// <summary>A field of a cron expression as requirements name it; written down a second time, so that the engine's table is not judged by itself.</summary>
internal sealed record FieldKind(string Name, int First, int Last, string[] Names)
{
    internal static readonly FieldKind Second = new("second", 0, 59, []);
    internal static readonly FieldKind Minute = new("minute", 0, 59, []);
    internal static readonly FieldKind Hour = new("hour", 0, 23, []);
    internal static readonly FieldKind DayOfMonth = new("day-of-month", 1, 31, []);
    internal static readonly FieldKind Month = new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    /// <summary>0 and 7 are Sunday.</summary>
    internal static readonly FieldKind DayOfWeek = new("day-of-week", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    internal bool IsDayOfWeek => ReferenceEquals(this, DayOfWeek);

    /// <summary>Makes an expression interval-based when it goes over several values.</summary>
    internal bool IsOfTime => ReferenceEquals(this, Second) || ReferenceEquals(this, Minute) || ReferenceEquals(this, Hour);

    /// <summary>The last value once round: a week has seven days, though Sunday has two numbers.</summary>
    internal int LastOnceRound => IsDayOfWeek ? 6 : Last;

    /// <summary>One number for each value.</summary>
    internal int Fold(int value) => IsDayOfWeek && value == 7 ? 0 : value;
}
