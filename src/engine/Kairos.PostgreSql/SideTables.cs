using System.Data;
using System.Data.Common;
using Kairos.PostgreSql.Connections;
using Kairos.Stores.Rows;
using Npgsql;

namespace Kairos.PostgreSql;

/// <summary>The tables of solutions, beside the jobs. Their work is synchronous: it has a thread of the pool for its time.</summary>
internal sealed class SideTables(Database database)
{
    public ValueTask<T> WriteAsync<T>(Func<DbConnection, T> work, CancellationToken ct) => RunAsync(work, IsolationLevel.ReadCommitted, readOnly: false, ct);

    /// <summary>Reads from one state of the database, however many statements it takes.</summary>
    public ValueTask<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken ct) => RunAsync(work, IsolationLevel.RepeatableRead, readOnly: true, ct);

    private ValueTask<T> RunAsync<T>(Func<DbConnection, T> work, IsolationLevel level, bool readOnly, CancellationToken ct) => database.InLongTransactionAsync(
        async connection =>
        {
            if (readOnly)
            {
                await using NpgsqlCommand command = new("set transaction read only", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }

            return (await Task.Run(() => Do(connection, work, readOnly), CancellationToken.None), true);
        },
        ct,
        level);

    private static T Do<T>(NpgsqlConnection connection, Func<DbConnection, T> work, bool readOnly)
    {
        try
        {
            return BorrowedConnection.Lend(connection, work);
        }
        catch (PostgresException e) when (readOnly && e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            // Of its own doing, and not because the primary is away.
            throw new WriteInReadException("This is a read, in which nothing can be written: use WriteAsync.", e);
        }
    }

    private sealed class WriteInReadException(string message, Exception inner) : DbException(message, inner);
}
