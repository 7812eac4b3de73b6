using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Evaluation;

/// <summary>The words for the states of rows.</summary>
internal static class StateWords
{
    internal const int Count = 6;

    /// <summary>As they are written, by the number of the word.</summary>
    internal static ImmutableArray<string> Names { get; } = ["paused", "budgetExhausted", "notStarted", "ended", "outsideSlots", "on"];

    /// <summary>The word of a status.</summary>
    internal static StateWord Of(long status, RowFlags flags, StateBits bits) =>
        (status & bits.Paused) != 0 || (flags & RowFlags.Paused) != RowFlags.None ? StateWord.Paused
        : (status & bits.BudgetExhausted) != 0 ? StateWord.BudgetExhausted
        : (status & bits.NotStarted) != 0 ? StateWord.NotStarted
        : (status & bits.Ended) != 0 ? StateWord.Ended
        : (status & bits.OutsideSlots) != 0 ? StateWord.OutsideSlots
        : StateWord.On;
}
