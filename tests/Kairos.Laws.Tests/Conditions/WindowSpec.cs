using Kairos.Laws.Tests.Cases;
using NodaTime;

namespace Kairos.Laws.Tests.Conditions;

/// <summary>A window as a structure: days and their ranges.</summary>
internal sealed record WindowSpec(IReadOnlyList<(DaySet Days, RangeSpec[] Ranges)> Parts)
{
    internal string Text => string.Join("; ", Parts.Select(part => $"{part.Days.Text} {string.Join(',', part.Ranges)}".Trim()));

    internal IEnumerable<int> Boundaries => Parts.SelectMany(part => part.Ranges).Select(range => range.From);

    internal static WindowSpec Draw(Chance chance) =>
        new([.. Enumerable.Range(0, chance.Between(1, 2)).Select(_ => (DaySet.Draw(chance), RangeSpec.Several(chance)))]);

    internal bool IsOpen(LocalDate date, long micros) => Parts.Any(part =>
        (part.Days.Holds(date) && part.Ranges.Any(range => range.HoldsToday(micros)))
        || (part.Days.Holds(date.PlusDays(-1)) && part.Ranges.Any(range => range.HoldsFromYesterday(micros))));
}
