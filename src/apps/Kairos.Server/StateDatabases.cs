using System.Data.Common;
using Kairos.Sqlite.Connections;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;
using Npgsql;

namespace Kairos.Server;

/// <summary>The databases of mappings, by their connection strings: mappings with the same one share a data source.</summary>
/// <threadsafety>Asked while the services are made, by one caller.</threadsafety>
public sealed class StateDatabases : IAsyncDisposable, IDisposable
{
    private const string SqliteKey = "Data Source";

    private readonly Dictionary<string, StateDatabase> _byConnection = new(StringComparer.Ordinal);

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
        foreach (StateDatabase database in _byConnection.Values)
        {
            database.Source.Dispose();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (StateDatabase database in _byConnection.Values)
        {
            await database.Source.DisposeAsync();
        }
    }

    internal StateDatabase Of(StateMapping mapping)
    {
        if (!_byConnection.TryGetValue(mapping.Connection, out StateDatabase? database))
        {
            database = Open(mapping);
            _byConnection.Add(mapping.Connection, database);
        }

        return database;
    }

    private static StateDatabase Open(StateMapping mapping)
    {
        if (Fault(mapping.Connection) is { } fault)
        {
            throw new ArgumentException($"The connection of the mapping '{mapping.Name}' {fault}", nameof(mapping));
        }

        DbConnectionStringBuilder parts = new() { ConnectionString = mapping.Connection };
        return parts.TryGetValue(SqliteKey, out object? path)
            ? new StateDatabase(new SqliteDataSource((string)path), StateDatabaseKind.Sqlite)
            : new StateDatabase(NpgsqlDataSource.Create(mapping.Connection), StateDatabaseKind.PostgreSql);
    }
}
