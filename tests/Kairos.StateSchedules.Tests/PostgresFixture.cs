using System.Collections.Concurrent;
using Kairos.Lab.Databases;
using Npgsql;

[assembly: AssemblyFixture(typeof(Kairos.StateSchedules.Tests.PostgresFixture))]

namespace Kairos.StateSchedules.Tests;

/// <summary>One private server for the tests of this project; each borrows an empty database.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly ConcurrentBag<string> _free = [];
    private PrivatePostgres? _server;
    private int _made;

    public async ValueTask InitializeAsync() => _server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None);

    /// <summary>An empty database and the way to it.</summary>
    internal async Task<string> DatabaseAsync()
    {
        if (!_free.TryTake(out string? name))
        {
            name = $"states_{Interlocked.Increment(ref _made)}";
            await RunAsync("postgres", $"create database {name}");
        }

        return _server!.ConnectionStringTo(name);
    }

    /// <summary>Takes a database back, empties it, and lends it to the next: making one takes ten times as long, and 300 files.</summary>
    internal async ValueTask ReturnAsync(string connectionString)
    {
        string name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await RunAsync("postgres", $"""
            select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{name}';
            alter database {name} reset all
            """);
        await RunAsync(name, """
            do $$ declare it text; begin
              for it in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema$)' loop
                execute format('drop schema %I cascade', it);
              end loop;
            end $$;
            create schema public authorization pg_database_owner;
            grant usage on schema public to public
            """);
        _free.Add(name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task RunAsync(string database, string sql)
    {
        await using NpgsqlConnection connection = new(_server!.ConnectionStringTo(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        _ = await command.ExecuteNonQueryAsync();
    }
}
