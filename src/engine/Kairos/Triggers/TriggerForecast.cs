using Kairos.Time;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Triggers;

/// <summary>What a trigger is going to do, without a store: runs are taken to last no time.</summary>
public static class TriggerForecast
{
    // Each is an occurrence that a quiet span pushed out of its window, or behind which another had been pushed.
    private const int MostDroppedInARow = 100_000;

    /// <summary>The occurrences after an instant, ascending. What a quiet span pushes behind later due instants takes their place, as in a run with the default misfire policy.</summary>
    /// <param name="trigger">One that lacks nothing.</param>
    /// <param name="after">Not included.</param>
    /// <param name="quiet">Occurrences of the kinds that its quiet rule names.</param>
    /// <exception cref="InvalidOperationException">The trigger has no seed or anchor yet.</exception>
    public static IEnumerable<PlannedOccurrence> Of(Trigger trigger, Instant after, IReadOnlyList<Instant> quiet)
    {
        QuietSpans spans = trigger.Conditions.Quiet?.Spans(quiet) ?? QuietSpans.None;
        TriggerState state = TriggerState.After(after);
        for (int dropped = 0; dropped < MostDroppedInARow && trigger.Next(state) is { } due; dropped++)
        {
            Instant? at = trigger.Settled(trigger.StartOf(due), spans) is { } settled && settled > state.Ended ? settled : null;
            yield return new PlannedOccurrence(due, at, trigger is GridTrigger grid ? grid.IsOn(due) : null);
            (state, dropped) = at is { } start ? (new TriggerState(due, start, state.Ran + 1), 0) : (state with { Due = due }, dropped);
        }
    }
}
