using System.Collections.Immutable;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Text;

namespace Kairos.Triggers.Words;

/// <summary>Days of the week with the same ranges of the day.</summary>
/// <param name="Days">At least one.</param>
/// <param name="Ranges">In microseconds of the day; one that goes over midnight ends beyond it. Empty for the whole day.</param>
internal sealed record OpenDays(Weekdays Days, ImmutableArray<(long From, long Until)> Ranges)
{
    /// <summary>The ranges of a week; empty where they cover all of it.</summary>
    internal static ImmutableArray<OpenDays> Read(WeeklyRanges ranges) =>
        ranges.Ranges is [(0, WeeklyRanges.Week)] ? [] : Read(ranges.ToString());

    /// <summary>What <see cref="WeeklyRanges.ToString"/> writes.</summary>
    internal static ImmutableArray<OpenDays> Read(string ranges) => [.. ranges.Split(';', StringSplitOptions.TrimEntries).Select(ReadPart)];

    /// <summary>Days, and ranges where there are any.</summary>
    internal static OpenDays ReadPart(string part) => RangesReader.TryRead(part, out Weekdays days, out List<(long, long)> ranges, out string? fault)
        ? new OpenDays(days, ranges is [(0, RangesReader.Day)] ? [] : [.. ranges.Order()])
        : throw new InvalidOperationException($"What was written is not read back: {fault}");

    /// <summary>From one time of the day to another, with a language's words before one that is of the next day.</summary>
    internal static string Write((long From, long Until) range, string nextDay)
    {
        string[] ends = RangesReader.Write(range.From, range.Until).Split('-');
        return $"{ends[0]}–{(range.Until > RangesReader.Day ? nextDay : "")}{ends[1]}";
    }
}
