using Kairos.Stores;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Conditions;
using Kairos.Triggers.Rules;

namespace Kairos.Dispatch.Planning;

/// <summary>Occurrences that went by unstarted, and what follows them.</summary>
/// <param name="Count">How many; 1,000,000 stands for so many or more.</param>
/// <param name="First">The first due instant.</param>
/// <param name="Last">The last due instant.</param>
/// <param name="Following">The due instant after that; null when there is none.</param>
internal readonly record struct Missed(long Count, Instant First, Instant Last, Instant? Following)
{
    /// <summary>In words, as the subject of a sentence.</summary>
    internal string Subject => Count == 1 ? $"The due instant {Last}" : $"{Count} due instants from {First} to {Last}";

    /// <summary>From an occurrence that is missed for sure, over all that are planned up to a limit.</summary>
    /// <param name="trigger">The job's.</param>
    /// <param name="state">Where the job stands, but for the due instant.</param>
    /// <param name="first">The due instant of that occurrence; one that was brought forward is none of the trigger's.</param>
    /// <param name="limit">What is planned for later is not missed.</param>
    internal static Missed From(Trigger trigger, TriggerState state, Instant first, Instant limit)
    {
        Instant? second = Next(trigger, state with { Due = first });
        if (second is not { } next || trigger.StartOf(next) > limit)
        {
            return new Missed(1, first, first, second);
        }

        (long count, Instant last) = trigger.Pass(next, limit);
        return new Missed(count + 1, first, last, Next(trigger, state with { Due = last }));
    }

    /// <summary>The planned start of a due instant that follows; null where nothing does.</summary>
    internal static NextStart? StartOf(Trigger trigger, Instant? due) => due is { } next ? new NextStart(next, trigger.StartOf(next), 0) : null;

    /// <summary>The due instant that follows; null when there is none, as after the one of a trigger that is due once.</summary>
    internal static Instant? Next(Trigger trigger, in TriggerState state) => trigger is AtTrigger ? null : trigger.Next(state);

    /// <summary>Up to which planned start an occurrence is not run any more, by a policy, when it is found now; null when it is run in any case.</summary>
    internal static Instant? Limit(Misfire misfire, Instant now) => misfire.Policy switch
    {
        MisfirePolicy.Run => null,
        MisfirePolicy.RunIfYounger => now - misfire.Age,
        _ => now,
    };
}
