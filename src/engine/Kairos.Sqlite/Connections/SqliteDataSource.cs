using System.Data.Common;
using Kairos.Stores;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kairos.Sqlite.Connections;

/// <summary>Connections to an SQLite file of the user's, opened as the store opens its own.</summary>
/// <remarks>
/// With the system's library, write-ahead logging, 5 s of waiting for another writer, and errors in full. The file has to be
/// there: a path with a slip in it would make an empty one. Connections are pooled and close with this object.
/// </remarks>
/// <threadsafety>All members may be called at once; a connection is for one caller.</threadsafety>
public sealed class SqliteDataSource : DbDataSource
{
    private const int BusyMilliseconds = 5_000;

    private readonly string _path;

    /// <summary>Binds the library; opens nothing yet.</summary>
    /// <param name="path">A database file, or an empty one.</param>
    /// <exception cref="StoreUnavailableException">The library is missing or too old; the message says what to install.</exception>
    public SqliteDataSource(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _ = SqliteLibrary.Bind();
        _path = Path.GetFullPath(path);
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = BusyMilliseconds / 1_000,
        }.ToString();
    }

    /// <summary>Of the driver; holds the path and no secret.</summary>
    public override string ConnectionString { get; }

    /// <inheritdoc />
    protected override DbConnection CreateDbConnection() => new Connection(ConnectionString, _path);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ClearPool();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc />
    protected override ValueTask DisposeAsyncCore()
    {
        ClearPool();
        return base.DisposeAsyncCore();
    }

    private void ClearPool()
    {
        using SqliteConnection any = new(ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    // Whoever opens it, the source, a command of the source or its user, gets it set up.
    private sealed class Connection(string connectionString, string path) : SqliteConnection(connectionString)
    {
        public override void Open()
        {
            base.Open();
            try
            {
                _ = raw.sqlite3_busy_timeout(Handle, BusyMilliseconds);
                _ = raw.sqlite3_extended_result_codes(Handle, 1);
                using SqliteCommand command = CreateCommand();
                command.CommandText = "pragma journal_mode = wal";
                if (command.ExecuteScalar() is not "wal")
                {
                    throw new StoreUnavailableException($"'{path}' can't keep a write-ahead log: put it on a local disk, not on a network share.");
                }
            }
            catch
            {
                Close();
                throw;
            }
        }
    }
}
