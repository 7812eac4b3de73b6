using Kairos.StateSchedules.Mapping;
using Kairos.Time;
using Kairos.Triggers;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Evaluation;

/// <summary>What a row's state is at an instant, and when it may change next: no SQL, no clock.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class StateRules(StateMapping mapping)
{
    private readonly StateBits _bits = mapping.Bits;
    private readonly TimeZoneInfo _zone = LocalTimes.Zone(mapping.Zone);
    private readonly long _released = mapping.Budget is null ? 0 : mapping.Bits.BudgetExhausted;
    private readonly long _mask = mapping.Bits.NotStarted | mapping.Bits.Ended | mapping.Bits.OutsideSlots | mapping.Bits.BudgetExhausted;

    /// <summary>Fills the new status and the new next change of each row.</summary>
    internal void Evaluate(RowBatch batch, Instant now, BudgetRelease release)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            if ((batch.Flags[row] & RowFlags.Unreadable) != RowFlags.None)
            {
                (batch.NewStatus[row], batch.NewNextChange[row]) = (batch.Status[row], RowBatch.Never);
                continue;
            }

            (long exhausted, long released) = Budget(batch, row, now.Micros, release);
            (long set, long next) = DatesAndSlots(batch, row, now.Micros);
            batch.NewStatus[row] = (batch.Status[row] & ~_mask) | exhausted | set;
            batch.NewNextChange[row] = batch.Ends[row] <= now.Micros ? RowBatch.Never : Math.Min(released, next);
        }
    }

    private (long Exhausted, long Next) Budget(RowBatch batch, int row, long now, BudgetRelease release)
    {
        bool isReported = (batch.Flags[row] & RowFlags.ReportedExhausted) != RowFlags.None;
        long exhausted = isReported ? _bits.BudgetExhausted : batch.Status[row] & _bits.BudgetExhausted;
        if ((exhausted & _released) == 0)
        {
            return (exhausted, RowBatch.Never);
        }

        long last = LocalTimes.Resolve(_zone, Local(now).Date).Micros;
        if (!isReported && batch.NextChange[row] <= last)
        {
            if (release == BudgetRelease.Later)
            {
                return (exhausted, batch.NextChange[row]);
            }

            if ((batch.Flags[row] & RowFlags.BudgetAllows) != RowFlags.None)
            {
                return (0, RowBatch.Never);
            }
        }

        return (exhausted, LocalTimes.Resolve(_zone, Local(now).Date.AddDays(1)).Micros);
    }

    private (long Set, long Next) DatesAndSlots(RowBatch batch, int row, long now)
    {
        (long start, long end) = (batch.Starts[row], batch.Ends[row]);
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

        (bool on, long change) = Slot(batch.Grids[row], now);
        return (on ? 0 : _bits.OutsideSlots, Math.Min(change, end));
    }

    private (bool On, long Change) Slot(WeeklyGrid grid, long now)
    {
        DateTime local = Local(now);
        long length = TimeSpan.TicksPerDay / grid.SlotsPerDay;
        int slot = (((int)local.DayOfWeek + 6) % 7 * grid.SlotsPerDay) + (int)(local.TimeOfDay.Ticks / length);
        int change = grid.NextChange(slot);
        if (change < 0)
        {
            return (grid[slot], RowBatch.Never);
        }

        int ahead = change > slot ? change - slot : change - slot + grid.Length;
        DateTime begin = local.AddTicks(-(local.TimeOfDay.Ticks % length)).AddTicks(ahead * length);
        return (grid[slot], LocalTimes.Resolve(_zone, begin).Micros);
    }

    private DateTime Local(long instant) => TimeZoneInfo.ConvertTime(new Instant(instant).ToDateTimeOffset(), _zone).DateTime;
}
