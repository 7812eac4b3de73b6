using System.Globalization;
using Npgsql;

namespace Kairos.Lab.Databases;

/// <summary>One private server for many tests, each with a database of its own. Started by the first that asks.</summary>
/// <remarks>For a test project: <c>[assembly: AssemblyFixture(typeof(DatabaseYard))]</c>, and a constructor argument where it is needed.</remarks>
/// <threadsafety>All members may be called at once from any thread.</threadsafety>
public sealed class DatabaseYard : IAsyncDisposable
{
    private readonly Lazy<Task<PrivatePostgres>> _server = new(() => PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), CancellationToken.None));
    private int _databases;

    /// <summary>The server under all of them.</summary>
    public Task<PrivatePostgres> ServerAsync() => _server.Value;

    /// <summary>Makes a new, empty database; it is dropped when it is disposed.</summary>
    public async Task<YardDatabase> CreateDatabaseAsync(CancellationToken ct)
    {
        PrivatePostgres server = await _server.Value.WaitAsync(ct);
        string name = string.Create(CultureInfo.InvariantCulture, $"yard{Interlocked.Increment(ref _databases)}");
        await YardDatabase.ExecuteAsync(server, $"create database {name}", ct);
        return new YardDatabase(server, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}

/// <summary>A database of a yard.</summary>
public sealed class YardDatabase : IAsyncDisposable
{
    // Both ends of a database force a checkpoint of the whole server, which takes its time where many tests write.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly PrivatePostgres _server;

    internal YardDatabase(PrivatePostgres server, string name)
    {
        _server = server;
        Name = name;
    }

    public string Name { get; }

    /// <summary>In Npgsql's form.</summary>
    public string ConnectionString => _server.ConnectionStringTo(Name);

    /// <summary>Cuts whoever is still connected, and drops it.</summary>
    public async ValueTask DisposeAsync() => await ExecuteAsync(_server, $"drop database if exists {Name} with (force)", CancellationToken.None);

    /// <summary>On a connection that no pool keeps: an idle one would hold a slot of the server for as long as the process lives.</summary>
    internal static async Task ExecuteAsync(PrivatePostgres server, string statement, CancellationToken ct)
    {
        await using NpgsqlConnection connection = new($"{server.ConnectionString};Pooling=false");
        await connection.OpenAsync(ct);
        await using NpgsqlCommand command = new(statement, connection) { CommandTimeout = (int)s_patience.TotalSeconds };
        await command.ExecuteNonQueryAsync(ct);
    }
}
