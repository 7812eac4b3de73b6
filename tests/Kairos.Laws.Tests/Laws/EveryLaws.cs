using System.Numerics;
using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Conditions;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;
using static Kairos.Laws.Tests.Laws.StoredLaws;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds of <c>every</c> and <c>at</c>: arithmetic without bounds, and the conditions.</summary>
internal sealed class EveryLaws : ILaws
{
    private const int Steps = 1_000;
    private const long Longest = 400L * 86_400_000_000;

    public void Check(Chance chance, Census census)
    {
        ZoneFacts zone = InstantChance.Zone(chance);
        Instant after = InstantChance.At(chance, zone);
        census.CountIf(zone.IsNearChange(after), "within 48 h of a change");
        census.Count("every");
        if (chance.Percent(10))
        {
            At(chance, after, census);
            return;
        }

        bool composed = chance.Percent(50);
        long period = chance.Percent(50) ? chance.Scaled(1_000, Longest) : chance.Pick([1_000L, 60_000_000, 3_600_000_000, 86_400_000_000, 7 * 86_400_000_000]);
        period = composed ? Math.Max(period, 60_000_000) : period;
        Instant anchor = new(Math.Clamp(after.Micros + ((chance.Percent(50) ? 1 : -1) * chance.Scaled(1, 100 * Longest)), Instant.Min.Micros, Instant.Max.Micros));
        ConditionSpec conditions = composed ? ConditionSpec.Draw(chance, zone, after, TimeSpan.FromMicroseconds(period)) : new ConditionSpec();
        Trigger trigger = new EveryTrigger(TimeSpan.FromMicroseconds(period), anchor) { Zone = zone.Id, Conditions = conditions.Build() }.Seeded(chance.Below(1_000));
        try
        {
            Instant? due = trigger.Next(after);
            Judge(trigger, conditions, zone, (anchor, period), after, due, census);
            ConditionLaws.Check(trigger, conditions, zone, after, due, chance, census);
        }
        catch (ShouldAssertException failure)
        {
            throw new ShouldAssertException($"{TriggerJson.Write(trigger)} after {after}, {conditions}: {failure.Message}", failure);
        }
    }

    /// <summary>The first of anchor + k x period that lies after an instant, whatever its size.</summary>
    internal static BigInteger First(Instant anchor, BigInteger period, Instant after)
    {
        BigInteger ahead = (BigInteger)after.Micros - anchor.Micros;
        return ahead < 0 ? anchor.Micros : anchor.Micros + (((ahead / period) + 1) * period);
    }

    private static void Judge(Trigger trigger, ConditionSpec conditions, ZoneFacts zone, (Instant Anchor, long Period) rule, Instant after, Instant? due, Census census)
    {
        Instant from = conditions.Start is { } start && start > after ? start - TimeSpan.FromMicroseconds(1) : after;
        BigInteger next = First(rule.Anchor, rule.Period, from);
        for (int i = 0; i < Steps && next <= Instant.Max.Micros; i++, next += rule.Period)
        {
            Instant candidate = new((long)next);
            if (candidate >= conditions.End)
            {
                Require(due is null, $"{due} is not before the end");
                return;
            }

            if (conditions.HasOpenings && !zone.Agrees(from, candidate))
            {
                census.Count("with conditions, left out");
                return;
            }

            if (conditions.IsOpen(zone, candidate))
            {
                Require(due == candidate, $"the engine says {due}, and {candidate} is the next");
                return;
            }
        }

        if (next > Instant.Max.Micros)
        {
            Require(due is null, $"the engine says {due}, and nothing is left");
            return;
        }

        census.Count("with conditions, not followed to the next");
        Require(due is null || (due.Value.Micros >= next && First(rule.Anchor, rule.Period, due.Value - TimeSpan.FromMicroseconds(1)) == due.Value.Micros && conditions.IsOpen(zone, due.Value)), $"{trigger} says {due}, which is not to be due");
    }

    private static void At(Chance chance, Instant after, Census census)
    {
        Instant at = new(after.Micros + chance.Between(-2, 2));
        Trigger trigger = new AtTrigger(at);
        Instant? due = trigger.Next(after);
        Require(due == (at > after ? at : null), $"at {at} says {due} after {after}");
        Reloaded(trigger, TriggerState.After(after), due);
        census.Count("at");
    }
}
