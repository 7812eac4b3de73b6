namespace Kairos.StateSchedules.Evaluation;

/// <summary>The first reason why a row is off, in the order in which reasons are told; on when there is none.</summary>
internal enum StateWord
{
    Paused = 0,
    BudgetExhausted = 1,
    NotStarted = 2,
    Ended = 3,
    OutsideSlots = 4,
    On = 5,
}
