using Kairos.StateSchedules.Mapping;
using Kairos.Time;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Evaluation;

/// <summary>What a row's state is at an instant, and when it may change next: no SQL, no clock, nothing allocated.</summary>
/// <remarks>
/// A row that ends at or before its start is never within its dates: not started until its end, ended from there on. Where
/// budgets are not mapped nothing releases them, so no midnight is waited for.
/// </remarks>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class StateRules(StateMapping mapping)
{
    private readonly StateBits _bits = mapping.Bits;
    private readonly string _zone = mapping.Zone;

    // Zero where nothing opens budgets again.
    private readonly long _released = mapping.Budget is null ? 0 : mapping.Bits.BudgetExhausted;

    // Only these are ever written.
    private readonly long _mask = mapping.Bits.NotStarted | mapping.Bits.Ended | mapping.Bits.OutsideSlots | mapping.Bits.BudgetExhausted;

    /// <summary>Fills the new status and the new next change of each row.</summary>
    internal void Evaluate(RowBatch batch, Instant now, BudgetRelease release)
    {
        GridMoment moment = new(_zone, now);
        for (int row = 0; row < batch.Count; row++)
        {
            // Budgets come before slots, and both are one write.
            (long exhausted, long released) = Budget(batch, row, moment, release);
            if ((batch.Flags[row] & RowFlags.Unreadable) != RowFlags.None)
            {
                (batch.NewStatus[row], batch.NewNextChange[row]) = (batch.Status[row] | exhausted, RowBatch.Never);
                continue;
            }

            (long set, long next) = DatesAndSlots(batch, row, moment);
            batch.NewStatus[row] = (batch.Status[row] & ~_mask) | exhausted | set;
            batch.NewNextChange[row] = batch.Ends[row] <= now.Micros ? RowBatch.Never : Math.Min(released, next);
        }
    }

    // A row that had ended waited for no midnight: what has gone by since, as its end was moved, is made good as if it were the last one.
    private long DueSince(RowBatch batch, int row, in GridMoment moment)
    {
        bool isBack = (batch.Status[row] & _bits.Ended) != 0 && batch.Ends[row] > moment.At.Micros;
        return isBack ? Math.Min(batch.NextChange[row], moment.LastMidnight.Micros) : batch.NextChange[row];
    }

    private (long Exhausted, long Next) Budget(RowBatch batch, int row, in GridMoment moment, BudgetRelease release)
    {
        RowFlags flags = batch.Flags[row];
        bool isReported = (flags & RowFlags.ReportedExhausted) != RowFlags.None;
        long exhausted = isReported ? _bits.BudgetExhausted : batch.Status[row] & _bits.BudgetExhausted;
        if ((exhausted & _released) == 0)
        {
            return (exhausted, RowBatch.Never);
        }

        // A row waits for midnight by its next change: at midnight itself it is due, and never lies behind every midnight.
        long since = DueSince(batch, row, moment);
        if (!isReported && since <= moment.LastMidnight.Micros)
        {
            if (release == BudgetRelease.Later || (flags & RowFlags.BudgetUnknown) != RowFlags.None)
            {
                return (exhausted, since);
            }

            if ((flags & RowFlags.BudgetAllows) != RowFlags.None)
            {
                return (0, RowBatch.Never);
            }
        }

        return (exhausted, moment.NextMidnight?.Micros ?? RowBatch.Never);
    }

    // Dates come before slots: outside of them slots say nothing.
    private (long Set, long Next) DatesAndSlots(RowBatch batch, int row, in GridMoment moment)
    {
        long now = moment.At.Micros;
        long start = batch.Starts[row];
        long end = batch.Ends[row];
        if (end <= now)
        {
            return (_bits.Ended, RowBatch.Never);
        }

        if (now < start)
        {
            return (_bits.NotStarted, Math.Min(start, end));
        }

        if (_bits.OutsideSlots == 0 || (batch.Flags[row] & RowFlags.HasGrid) == RowFlags.None)
        {
            return (0, end);
        }

        ref readonly WeeklyGrid grid = ref batch.Grids[row];
        long change = moment.NextChange(grid)?.Micros ?? RowBatch.Never;
        return (moment.IsOn(grid) ? 0 : _bits.OutsideSlots, Math.Min(change, end));
    }
}
