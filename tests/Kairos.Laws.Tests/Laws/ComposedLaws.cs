using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Conditions;
using Kairos.Laws.Tests.Oracles;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;
using static Kairos.Laws.Tests.Laws.StoredLaws;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds of cron and daily triggers, alone (daily) and with window, calendar, jitter, start, end and max runs.</summary>
internal sealed class ComposedLaws(bool isDaily) : ILaws
{
    // How far the naive scan goes on where nothing is open.
    private const int Times = 1_000;
    private const int Days = 366 * 2;

    public void Check(Chance chance, Census census)
    {
        ZoneFacts zone = InstantChance.Zone(chance);
        Instant after = InstantChance.At(chance, zone);
        CronCase? cron = isDaily ? null : new CronCase(CronChance.Draw(chance), zone, after);
        DailySpec? daily = isDaily ? DailySpec.Draw(chance) : null;
        ConditionSpec conditions = isDaily && chance.Percent(40) ? new ConditionSpec() : ConditionSpec.Draw(chance, zone, after);
        if (cron is not null)
        {
            CronCensus.Count(cron, census);
        }
        else
        {
            census.CountIf(zone.IsNearChange(after), "within 48 h of a change");
        }

        census.Count(isDaily ? "daily" : "cron with conditions");
        Trigger rule = isDaily ? daily!.Build(zone.Id) : new CronTrigger(cron!.Expression) { Zone = zone.Id };
        Trigger trigger = rule.Seeded(cron?.Spec.Seed ?? chance.Below(1_000)) with { Conditions = conditions.Build() };
        try
        {
            Composed composed = new(trigger, isDaily ? daily! : cron!.Spec, zone, conditions);
            Instant? due = composed.Check(after, Times, Days, census);
            ConditionLaws.Check(trigger, conditions, zone, after, due, chance, census);
        }
        catch (ShouldAssertException failure)
        {
            throw new ShouldAssertException($"{TriggerJson.Write(trigger)} after {after}, {conditions}: {failure.Message}", failure);
        }
    }

    private sealed record Composed(Trigger Trigger, INaiveRule Rule, ZoneFacts Zone, ConditionSpec Conditions)
    {
        /// <summary>Holds the answer against the naive scan.</summary>
        internal Instant? Check(Instant after, int times, int days, Census census)
        {
            Instant? due = Trigger.Next(after);
            Instant from = Conditions.Start is { } start && start > after ? start - TimeSpan.FromMicroseconds(1) : after;
            if (!Zone.Agrees(from, due ?? from + TimeSpan.FromDays(days)))
            {
                census.Count("with conditions, left out");
                return due;
            }

            Found found = NaiveScan.Next(Rule, Zone.Zone, from, instant => Conditions.IsOpen(Zone, instant), days, times);
            if (found.Due >= Conditions.End || (found.Due is null && found.Until >= Conditions.End))
            {
                found = new Found(null, Instant.Max);
                census.Count("with conditions, over");
            }

            census.CountIf(found.Due is null && found.Until != Instant.Max, "with conditions, not followed to the next");
            Require(found.Allows(due), $"the engine says {due}, the naive scan {(found.Due is null ? $"nothing up to {found.Until}" : found.Due)}");
            if (found.Due is null && due is { } late)
            {
                // What lies beyond what was scanned: that it may be due is checked, that it is the first is not.
                Found itself = NaiveScan.Next(Rule, Zone.Zone, late - TimeSpan.FromMicroseconds(1), times: 10);
                Require(itself.Due == late && Conditions.IsOpen(Zone, late) && !(late >= Conditions.End), $"{late} is not to be due");
            }

            return due;
        }
    }
}
