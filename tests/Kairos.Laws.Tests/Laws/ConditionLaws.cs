using Kairos.Laws.Tests.Cases;
using Kairos.Laws.Tests.Conditions;
using Kairos.Time;
using Kairos.Triggers;
using static Kairos.Laws.Tests.Laws.StoredLaws;

namespace Kairos.Laws.Tests.Laws;

/// <summary>What holds of every trigger with conditions but polls: order, jitter, max runs, the stored form.</summary>
internal static class ConditionLaws
{
    internal static void Check(Trigger trigger, ConditionSpec conditions, ZoneFacts zone, Instant after, Instant? due, Chance chance, Census census)
    {
        if (due is { } instant)
        {
            Require(instant > after, $"{instant} is not after {after}");
            Instant between = new(chance.Between(after.Micros, instant.Micros - 1));
            Require(trigger.Next(between) == due, $"from {between}, which lies before {due}, the next is {trigger.Next(between)}");
            Require(!(instant < conditions.Start) && !(instant >= conditions.End), $"{due} lies outside of start and end");
            CheckJitter(trigger, conditions, zone, instant, census);
        }

        if (conditions.MaxRuns is { } most)
        {
            Require(trigger.Next(new TriggerState(after, after, most - 1)) == due, $"with {most - 1} of {most} runs done it says {trigger.Next(new TriggerState(after, after, most - 1))}, before {due}");
            Require(trigger.Next(new TriggerState(after, after, most)) is null, "it goes on after its last run");
        }

        Trigger loaded = Reloaded(trigger, TriggerState.After(after), due);
        Require(due is not { } planned || loaded.StartOf(planned) == trigger.StartOf(planned), "loaded it starts at another instant");
    }

    private static void CheckJitter(Trigger trigger, ConditionSpec conditions, ZoneFacts zone, Instant due, Census census)
    {
        Instant start = trigger.StartOf(due);
        Require(start == trigger.StartOf(due), "jitter is another when asked again");
        if (conditions.Jitter == TimeSpan.Zero)
        {
            Require(start == due, $"without jitter {due} starts at {start}");
            return;
        }

        census.Count("jitter");
        census.CountIf(start > due, "jitter that moves the start");
        Require(start >= due && start < due + conditions.Jitter, $"{start} lies outside of [{due}, +{conditions.Jitter})");
        Require(trigger.Next(due) is not { } next || start < next, $"{start} is not before the next due instant");
        Require(!(start >= conditions.End), $"{start} is not before the end");
        Require(!zone.Agrees(due, start) || conditions.IsOpen(zone, start), $"{start} lies outside of the window");
    }
}
