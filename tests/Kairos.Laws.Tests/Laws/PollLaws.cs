using System.Collections.Immutable;
using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Conditions;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Rules;
using static Kairos.Laws.Tests.Laws.StoredLaws;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds of polls: the delay is one of the list or in the range, an opening is waited for, tries and lifetime end it.</summary>
internal sealed class PollLaws : ILaws
{
    private const long Longest = 3L * 86_400_000_000;

    public void Check(Chance chance, Census census)
    {
        ZoneFacts zone = InstantChance.Zone(chance);
        Instant due = InstantChance.At(chance, zone);
        Instant ended = chance.Percent(50) ? due : new Instant(due.Micros + chance.Scaled(1, Longest));
        census.CountIf(zone.IsNearChange(due), "within 48 h of a change");
        census.Count("poll");
        ConditionSpec conditions = (chance.Percent(50) ? ConditionSpec.Draw(chance, zone, due) : new ConditionSpec()) with { Jitter = TimeSpan.Zero };
        TimeSpan[] delays = [.. Enumerable.Range(0, chance.Between(1, 4)).Select(_ => TimeSpan.FromMicroseconds(chance.Scaled(1_000, Longest)))];
        bool isRange = chance.Percent(50);
        PollTrigger rule = isRange ? PollTrigger.Between(delays.Min(), delays.Max()) : PollTrigger.OneOf([.. delays]);
        TimeSpan? lifetime = chance.Percent(40) ? TimeSpan.FromMicroseconds(chance.Scaled(1_000, 10 * Longest)) : null;
        Instant? since = lifetime is null ? null : new Instant(due.Micros - chance.Scaled(1, Longest));
        int? tries = chance.Percent(40) ? chance.Between(1, 5) : null;
        TriggerState state = new(due, ended, chance.Below(5));
        Trigger trigger = (rule with { Tries = tries, Lifetime = lifetime, Since = since, Zone = zone.Id, Conditions = conditions.Build() }).Seeded(chance.Below(100_000));
        try
        {
            Instant? next = trigger.Next(state);
            Reloaded(trigger, state, next);
            if (state.Ran >= tries || state.Ran >= conditions.MaxRuns)
            {
                Require(next is null, "it goes on after its last run");
                census.Count("poll, over");
                return;
            }

            Instant from = Instant.Later(Instant.Later(ended, due), conditions.Start ?? due);
            Instant over = since is { } begun && begun + lifetime!.Value < (conditions.End ?? Instant.Max) ? begun + lifetime.Value : conditions.End ?? Instant.Max;
            if (!zone.Agrees(from, from + TimeSpan.FromDays(40)))
            {
                return;
            }

            Require(next is null || (next > from && next < over && conditions.IsOpen(zone, next.Value)), $"{next} is not after {from}, before {over} and in the window");
            Judge(next, over, isRange, [.. delays.Select(delay => conditions.OpenFrom(zone, from + delay))]);
        }
        catch (ShouldAssertException failure)
        {
            throw new ShouldAssertException($"{TriggerJson.Write(trigger)} after {state}, {conditions}: {failure.Message}", failure);
        }
    }

    // The opening after each delay; null where none lies within two weeks, and then the answer is only known to be later or nothing.
    private static void Judge(Instant? next, Instant over, bool isRange, ImmutableArray<Instant?> openings)
    {
        bool anyFar = openings.Any(opening => opening is null);
        if (next is null)
        {
            Require(anyFar || openings.Any(opening => opening >= over), $"it is over before its end: one of {string.Join(", ", openings)} is to come");
        }
        else if (isRange)
        {
            Require(!(next < openings.Where(opening => opening is not null).Min()) && (anyFar || next <= openings.Max()), $"{next} does not lie between {openings.Min()} and {openings.Max()}");
        }
        else
        {
            Require(anyFar || openings.Contains(next), $"{next} is none of {string.Join(", ", openings)}");
        }
    }
}
