using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.Time;

namespace Kairos.StateSchedules.Tables;

/// <summary>One edit of one row: a transaction that holds schedule and status, in this order, from the first look to the write.</summary>
internal sealed class RowEdit(EditStatements statements, TableConnections connections, RowBatch into, Action<RowBatch> evaluate)
{
    private readonly Dictionary<string, string> _types = new(statements.Dialect.Names);

    /// <summary>Edits the schedule.</summary>
    internal async ValueTask<EditOutcome> RunAsync(DbConnection connection, long key, StateEdit edit, long? expectedVersion, CancellationToken ct)
    {
        into.Count = 0;
        await using DbTransaction transaction = await connection.BeginTransactionAsync(ct);
        if (statements.HoldSchedule is { } hold)
        {
            _ = await LookAsync(transaction, hold, key, ct);
        }

        if (await LookAsync(transaction, statements.HoldRow, key, ct) is not { } version)
        {
            return EditOutcome.NotFound;
        }

        if (expectedVersion is { } expected && expected != version)
        {
            return EditOutcome.Moved;
        }

        if (!await SetScheduleAsync(transaction, key, edit, ct))
        {
            return EditOutcome.NoSchedule;
        }

        StateMapping mapping = statements.Mapping;
        if (edit.Paused is { } paused && mapping.Schedule.Paused is null)
        {
            await SetBitsAsync(transaction, key, mapping.Bits.Paused, paused.Value ? mapping.Bits.Paused : 0, ct);
        }

        return await EvaluateAsync(transaction, key, edit, ct);
    }

    /// <summary>Sets a bit that an event reports.</summary>
    internal async ValueTask<EditOutcome> RunAsync(DbConnection connection, long key, long bit, CancellationToken ct)
    {
        into.Count = 0;
        await using DbTransaction transaction = await connection.BeginTransactionAsync(ct);
        if (await LookAsync(transaction, statements.HoldRow, key, ct) is null)
        {
            return EditOutcome.NotFound;
        }

        await SetBitsAsync(transaction, key, bit, bit, ct);
        return await EvaluateAsync(transaction, key, new StateEdit(), ct);
    }

    private async ValueTask<EditOutcome> EvaluateAsync(DbTransaction transaction, long key, StateEdit edit, CancellationToken ct)
    {
        await FindAsync(transaction, key, ct);
        if (into.Count == 0)
        {
            return EditOutcome.NotFound;
        }

        if (!Holds(edit.Start, RowBatch.Open, into.Starts[0]) || !Holds(edit.End, RowBatch.Never, into.Ends[0]))
        {
            return EditOutcome.NotHeld;
        }

        // Any other edit of a row that can't be read is taken: that it can't is no fault of the edit's, and it may be one of many on the
        // way to a row that can.
        if (edit.Grid is { Value: not null } && (into.Flags[0] & RowFlags.HasGrid) == RowFlags.None)
        {
            return EditOutcome.Unreadable;
        }

        evaluate(into);
        await WriteAsync(transaction, key, ct);
        await transaction.CommitAsync(CancellationToken.None);
        return EditOutcome.Written;
    }

    private static bool Holds(SetTo<Instant?>? set, long open, long read) => set is not { } value || (value.Value?.Micros ?? open) == read;

    // The first column, or one where there is a row but no number; null where there is no row.
    private async ValueTask<long?> LookAsync(DbTransaction transaction, string sql, long key, CancellationToken ct)
    {
        await using DbCommand command = connections.Command(transaction.Connection!, sql, transaction);
        statements.Dialect.Bind(command, key);
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        for (int i = 0; i < reader.FieldCount; i++)
        {
            _types[reader.GetName(i)] = reader.GetDataTypeName(i);
        }

        return !await reader.ReadAsync(ct) ? null : sql == statements.HoldRow ? reader.GetInt64(0) : 1;
    }

    private async ValueTask<bool> SetScheduleAsync(DbTransaction transaction, long key, StateEdit edit, CancellationToken ct)
    {
        await using DbCommand command = connections.Command(transaction.Connection!, "", transaction);
        return !statements.TryBindSchedule(command, key, edit, column => _types[column]) || await command.ExecuteNonQueryAsync(ct) > 0;
    }

    private async ValueTask SetBitsAsync(DbTransaction transaction, long key, long clear, long set, CancellationToken ct)
    {
        await using DbCommand command = connections.Command(transaction.Connection!, statements.SetBits, transaction);
        Bind(command, key, clear, set);
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    private async ValueTask FindAsync(DbTransaction transaction, long key, CancellationToken ct)
    {
        await using DbCommand command = connections.Command(transaction.Connection!, statements.Find, transaction);
        Bind(command, key, 1L);
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        using GridColumn grids = new(statements.Mapping.Schedule, statements.Dialect);
        await RowReader.FillAsync(reader, statements.Dialect, grids, into, ct);
    }

    private async ValueTask WriteAsync(DbTransaction transaction, long key, CancellationToken ct)
    {
        long mask = Masks.Written(statements.Mapping.Bits);
        long next = into.NewNextChange[0];
        await using DbCommand command = connections.Command(transaction.Connection!, statements.WriteState, transaction);
        Bind(command, key, mask, into.NewStatus[0] & mask, next == RowBatch.Never ? null : statements.Dialect.InstantValue(next));
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    private void Bind(DbCommand command, params ReadOnlySpan<object?> values)
    {
        foreach (object? value in values)
        {
            statements.Dialect.Bind(command, value);
        }
    }
}
