using Kairos.Lab.Databases;
using Npgsql;

[assembly: AssemblyFixture(typeof(Kairos.StateSchedules.Tests.PostgresFixture))]

namespace Kairos.StateSchedules.Tests;

/// <summary>One private server for the tests of this project; each asks for a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PrivatePostgres? _server;
    private int _made;

    public async ValueTask InitializeAsync() => _server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None);

    /// <summary>An empty database and the way to it.</summary>
    internal async Task<string> DatabaseAsync()
    {
        string name = $"states_{Interlocked.Increment(ref _made)}";
        await using NpgsqlConnection connection = new(_server!.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand create = new($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return _server.ConnectionStringTo(name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
