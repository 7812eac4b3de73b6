namespace Kairos.StateSchedules.Evaluation;

/// <summary>Whether an evaluation opens exhausted budgets again.</summary>
internal enum BudgetRelease
{
    /// <summary>A pass or an edit, which asks no budgets: a row that a midnight has passed stays due, so that the next tick does.</summary>
    Later = 0,

    /// <summary>A tick: where a midnight has passed since the row was due, and its budget allows.</summary>
    Now = 1,
}
