using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tables;

/// <summary>Reads rows. Where the mapping's release condition fails over one of them, each with an exhausted budget is asked alone.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class RowReading(StateMapping mapping, Dialect dialect, Statements statements, TableConnections connections)
{
    /// <summary>Adds the rows of a statement to a batch.</summary>
    /// <param name="sql">With the release condition.</param>
    /// <param name="unasked">The same without it.</param>
    /// <param name="bind">Binds the parameters of either.</param>
    /// <param name="into">Has room.</param>
    /// <param name="ct">Gives up.</param>
    internal ValueTask<ReadBack> AppendAsync(string sql, string unasked, Action<DbCommand> bind, RowBatch into, CancellationToken ct)
    {
        int before = into.Count;
        return connections.UseAsync(async (connection, done) =>
        {
            try
            {
                await FillAsync(connection, sql, bind, into, done);
                return new ReadBack(1);
            }
            catch (DbException e) when (statements.AsksBudgets && sql != unasked && TableErrors.IsOfARow(e))
            {
                into.Count = before;
                await FillAsync(connection, unasked, bind, into, done);
                return new ReadBack(2).Plus(await AskEachAsync(connection, into, before, done));
            }
        }, ct);
    }

    /// <summary>Adds one row, if there is one.</summary>
    internal ValueTask FindAsync(DbConnection connection, long key, RowBatch into, CancellationToken ct) => FillAsync(connection, statements.Find, command =>
    {
        dialect.Bind(command, key);
        dialect.Bind(command, 1L);
    }, into, ct);

    private async ValueTask FillAsync(DbConnection connection, string sql, Action<DbCommand> bind, RowBatch into, CancellationToken ct)
    {
        await using DbCommand command = connections.Command(connection, sql);
        bind(command);
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        using GridColumn grids = new(mapping.Schedule, dialect);
        await RowReader.FillAsync(reader, dialect, grids, into, ct);
    }

    private async ValueTask<ReadBack> AskEachAsync(DbConnection connection, RowBatch batch, int from, CancellationToken ct)
    {
        ReadBack asked = default;
        RowBatch one = new(1);
        for (int row = from; row < batch.Count; row++)
        {
            if ((batch.Status[row] & mapping.Bits.BudgetExhausted) == 0)
            {
                continue;
            }

            one.Count = 0;
            try
            {
                await FindAsync(connection, batch.Keys[row], one, ct);
                batch.Flags[row] |= one.Count > 0 ? one.Flags[0] & RowFlags.BudgetAllows : RowFlags.None;
                asked = asked.Plus(new ReadBack(1));
            }
            catch (DbException e) when (TableErrors.IsOfARow(e))
            {
                batch.Flags[row] |= RowFlags.BudgetUnknown;
                asked = asked.Plus(new ReadBack(1, new Refusal(1, batch.Keys[row], TableErrors.Words(e))));
            }
        }

        return asked;
    }
}
