using System.Data.Common;
using Kairos.Sqlite.Connections;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;
using Npgsql;

namespace Kairos.Server;

/// <summary>The databases of mappings: a data source for each mapping, so that a server's administrator sees which one a connection is of.</summary>
/// <remarks>
/// What a connection string does not say of PostgreSQL is set for how state schedules use it: no reset when a connection goes back to
/// the pool, an application name, a bound of the pool.
/// </remarks>
/// <threadsafety>Asked while the services are made, by one caller.</threadsafety>
public sealed class StateDatabases : IAsyncDisposable, IDisposable
{
    private const string SqliteKey = "Data Source";

    // Requests for single rows, beside the slices.
    private const int RowConnections = 8;

    // What a server admits that nobody has told otherwise; slices beyond wait for each other's connections.
    private const int MostConnections = 100;

    // Its regular tick, one that was asked for, and its stint of a pass: each holds one connection at a time.
    private const int ConnectionsOfSlice = 3;

    private readonly List<StateDatabase> _opened = [];

    /// <summary>What is wrong with a connection string, with the remedy; null when nothing is. Asks no server.</summary>
    /// <remarks>Holds no part of the text but the path of an SQLite file: the rest may be a password.</remarks>
    public static string? Fault(string connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        try
        {
            DbConnectionStringBuilder parts = new() { ConnectionString = connection };
            if (!parts.TryGetValue(SqliteKey, out object? path))
            {
                return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connection).Host)
                    ? "names no host: write Host=…;Database=…;Username=… for PostgreSQL, or Data Source=FILE for SQLite."
                    : null;
            }

            return parts.Count > 1 ? "has more than Data Source=FILE, which is all that is taken for SQLite: leave the rest out."
                : File.Exists((string)path) ? null
                : $"names the SQLite file '{path}', which is not there: write the path of the database whose table is meant.";
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return "is no connection string: write Host=…;Database=…;Username=… for PostgreSQL, or Data Source=FILE for SQLite.";
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (StateDatabase database in _opened)
        {
            database.Source.Dispose();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (StateDatabase database in _opened)
        {
            await database.Source.DisposeAsync();
        }
    }

    internal StateDatabase Of(StateMapping mapping)
    {
        if (Fault(mapping.Connection) is { } fault)
        {
            throw new ArgumentException($"The connection of the mapping '{mapping.Name}' {fault}", nameof(mapping));
        }

        DbConnectionStringBuilder parts = new() { ConnectionString = mapping.Connection };
        StateDatabase database = parts.TryGetValue(SqliteKey, out object? path)
            ? new StateDatabase(new SqliteDataSource((string)path), StateDatabaseKind.Sqlite)
            : new StateDatabase(NpgsqlDataSource.Create(PostgreSqlOf(mapping)), StateDatabaseKind.PostgreSql);
        _opened.Add(database);
        return database;
    }

    /// <summary>The user's connection string, and what it leaves open.</summary>
    internal static NpgsqlConnectionStringBuilder PostgreSqlOf(StateMapping mapping)
    {
        NpgsqlConnectionStringBuilder full = new(mapping.Connection);

        // Statements of state schedules leave nothing behind in a session, and a reset counts as a statement of its own.
        if (!full.ShouldSerialize("No Reset On Close"))
        {
            full.NoResetOnClose = true;
        }

        if (!full.ShouldSerialize("Application Name"))
        {
            full.ApplicationName = $"kairos states {mapping.Name}";
        }

        if (!full.ShouldSerialize("Maximum Pool Size"))
        {
            full.MaxPoolSize = Math.Max(full.MinPoolSize, Math.Min(MostConnections, (ConnectionsOfSlice * mapping.Slices) + RowConnections));
        }

        return full;
    }
}
