using Kairos.Lab.Databases;
using Npgsql;

namespace Kairos.Bench.Storage;

/// <summary>Databases on a private PostgreSQL server: fsync on, its settings otherwise the defaults but for memory.</summary>
internal sealed class PostgresYard : IStorageYard
{
    private readonly PrivatePostgres _server;
    private int _made;

    private PostgresYard(PrivatePostgres server, string version) => (_server, Description) = (server, version);

    public string Description { get; }

    public double DueShare => 0.8;

    internal PrivatePostgres Server => _server;

    internal static async Task<PostgresYard> StartAsync()
    {
        PrivatePostgresOptions options = new()
        {
            SharedBuffers = "1GB",
            Settings = new Dictionary<string, string>
            {
                ["shared_preload_libraries"] = "pg_stat_statements",
                ["max_wal_size"] = "4GB",
            },
        };
        PrivatePostgres server = await PrivatePostgres.CreateAsync(options, CancellationToken.None);
        return new PostgresYard(server, $"{await AskAsync(server.ConnectionString, "select split_part(version(), ' on ', 1)")}, shared_buffers 1GB, fsync on, data in {server.DataFolder}");
    }

    public async Task<IStorage> NewAsync()
    {
        string name = $"bench{++_made}";
        await AskAsync(_server.ConnectionString, $"create database {name}");
        await AskAsync(_server.ConnectionStringTo(name), "create extension pg_stat_statements");
        return new PostgresStorage(_server, name);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new($"{connectionString};Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
