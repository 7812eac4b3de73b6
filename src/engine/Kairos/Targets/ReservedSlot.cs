using Kairos.Time;

namespace Kairos.Targets;

/// <summary>A slot that is taken out of a target's budget for one gate.</summary>
/// <param name="Target">Whose budget.</param>
/// <param name="For">The instant it was reserved for, on the target's clock.</param>
/// <param name="Slot">The instant it got, on the target's clock.</param>
internal sealed record ReservedSlot(Target Target, Instant For, Instant Slot)
{
    /// <summary>The first slot from the instant on, and not before <paramref name="soonest"/>.</summary>
    internal static ReservedSlot Take(Target target, Instant instant, Instant soonest) =>
        new(target, instant, target.Budget.Reserve(Instant.Later(instant, soonest)));

    internal void Return() => Target.Budget.Return(Slot);
}
