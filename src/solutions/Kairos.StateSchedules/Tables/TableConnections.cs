using System.Data.Common;

namespace Kairos.StateSchedules.Tables;

/// <summary>A connection for each call, and one answer to whatever fails on it.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class TableConnections(DbDataSource source, string mapping, StateTableOptions options)
{
    private readonly TableErrors _errors = new(mapping, options.CommandTimeout);

    /// <summary>Runs something on a connection that is given back behind it.</summary>
    /// <exception cref="StateTableException">The database failed.</exception>
    internal async ValueTask<T> UseAsync<T>(Func<DbConnection, CancellationToken, ValueTask<T>> work, CancellationToken ct)
    {
        try
        {
            await using DbConnection connection = await source.OpenConnectionAsync(ct);
            return await work(connection, ct);
        }
        catch (Exception e) when (_errors.Of(e) is not null)
        {
            throw _errors.Of(e)!;
        }
    }

    internal DbCommand Command(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = options.CommandSeconds;
        command.Transaction = transaction;
        return command;
    }
}
