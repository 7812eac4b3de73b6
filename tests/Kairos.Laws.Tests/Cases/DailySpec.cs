using System.Collections.Immutable;
using Kairos.Laws.Tests.Conditions;
using Kairos.Laws.Tests.Oracles;
using Kairos.Triggers;
using Kairos.Triggers.Rules;
using NodaTime;

namespace Kairos.Laws.Tests.Cases;

/// <summary>A daily trigger as a structure.</summary>
/// <param name="Times">In microseconds of the day, ascending.</param>
/// <param name="Days">The days of the week on which they count.</param>
internal sealed record DailySpec(long[] Times, DaySet Days) : INaiveRule
{
    public bool RunsInBothPasses => false;

    internal static DailySpec Draw(Chance chance) => new(
        [.. Enumerable.Range(0, chance.Between(1, 4)).Select(_ => chance.Below(3) switch
        {
            // Where most zones change their offset, and anywhere, down to the microsecond.
            0 => chance.Below(16) * 900_000_000L,
            1 => chance.Below(1_440) * 60_000_000L,
            _ => chance.Between(0, 86_399_999_999),
        }).Distinct().Order()],
        DaySet.Draw(chance));

    public bool HoldsMonth(int month) => true;

    public bool Holds(LocalDate date) => Days.Holds(date);

    public IEnumerable<long> TimesFrom(long micros) => Times.SkipWhile(time => time < micros);

    internal DailyTrigger Build(string zone) => new(
        zone,
        [.. Times.Select(static time => new TimeOnly(time * 10)).ToImmutableArray()],
        Enumerable.Range(0, 7).Where(day => Days.Days[day]).Aggregate(Weekdays.None, static (set, day) => set | (Weekdays)(1 << day)));
}
