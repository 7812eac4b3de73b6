using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tables;

/// <summary>Writes rows back, a statement for each group of one shard. A row that the database refuses is found, and passed over.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class WriteBack(StateMapping mapping, Dialect dialect, Statements statements, TableConnections connections)
{
    // With more it is no row's fault: each costs a statement for each halving.
    private const int MostRefused = 20;

    private readonly long _mask = Masks.Written(mapping.Bits);

    /// <summary>Small groups share a transaction, of <paramref name="most"/> rows at most: one wait for the disk, and a row is held no longer than by a full group.</summary>
    internal async ValueTask<Written> RunAsync(DbConnection connection, RowStates states, ShardGroups groups, int most, CancellationToken ct)
    {
        Written written = default;
        foreach (Range[] together in groups.Together(most))
        {
            try
            {
                written = written.Plus(await WriteAsync(connection, states, groups, together, ct));
            }
            catch (DbException e) when (TableErrors.IsOfARow(e))
            {
                written = written with { Statements = written.Statements + together.Length };
                foreach (Range group in together)
                {
                    written = await HalveAsync(connection, states, groups, group, written, e, ct);
                }
            }
        }

        return written;
    }

    private async ValueTask<Written> WriteAsync(DbConnection connection, RowStates states, ShardGroups groups, Range[] together, CancellationToken ct)
    {
        int rows = 0;
        await using DbTransaction? transaction = together.Length > 1 ? await connection.BeginTransactionAsync(ct) : null;
        foreach (Range group in together)
        {
            await using DbCommand command = connections.Command(connection, statements.Write, transaction);
            dialect.Bind(command, groups.Shard(group));
            dialect.BindRows(command, states, groups.Rows(group), _mask);
            rows += await TakeAsync(command, groups, group, ct);
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(CancellationToken.None);
        }

        return new Written(rows, together.Length);
    }

    // Some row of these was refused: each half is tried by itself, down to the rows that are.
    private async ValueTask<Written> HalveAsync(DbConnection connection, RowStates states, ShardGroups groups, Range rows, Written sofar, DbException refused, CancellationToken ct)
    {
        (int from, int count) = groups.Span(rows);
        if (count == 1)
        {
            return (sofar.Refusal?.Rows ?? 0) < MostRefused
                ? sofar.Plus(new Written(0, 0, new Refusal(1, groups.Refuse(rows), TableErrors.Words(refused))))
                : throw refused;
        }

        foreach (Range half in (Range[])[from..(from + (count / 2)), (from + (count / 2))..(from + count)])
        {
            try
            {
                sofar = sofar.Plus(await WriteAsync(connection, states, groups, [half], ct));
            }
            catch (DbException e) when (TableErrors.IsOfARow(e))
            {
                sofar = await HalveAsync(connection, states, groups, half, sofar with { Statements = sofar.Statements + 1 }, e, ct);
            }
        }

        return sofar;
    }

    private static async ValueTask<int> TakeAsync(DbCommand command, ShardGroups groups, Range group, CancellationToken ct)
    {
        int rows = 0;
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        groups.Leave(group);
        for (; await reader.ReadAsync(ct); rows++)
        {
            groups.Take(group, reader.GetInt64(0));
        }

        // To its end: what fails at the commit, as a deferred constraint does, is told behind the rows.
        _ = await reader.NextResultAsync(ct);
        return rows;
    }
}
