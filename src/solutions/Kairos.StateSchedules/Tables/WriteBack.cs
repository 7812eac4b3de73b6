using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;

namespace Kairos.StateSchedules.Tables;

/// <summary>Writes rows back, a statement for each group of one shard.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class WriteBack(StateMapping mapping, Dialect dialect, Statements statements, TableConnections connections)
{
    private readonly long _mask = Masks.Written(mapping.Bits);

    /// <summary>Small groups share a transaction, of <paramref name="most"/> rows at most: one wait for the disk, and a row is held no longer than by a full group.</summary>
    internal async ValueTask<Written> RunAsync(DbConnection connection, RowStates states, ShardGroups groups, int most, CancellationToken ct)
    {
        int written = 0;
        foreach (Range together in groups.Together(most))
        {
            (int from, int count) = together.GetOffsetAndLength(groups.Count);
            await using DbTransaction? transaction = count > 1 ? await connection.BeginTransactionAsync(ct) : null;
            for (int group = from; group < from + count; group++)
            {
                await using DbCommand command = connections.Command(connection, statements.Write, transaction);
                dialect.Bind(command, groups.Shard(group));
                dialect.BindRows(command, states, groups.Rows(group), _mask);
                written += await TakeAsync(command, groups, group, ct);
            }

            if (transaction is not null)
            {
                await transaction.CommitAsync(CancellationToken.None);
            }
        }

        return new Written(written, groups.Count);
    }

    private static async ValueTask<int> TakeAsync(DbCommand command, ShardGroups groups, int group, CancellationToken ct)
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
