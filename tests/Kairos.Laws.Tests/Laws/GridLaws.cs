using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Oracles;
using Kairos.Triggers;
using Kairos.Triggers.Grids;
using Kairos.Triggers.Rules;
using NodaTime;
using NodaTime.TimeZones;
using static Kairos.Laws.Tests.Laws.StoredLaws;
using Instant = Kairos.Time.Instant;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds of weekly grids: the state is that of the slot the local time lies in, and the next change is the next instant with another.</summary>
internal sealed class GridLaws : ILaws
{
    // More than a week, a day that is missing, and the days that are cut off at both ends.
    private const int Days = 11;

    // The finer ones take four times as long to go over.
    private static readonly int[] s_sizes = [24, 24, 24, 48, 48, 96];

    public void Check(Chance chance, Census census)
    {
        ZoneFacts zone = InstantChance.Zone(chance);
        Instant after = InstantChance.At(chance, zone);
        census.CountIf(zone.IsNearChange(after), "within 48 h of a change");
        census.Count("grid");
        bool[] slots = Slots(chance, chance.Pick(s_sizes));
        GridTrigger trigger = new(WeeklyGrid.Of(slots)) { Zone = zone.Id };
        try
        {
            GridChange? change = trigger.NextChange(after);
            Require(trigger.Next(after) == change?.At, $"the next is {trigger.Next(after)}, the next change {change?.At}");
            GridMoment moment = new(zone.Id, after);
            Require(moment.NextChange(trigger.Grid) == change?.At, $"asked of the moment the next change is {moment.NextChange(trigger.Grid)}, before {change?.At}");
            Require(moment.IsOn(trigger.Grid) == trigger.IsOn(after), $"asked of the moment it is {moment.IsOn(trigger.Grid)}");
            GridFormLaws.Check(chance, slots, trigger.Grid);
            if (!zone.Agrees(after, after + TimeSpan.FromDays(Days + 1)))
            {
                return;
            }

            Require(trigger.IsOn(after) == IsOn(slots, zone, after), $"at {after} it says {trigger.IsOn(after)}");
            Judge(slots, zone, after, change);
            MidnightLaws.Check(zone, moment);
            Reloaded(trigger, TriggerState.After(after), change?.At);
        }
        catch (ShouldAssertException failure)
        {
            throw new ShouldAssertException($"{TriggerJson.Write(trigger)} after {after}: {failure.Message}", failure);
        }
    }

    private static void Judge(bool[] slots, ZoneFacts zone, Instant after, GridChange? change)
    {
        bool before = IsOn(slots, zone, after);
        Instant? next = Boundaries(slots.Length / 7, zone, after).Where(at => at > after && IsOn(slots, zone, at) != before).Select(at => (Instant?)at).FirstOrDefault();
        Require(next is null ? change is null || change.Value.At > after + TimeSpan.FromDays(Days - 3) : change == new GridChange(next.Value, !before), $"the engine says {change}, and the next change is {next}");
        Require(slots.Distinct().Count() > 1 || change is null, "a grid that is always the same changes");
    }

    // A few slots here and there, long stretches, or one alone: each makes other changes.
    private static bool[] Slots(Chance chance, int perDay)
    {
        bool[] slots = new bool[7 * perDay];
        int kind = chance.Below(3);
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = kind switch
            {
                0 => chance.Percent(50),
                1 => i > 0 && chance.Percent(95) ? slots[i - 1] : chance.Percent(50),
                _ => false,
            };
        }

        slots[chance.Below(slots.Length)] ^= chance.Percent(95);
        return slots;
    }

    private static bool IsOn(bool[] slots, ZoneFacts zone, Instant instant)
    {
        LocalDateTime local = NaiveScan.Noda(instant).InZone(zone.Zone).LocalDateTime;
        int perDay = slots.Length / 7;
        return slots[(((int)local.DayOfWeek - 1) * perDay) + (int)(local.TickOfDay / (NodaConstants.TicksPerDay / perDay))];
    }

    // Wherever a slot may begin: at its local time, in each pass, and where the offset changes.
    private static IEnumerable<Instant> Boundaries(int perDay, ZoneFacts zone, Instant after)
    {
        NodaTime.Instant from = NaiveScan.Noda(after);
        LocalDate date = from.InZone(zone.Zone).Date.PlusDays(-1);
        IEnumerable<Instant> changes = zone.Zone.GetZoneIntervals(from, from + Duration.FromDays(Days)).Where(interval => interval.HasStart).Select(interval => NaiveScan.Of(interval.Start));
        return Enumerable.Range(0, Days * perDay)
            .SelectMany(slot => Instants(zone, date.PlusDays(slot / perDay).At(LocalTime.FromTicksSinceMidnight(slot % perDay * (NodaConstants.TicksPerDay / perDay)))))
            .Concat(changes)
            .Order();
    }

    private static IEnumerable<Instant> Instants(ZoneFacts zone, LocalDateTime local)
    {
        ZoneLocalMapping mapping = zone.Zone.MapLocal(local);
        return mapping.Count switch
        {
            0 => [],
            1 => [NaiveScan.Of(mapping.First().ToInstant())],
            _ => [NaiveScan.Of(mapping.First().ToInstant()), NaiveScan.Of(mapping.Last().ToInstant())],
        };
    }
}
