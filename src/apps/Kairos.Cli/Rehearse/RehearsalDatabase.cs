using System.Globalization;
using System.Security.Cryptography;
using Kairos.Lab.Databases;
using Kairos.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.Cli.Rehearse;

/// <summary>The PostgreSQL of a rehearsal: a server that comes and goes with it, or a schema of its own in a database that is there.</summary>
internal sealed class RehearsalDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres? _server;

    private RehearsalDatabase(PrivatePostgres? server, string connectionString, string schema) =>
        (_server, ConnectionString, Schema) = (server, connectionString, schema);

    internal string ConnectionString { get; }

    internal string Schema { get; }

    /// <param name="connection">A database that is there; null starts a server in the temporary folder.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="Stores.StoreUnavailableException">PostgreSQL is not installed, or the database is not to be had; the message names the remedy.</exception>
    /// <exception cref="ArgumentException">The connection can't be read.</exception>
    internal static async Task<RehearsalDatabase> OpenAsync(string? connection, CancellationToken ct)
    {
        if (connection is not null)
        {
            PostgreSqlStoreOptions options = new()
            {
                ConnectionString = connection,
                Schema = $"rehearsal_{RandomNumberGenerator.GetHexString(12, lowercase: true)}",
            };

            // Here rather than by the servers: what is wrong with the database is told once, and before anything is to be removed from it.
            await PostgreSqlMigrations.UpAsync(options, TimeProvider.System, NullLogger.Instance, ct);
            return new RehearsalDatabase(null, connection, options.Schema);
        }

        PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), ct);
        return new RehearsalDatabase(server, server.ConnectionString, "kairos");
    }

    /// <summary>Nobody is connected any more: nothing of the rehearsal is left.</summary>
    /// <exception cref="InvalidOperationException">Its schema could not be dropped; the message tells how.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            return;
        }

        string drop = string.Create(CultureInfo.InvariantCulture, $"drop schema if exists {Schema} cascade");
        try
        {
            await using NpgsqlConnection connection = new(ConnectionString);
            await connection.OpenAsync();
            await using NpgsqlCommand command = new(drop, connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new InvalidOperationException($"What the rehearsal left in the database could not be removed ({e.Message}). Run there: {drop}", e);
        }
    }
}
