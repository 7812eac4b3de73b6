using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules.Passes;

/// <summary>One stint over a range of keys: reads rows by key, evaluates them, writes what differs.</summary>
/// <threadsafety>Used once.</threadsafety>
internal sealed class KeyPass
{
    // What a kill may cost, and how soon another node may take its share.
    private static readonly TimeSpan s_stint = TimeSpan.FromSeconds(5);
    private readonly MappedTable _unit;
    private readonly PassPayload _payload;
    private readonly StandingBook _book;
    private readonly Func<Instant> _now;
    private readonly TimeProvider _time;
    private readonly Throttle _throttle;
    private readonly Gathering _gathering;
    private readonly long _began;
    private RowBatch _batch = new(0);

    internal KeyPass(MappedTable unit, PassPayload payload, StandingBook book, Func<Instant> now, TimeProvider time)
    {
        (_unit, _payload, _book, _now, _time) = (unit, payload, book, now, time);
        _throttle = new Throttle(time);
        _began = time.GetTimestamp();
        Tally = new PassTally(unit.Name, unit.Shards);
        _gathering = new Gathering(unit.Table, (rows, written) => Tally.AddWritten(written, rows.Count));
        After = payload.After;
    }

    internal required ILogger Logger { get; init; }

    internal PassTally Tally { get; }

    /// <summary>The last key that was read; what was to be written up to it is, once the stint has ended without a failure.</summary>
    internal long After { get; private set; }

    /// <summary>The range is done.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>Until when the throttle holds the next stint back; null where it does not.</summary>
    internal Instant? NotBefore { get; private set; }

    internal TimeSpan Elapsed => _time.GetElapsedTime(_began);

    /// <summary>Works until its time is over, the range is done, or it is stopped: what is done until then stands.</summary>
    /// <exception cref="StateTableException">The user's database failed. What was written until then stays written.</exception>
    internal async ValueTask RunAsync(CancellationToken stop)
    {
        await ReadAsync(stop);

        // All of it, before the place is given up.
        await _gathering.WriteAsync(CancellationToken.None);
    }

    private async ValueTask ReadAsync(CancellationToken stop)
    {
        while (!IsDone && !stop.IsCancellationRequested)
        {
            _throttle.Begin();

            // Between two batches only: what a batch has begun it ends, so that place and counts are of one moment.
            StateSettings settings = (await _book.FindAsync(_unit.Name, CancellationToken.None)).Settings;
            double? rate = Throttle.Share(_payload.RowsPerSecond ?? settings.PassRowsPerSecond, _payload.Of);
            int read = await StepAsync(Throttle.Rows(settings.BatchRows, rate), settings);

            // Before the wait is told: what goes by between the two is not waited for twice.
            Instant instant = _now();
            TimeSpan wait = IsDone ? TimeSpan.Zero : _throttle.After(read, rate);
            if (Elapsed + wait >= s_stint)
            {
                NotBefore = wait > TimeSpan.Zero ? instant + wait : null;
                return;
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, stop).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async ValueTask<int> StepAsync(int rows, StateSettings settings)
    {
        _batch = _batch.Capacity == rows ? _batch : new RowBatch(rows);
        Tally.Statements++;
        _ = await _unit.Table.ReadByKeyAsync(After, _payload.LastKey, BudgetRelease.Later, _batch, CancellationToken.None);

        // Taken behind the read: at an instant before it, a flip that a tick made meanwhile would look wrong and be turned back.
        Instant instant = _now();
        _unit.Rules.Evaluate(_batch, instant, BudgetRelease.Later);
        long differ = Tally.Judge(_batch, instant.Micros);
        if (settings.Logging == StateLogging.Batches)
        {
            Log.PassBatch(Logger, _unit.Name, _payload.Slice, _batch.Count, differ);
        }

        await _gathering.AddAsync(_batch, rows, CancellationToken.None);
        IsDone = _batch.Count < _batch.Capacity || _batch.Keys[_batch.Count - 1] == _payload.LastKey;
        After = IsDone ? _payload.LastKey : _batch.Keys[_batch.Count - 1];
        return _batch.Count;
    }
}
