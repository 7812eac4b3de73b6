using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tests.Fakes;

/// <summary>The user's table, in memory: guards and locks as the real ones have them, and a word before each statement.</summary>
internal sealed class FakeStateTable(long exhausted = 8) : IStateTable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, FakeRow> _rows = [];

    /// <summary>Called before each statement with its name; may fail, wait or change rows.</summary>
    internal Func<string, CancellationToken, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Rows that a transaction of somebody holds.</summary>
    internal HashSet<long> Held { get; } = [];

    /// <summary>Rows that the database refuses to write.</summary>
    internal HashSet<long> Refused { get; } = [];

    /// <summary>What edits answer instead of what they would.</summary>
    internal EditOutcome? Answer { get; set; }

    /// <summary>How many rows that differ are waited for; null for no more than a batch.</summary>
    internal int? Gathers { get; set; }

    /// <summary>The keys of each read that brought rows, in their order.</summary>
    internal List<long[]> Reads { get; } = [];

    internal FakeRow this[long key]
    {
        get
        {
            lock (_lock)
            {
                return _rows[key];
            }
        }

        set
        {
            lock (_lock)
            {
                _rows[key] = value;
            }
        }
    }

    internal IReadOnlyList<FakeRow> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values];
            }
        }
    }

    /// <summary>As a user's transaction would: the version rises, and the row is due.</summary>
    internal void Edit(long key, Func<FakeRow, FakeRow> edit, Instant now) =>
        this[key] = edit(this[key]) with { Version = this[key].Version + 1, NextChange = now.Micros };

    public async ValueTask<ReadBack> ReadDueAsync(DueRange range, Instant now, DuePosition after, RowBatch into, CancellationToken ct)
    {
        await Before("due", ct);
        Fill(into, Rows.Where(row => range.Shards.Contains(row.Shard) && row.Key >= range.FirstKey && row.Key <= range.LastKey && row.NextChange <= now.Micros)
            .Where(row => after.IsBefore(new DuePosition(row.Shard, row.NextChange, row.Key)))
            .OrderBy(static row => row.Shard).ThenBy(static row => row.NextChange).ThenBy(static row => row.Key));
        return new ReadBack(1);
    }

    public async ValueTask<ReadBack> ReadByKeyAsync(long after, long until, BudgetRelease release, RowBatch into, CancellationToken ct)
    {
        await Before("key", ct);
        Fill(into, Rows.Where(row => row.Key > after && row.Key <= until));
        return new ReadBack(1);
    }

    public int Gathered(int rows) => Gathers ?? rows;

    public async ValueTask<Written> WriteAsync(RowStates batch, int rows, CancellationToken ct)
    {
        await Before("write", ct);
        lock (_lock)
        {
            (int written, HashSet<int> shards) = (0, []);
            Refusal? refusal = null;
            for (int i = 0; i < batch.Count; i++)
            {
                if (!batch.Differs(i))
                {
                    continue;
                }

                FakeRow row = _rows[batch.Keys[i]];
                shards.Add(batch.Shards[i]);
                if (Refused.Contains(row.Key))
                {
                    batch.Flags[i] |= RowFlags.Refused;
                    refusal = Refusal.Plus(refusal, new Refusal(1, row.Key, "not this one."));
                    continue;
                }

                if (Held.Contains(row.Key) || row.Version != batch.Versions[i] || row.Status != batch.Status[i] || row.NextChange != batch.NextChange[i])
                {
                    batch.Flags[i] |= RowFlags.Left;
                    continue;
                }

                _rows[row.Key] = row with { Status = batch.NewStatus[i], NextChange = batch.NewNextChange[i] };
                written++;
            }

            return new Written(written, shards.Count, refusal);
        }
    }

    public async ValueTask<(long Least, long Greatest)?> KeysAsync(CancellationToken ct)
    {
        await Before("keys", ct);
        return Rows is [var first, .., var last] ? (first.Key, last.Key) : Rows is [var one] ? (one.Key, one.Key) : null;
    }

    public async ValueTask<Instant?> OldestChangeAsync(IReadOnlyList<int> shards, CancellationToken ct)
    {
        await Before("oldest", ct);
        long oldest = Rows.Where(row => shards.Contains(row.Shard)).Select(static row => row.NextChange).DefaultIfEmpty(RowBatch.Never).Min();
        return oldest == RowBatch.Never ? null : new Instant(oldest);
    }

    public async ValueTask<long[]> ForecastAsync(Instant from, TimeSpan step, int steps, CancellationToken ct)
    {
        await Before("forecast", ct);
        long[] counts = new long[steps];
        foreach (FakeRow row in Rows.Where(row => row.NextChange < (from + (step * steps)).Micros))
        {
            counts[Math.Max(0, (int)((new Instant(row.NextChange) - from) / step))]++;
        }

        return counts;
    }

    public async ValueTask FindAsync(long key, RowBatch into, CancellationToken ct)
    {
        await Before("find", ct);
        Fill(into, Rows.Where(row => row.Key == key));
    }

    public ValueTask<long> CountAsync(CancellationToken ct) => ValueTask.FromResult((long)Rows.Count);

    public ValueTask<EditOutcome> EditAsync(long key, StateEdit edit, long? expectedVersion, RowBatch into, Action<RowBatch> evaluate, CancellationToken ct) =>
        ChangeAsync(key, expectedVersion, row => row with
        {
            Grid = edit.Grid is { } grid ? (grid.Value is { } text ? WeeklyGrid.Parse(text) : null) : row.Grid,
            Start = edit.Start is { } start ? start.Value?.Micros ?? RowBatch.Open : row.Start,
            End = edit.End is { } end ? end.Value?.Micros ?? RowBatch.Never : row.End,
            Flags = edit.Paused is { } paused ? (row.Flags & ~RowFlags.Paused) | (paused.Value ? RowFlags.Paused : RowFlags.None) : row.Flags,
        }, into, evaluate, ct);

    public ValueTask<EditOutcome> ExhaustAsync(long key, RowBatch into, Action<RowBatch> evaluate, CancellationToken ct) =>
        ChangeAsync(key, null, row => row with { Status = row.Status | exhausted }, into, evaluate, ct);

    private async ValueTask<EditOutcome> ChangeAsync(long key, long? version, Func<FakeRow, FakeRow> change, RowBatch into, Action<RowBatch> evaluate, CancellationToken ct)
    {
        await Before("edit", ct);
        if (Answer is { } answer)
        {
            return answer;
        }

        lock (_lock)
        {
            if (!_rows.TryGetValue(key, out FakeRow? row))
            {
                return EditOutcome.NotFound;
            }

            if (version is { } expected && row.Version != expected)
            {
                return EditOutcome.Moved;
            }

            FakeRow changed = change(row) with { Version = row.Version + 1 };
            Fill(into, [changed]);
            evaluate(into);
            _rows[key] = changed with { Status = into.NewStatus[0], NextChange = into.NewNextChange[0] };
            return EditOutcome.Written;
        }
    }

    private void Fill(RowBatch into, IEnumerable<FakeRow> rows)
    {
        into.Count = 0;
        foreach (FakeRow row in rows.Take(into.Capacity))
        {
            int i = into.Count++;
            (into.Keys[i], into.Shards[i], into.Versions[i], into.Status[i], into.NextChange[i]) = (row.Key, row.Shard, row.Version, row.Status, row.NextChange);
            (into.Starts[i], into.Ends[i], into.Grids[i]) = (row.Start, row.End, row.Grid ?? default);
            into.Flags[i] = row.Flags | (row.Grid is null ? RowFlags.None : RowFlags.HasGrid);
        }

        if (into.Count > 0)
        {
            lock (_lock)
            {
                Reads.Add(into.Keys[..into.Count]);
            }
        }
    }
}
