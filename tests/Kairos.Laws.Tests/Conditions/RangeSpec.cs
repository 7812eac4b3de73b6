using System.Globalization;
using Kairos.Laws.Tests.Cases;

namespace Kairos.Laws.Tests.Conditions;

/// <summary>A range of the day in seconds, [From, Until); one that does not end after its begin goes over midnight.</summary>
internal readonly record struct RangeSpec(int From, int Until)
{
    internal const int Day = 86_400;

    internal bool GoesOverMidnight => Until <= From;

    /// <summary>The boundaries at which it may open.</summary>
    internal static RangeSpec Draw(Chance chance)
    {
        int grain = chance.Percent(80) ? 900 : 1;
        int from = chance.Below(Day / grain) * grain;
        int until = chance.Percent(15) ? Day : chance.Below(Day / grain) * grain;
        return until == from ? new RangeSpec(from, Day) : new RangeSpec(from, until);
    }

    /// <summary>One to three.</summary>
    internal static RangeSpec[] Several(Chance chance) => [.. Enumerable.Range(0, chance.Between(1, 3)).Select(_ => Draw(chance))];

    /// <summary>Whether the range of a day holds a time of that day.</summary>
    internal bool HoldsToday(long micros) => micros >= From * 1_000_000L && (GoesOverMidnight || micros < Until * 1_000_000L);

    /// <summary>Whether the range of the day before holds a time of this day.</summary>
    internal bool HoldsFromYesterday(long micros) => GoesOverMidnight && micros < Until * 1_000_000L;

    public override string ToString() => $"{Time(From)}-{Time(Until)}";

    private static string Time(int seconds) => seconds == Day ? "24:00"
        : seconds % 60 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:00}:{seconds / 60 % 60:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}
