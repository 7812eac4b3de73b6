using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules.Ticks;

/// <summary>One slice of a table at one tick: reads what is due, evaluates it, writes it back, until nothing is left.</summary>
/// <remarks>The instant is taken for each batch: a long catch-up writes what is true when it is written.</remarks>
/// <threadsafety>Used once.</threadsafety>
internal sealed class SliceTick(MappedTable unit, Slice slice, StandingBook book, Func<Instant> now, TimeProvider time)
{
    private readonly Throttle _throttle = new(time);
    private RowBatch _batch = new(0);

    internal required ILogger Logger { get; init; }

    internal TickTally Tally { get; } = new(unit.Mapping.Bits);

    /// <exception cref="StateTableException">The user's database failed. What was written until then stays written.</exception>
    internal async ValueTask RunAsync(CancellationToken ct)
    {
        if (Tally.Mode == TickMode.Full && await ReadAllAsync(ct))
        {
            return;
        }

        Tally.Mode = TickMode.NextChange;
        await ReadDueAsync(ct);
    }

    private async ValueTask ReadDueAsync(CancellationToken ct)
    {
        DuePosition after = DuePosition.Start;
        (long left, bool again) = (0, false);
        while (true)
        {
            (RowBatch batch, StateSettings settings, double? rate) = await BeginAsync(ct);
            Instant instant = now();
            Tally.Statements += await unit.Table.ReadDueAsync(slice.Due, instant, after, batch, ct);
            bool more = batch.Count == batch.Capacity;
            if (batch.Count > 0)
            {
                after = DuePosition.Behind(batch);
                left += await WriteAsync(batch, instant, settings, rate, more, ct);
            }

            if (!more && (again || left == 0))
            {
                Tally.Left += left;
                return;
            }

            // What was left is due still: one more look, for most of it is free by now. The rest is the next tick's.
            if (!more)
            {
                (after, again, left) = (DuePosition.Start, true, 0);
            }
        }
    }

    // False when an operator has switched it off meanwhile: a pass over all rows may take long.
    private async ValueTask<bool> ReadAllAsync(CancellationToken ct)
    {
        // Asked once: among all rows, those that are due come anywhere.
        Tally.Statements++;
        Tally.Oldest = (await unit.Table.OldestChangeAsync(slice.Shards, ct))?.Micros ?? RowBatch.Never;
        long after = Slice.Before(slice.FirstKey);
        bool more = true;
        while (more)
        {
            (RowBatch batch, StateSettings settings, double? rate) = await BeginAsync(ct);
            if (settings.Mode != TickMode.Full)
            {
                return false;
            }

            Instant instant = now();
            Tally.Statements++;
            await unit.Table.ReadByKeyAsync(after, slice.LastKey, batch, ct);
            more = batch.Count == batch.Capacity;
            if (batch.Count > 0)
            {
                after = batch.Keys[batch.Count - 1];
                Tally.Left += await WriteAsync(batch, instant, settings, rate, more, ct);
            }
        }

        return true;
    }

    private async ValueTask<(RowBatch Batch, StateSettings Settings, double? Rate)> BeginAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _throttle.Begin();
        StateSettings settings = (await book.FindAsync(unit.Name, ct)).Settings;
        double? rate = Throttle.Share(settings.RowsPerSecond, slice.Of);
        int rows = Throttle.Rows(settings.BatchRows, rate);
        _batch = _batch.Capacity == rows ? _batch : new RowBatch(rows);
        _batch.Count = 0;
        return (_batch, settings, rate);
    }

    /// <returns>Rows that were left to others.</returns>
    private async ValueTask<int> WriteAsync(RowBatch batch, Instant instant, StateSettings settings, double? rate, bool more, CancellationToken ct)
    {
        Tally.AddRead(batch);
        unit.Rules.Evaluate(batch, instant, BudgetRelease.Now);
        int differ = Differing(batch);
        Written written = differ > 0 ? await unit.Table.WriteAsync(batch, settings.BatchRows, ct) : default;
        Tally.AddWritten(batch, written);
        if (settings.Logging == StateLogging.Batches)
        {
            Log.TickBatch(Logger, unit.Name, slice.Number, batch.Count, written.Rows);
        }

        TimeSpan wait = _throttle.After(batch.Count, rate);
        if (more && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, ct);
        }

        return differ - written.Rows;
    }

    private static int Differing(RowBatch batch)
    {
        int differ = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            differ += batch.Differs(row) ? 1 : 0;
        }

        return differ;
    }
}
