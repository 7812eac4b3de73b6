using System.Collections.Immutable;
using Kairos.StateSchedules.Evaluation;
using Kairos.Time;

namespace Kairos.StateSchedules.Tables;

/// <summary>One mapping's table in its database: each member but the edits is one statement a call.</summary>
/// <remarks>Failures of the database come as <see cref="StateTableException"/>, which says whether another try may help.</remarks>
/// <threadsafety>All members may be called at once; a batch is used by one call.</threadsafety>
internal interface IStateTable
{
    /// <summary>Rows due at <paramref name="now"/>, by (shard, next change, key), from behind <paramref name="after"/> on; as many as the batch holds.</summary>
    ValueTask<ReadBack> ReadDueAsync(DueRange range, Instant now, DuePosition after, RowBatch into, CancellationToken ct);

    /// <summary>Rows of all shards by key, above <paramref name="after"/> up to <paramref name="until"/>; as many as the batch holds.</summary>
    /// <param name="after">A key.</param>
    /// <param name="until">A key.</param>
    /// <param name="release">Whether budgets are asked.</param>
    /// <param name="into">Takes the rows.</param>
    /// <param name="ct">Gives up.</param>
    ValueTask<ReadBack> ReadByKeyAsync(long after, long until, BudgetRelease release, RowBatch into, CancellationToken ct);

    /// <summary>
    /// Writes the rows that differ, where they still are as they were read and nobody holds them: in statements of one shard and at
    /// most <paramref name="rows"/> rows, all in one transaction.
    /// </summary>
    /// <remarks>Rows that it leaves to others it marks with <see cref="RowFlags.Left"/>, those that the database refuses with <see cref="RowFlags.Refused"/>.</remarks>
    /// <returns>Rows written, and statements.</returns>
    ValueTask<Written> WriteAsync(RowStates states, int rows, CancellationToken ct);

    /// <summary>How many rows that differ are worth waiting for before they are written, so that a statement of one shard is full.</summary>
    int Gathered(int rows);

    /// <summary>The least and the greatest key of all rows of the mapping; null when there are none.</summary>
    ValueTask<(long Least, long Greatest)?> KeysAsync(CancellationToken ct);

    /// <summary>The oldest next change of these shards; null when no row will change.</summary>
    ValueTask<Instant?> OldestChangeAsync(IReadOnlyList<int> shards, CancellationToken ct);

    /// <summary>How many rows change in each span of <paramref name="step"/> from <paramref name="from"/> on; what is overdue counts as the first.</summary>
    ValueTask<long[]> ForecastAsync(Instant from, TimeSpan step, int steps, CancellationToken ct);

    /// <summary>About how many rows the mapping has, for progress: on PostgreSQL what the planner thinks, on SQLite counted.</summary>
    ValueTask<long> CountAsync(CancellationToken ct);

    /// <summary>Reads one row; the batch is empty when the mapping has none with this key.</summary>
    ValueTask FindAsync(long key, RowBatch into, CancellationToken ct);

    /// <summary>Changes a row's schedule, evaluates the row and writes its state, in one transaction that holds both.</summary>
    /// <param name="key">Of the status table.</param>
    /// <param name="edit">What is set.</param>
    /// <param name="expectedVersion">As it was read; null for any. Without a version column: on PostgreSQL each write raises it, on SQLite it is always 0.</param>
    /// <param name="into">Holds the row as it was evaluated, when it was found.</param>
    /// <param name="evaluate">Fills new status and new next change of the batch's one row; called within the transaction.</param>
    /// <param name="ct">Gives up, but never a commit.</param>
    /// <exception cref="ArgumentException">The mapping has no column for what is set.</exception>
    ValueTask<EditOutcome> EditAsync(long key, StateEdit edit, long? expectedVersion, RowBatch into, Action<RowBatch> evaluate, CancellationToken ct);

    /// <summary>Sets the bit of an exhausted budget, evaluates the row and writes its state, in one transaction that holds it.</summary>
    /// <exception cref="InvalidOperationException">The mapping has no such bit.</exception>
    ValueTask<EditOutcome> ExhaustAsync(long key, RowBatch into, Action<RowBatch> evaluate, CancellationToken ct);
}

/// <summary>What one call for due rows covers: shards, ascending; where a slice is a range of keys, that range.</summary>
internal readonly record struct DueRange(ImmutableArray<int> Shards, long FirstKey = long.MinValue, long LastKey = long.MaxValue);

/// <summary>Behind which row the next read goes on: behind it in its shard, and in all shards that follow.</summary>
internal readonly record struct DuePosition(int Shard, long NextChange, long Key)
{
    internal static DuePosition Start { get; } = BeginOf(int.MinValue);

    /// <summary>Before the first row of a shard.</summary>
    internal static DuePosition BeginOf(int shard) => new(shard, long.MinValue, long.MinValue);

    /// <summary>Of the last row of a batch of due rows.</summary>
    internal static DuePosition Behind(RowBatch batch) => Of(batch, batch.Count - 1);

    internal static DuePosition Of(RowBatch batch, int row) => new(batch.Shards[row], batch.NextChange[row], batch.Keys[row]);

    internal bool IsBefore(DuePosition other) => (Shard, NextChange, Key).CompareTo((other.Shard, other.NextChange, other.Key)) < 0;
}

/// <summary>What a read took.</summary>
/// <param name="Statements">One; on SQLite one for each shard; more where the release condition fails over a row.</param>
/// <param name="Refusal">Rows whose release condition fails: they are marked with <see cref="RowFlags.BudgetUnknown"/>.</param>
internal readonly record struct ReadBack(int Statements, Refusal? Refusal = null)
{
    internal ReadBack Plus(ReadBack other) => new(Statements + other.Statements, Refusal.Plus(Refusal, other.Refusal));
}

/// <summary>What a write-back did.</summary>
/// <param name="Rows">That were written.</param>
/// <param name="Statements">Beginnings and ends of transactions are not counted.</param>
/// <param name="Refusal">Rows that were refused.</param>
internal readonly record struct Written(int Rows, int Statements, Refusal? Refusal = null)
{
    internal Written Plus(Written other) => new(Rows + other.Rows, Statements + other.Statements, Refusal.Plus(Refusal, other.Refusal));
}
