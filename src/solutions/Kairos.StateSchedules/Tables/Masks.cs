using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tables;

/// <summary>Which bits of the status column are whose.</summary>
internal static class Masks
{
    /// <summary>Those that an evaluation writes: all but the pause, which is a person's.</summary>
    internal static long Written(StateBits bits) => bits.NotStarted | bits.Ended | bits.OutsideSlots | bits.BudgetExhausted;
}
