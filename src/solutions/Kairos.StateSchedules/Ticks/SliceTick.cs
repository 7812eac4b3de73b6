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
            Tally.AddRead(await unit.Table.ReadDueAsync(slice.Due, instant, after, batch, ct));
            bool more = batch.Count == batch.Capacity;
            if (batch.Count > 0)
            {
                after = DuePosition.Behind(batch);
                Evaluate(batch, instant, settings);
                left += Tally.AddWritten(batch, await unit.Table.WriteAsync(batch, settings.BatchRows, ct));
                await WaitAsync(batch, rate, more, ct);
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
        Gathering gathering = new(unit.Table, (rows, written) => Tally.Left += Tally.AddWritten(rows, written));
        long after = Slice.Before(slice.FirstKey);
        bool more = true;
        while (more)
        {
            (RowBatch batch, StateSettings settings, double? rate) = await BeginAsync(ct);
            if (settings.Mode != TickMode.Full)
            {
                break;
            }

            Tally.AddRead(await unit.Table.ReadByKeyAsync(after, slice.LastKey, BudgetRelease.Now, batch, ct));
            more = batch.Count == batch.Capacity;
            after = batch.Count > 0 ? batch.Keys[batch.Count - 1] : after;

            // Behind the read: what another tick made meanwhile is not to be turned back.
            Evaluate(batch, now(), settings);
            await gathering.AddAsync(batch, settings.BatchRows, ct);
            await WaitAsync(batch, rate, more, ct);
        }

        await gathering.WriteAsync(ct);
        return !more;
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

    private void Evaluate(RowBatch batch, Instant instant, StateSettings settings)
    {
        Tally.AddRead(batch);
        unit.Rules.Evaluate(batch, instant, BudgetRelease.Now);
        if (settings.Logging == StateLogging.Batches)
        {
            Log.TickBatch(Logger, unit.Name, slice.Number, batch.Count);
        }
    }

    private async ValueTask WaitAsync(RowBatch batch, double? rate, bool more, CancellationToken ct)
    {
        TimeSpan wait = _throttle.After(batch.Count, rate);
        if (more && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, ct);
        }
    }
}
