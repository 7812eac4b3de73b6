using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules.Passes;

/// <summary>One stint over a range of keys: reads rows by key, evaluates them, writes what differs.</summary>
/// <remarks>
/// Neighbours by key lie on many shards, and a statement writes one: so what differs is gathered over several reads. A row that
/// was changed meanwhile is not as it was read, and is left.
/// </remarks>
/// <threadsafety>Used once.</threadsafety>
internal sealed class KeyPass(MappedTable unit, PassPayload payload, StandingBook book, Func<Instant> now, TimeProvider time)
{
    // What a kill may cost, and how soon another node may take its share.
    private static readonly TimeSpan s_stint = TimeSpan.FromSeconds(5);
    private readonly Throttle _throttle = new(time);
    private readonly long _began = time.GetTimestamp();
    private RowBatch _batch = new(0);
    private RowStates _gathered = new(0);
    private StateSettings _settings = StateSettings.Default;

    internal required ILogger Logger { get; init; }

    internal PassTally Tally { get; } = new();

    /// <summary>The last key that is done. After a failure, nothing behind the place where the stint began.</summary>
    internal long After { get; private set; } = payload.After;

    /// <summary>The range is done.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>Until when the throttle holds the next stint back; null where it does not.</summary>
    internal Instant? NotBefore { get; private set; }

    internal TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>Works until its time is over, the range is done, or it is stopped: what is done until then stands.</summary>
    /// <exception cref="StateTableException">The user's database failed. What was written until then stays written.</exception>
    internal async ValueTask RunAsync(CancellationToken stop)
    {
        await ReadAsync(stop);

        // All of it, before the place is given up.
        await WriteAsync();
    }

    private async ValueTask ReadAsync(CancellationToken stop)
    {
        while (!IsDone && !stop.IsCancellationRequested)
        {
            _throttle.Begin();

            // Between two batches only: what a batch has begun it ends, so that place and counts are of one moment.
            _settings = (await book.FindAsync(unit.Name, CancellationToken.None)).Settings;
            double? rate = Throttle.Share(payload.RowsPerSecond ?? _settings.PassRowsPerSecond, payload.Of);
            int read = await StepAsync(Throttle.Rows(_settings.BatchRows, rate));

            // Before the wait is told: what goes by between the two is not waited for twice.
            Instant instant = now();
            TimeSpan wait = IsDone ? TimeSpan.Zero : _throttle.After(read, rate);
            if (Elapsed + wait >= s_stint)
            {
                NotBefore = wait > TimeSpan.Zero ? instant + wait : null;
                return;
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, stop).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private async ValueTask<int> StepAsync(int rows)
    {
        _batch = _batch.Capacity == rows ? _batch : new RowBatch(rows);
        Instant instant = now();
        Tally.Statements++;
        await unit.Table.ReadByKeyAsync(After, payload.LastKey, _batch, CancellationToken.None);
        unit.Rules.Evaluate(_batch, instant, BudgetRelease.Later);
        long differ = Tally.Judge(_batch, instant.Micros);
        if (_settings.Logging == StateLogging.Batches)
        {
            Log.PassBatch(Logger, unit.Name, payload.Slice, _batch.Count, differ);
        }

        await GatherAsync(unit.Table.Gathered(rows), rows);
        IsDone = _batch.Count < _batch.Capacity || _batch.Keys[_batch.Count - 1] == payload.LastKey;
        After = IsDone ? payload.LastKey : _batch.Keys[_batch.Count - 1];
        return _batch.Count;
    }

    private async ValueTask GatherAsync(int most, int read)
    {
        if (_gathered.Capacity != most)
        {
            await WriteAsync();
            _gathered = new RowStates(most);
        }

        for (int row = 0; row < _batch.Count; row++)
        {
            if (_batch.Differs(row))
            {
                _gathered.Add(_batch, row);
            }
        }

        // Another batch might not find room.
        if (_gathered.Count + read > most)
        {
            await WriteAsync();
        }
    }

    private async ValueTask WriteAsync()
    {
        if (_gathered.Count > 0)
        {
            Tally.AddWritten(await unit.Table.WriteAsync(_gathered, _settings.BatchRows, CancellationToken.None), _gathered.Count);
            _gathered.Count = 0;
        }
    }
}
