using Kairos.Time;

namespace Kairos.Targets;

/// <summary>A slot of a target's budget for one gate: taken, or asked for.</summary>
/// <param name="Target">Whose budget.</param>
/// <param name="For">The instant it is reserved for, on the target's clock.</param>
/// <param name="Request">Where it comes.</param>
internal sealed record ReservedSlot(Target Target, Instant For, SlotRequest Request)
{
    /// <summary>The first slot from the instant on, and not before <paramref name="soonest"/>.</summary>
    internal static ReservedSlot Take(Target target, Instant instant, Instant soonest) =>
        new(target, instant, target.Budget.Ask(Instant.Later(instant, soonest)));

    internal bool IsFor(Target target, Instant instant) => Target == target && For == instant;

    /// <summary>It will not be used, whether it is there already or still to come.</summary>
    internal void Return()
    {
        if (!Request.TryGiveUp() && Request.Slot is { } slot)
        {
            Target.Budget.Return(slot);
        }
    }
}
