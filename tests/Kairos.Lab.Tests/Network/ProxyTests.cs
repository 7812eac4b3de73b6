using Kairos.Lab.Databases;
using Kairos.Lab.Network;
using Kairos.Lab.Tests.Databases;
using Npgsql;

namespace Kairos.Lab.Tests.Network;

/// <summary>A database with one table, and a network of its own before it.</summary>
public abstract class ProxyTests(DatabaseYard yard) : IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private protected YardDatabase Database { get; private set; } = null!;

    private protected PgProxy Proxy { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await yard.CreateDatabaseAsync(CancellationToken.None);
        Proxy = PgProxy.Start((await yard.ServerAsync()).Port);
        await Sql.ExecuteAsync(Database.ConnectionString, "create table kept(n int primary key)");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Proxy.DisposeAsync();
        await Database.DisposeAsync();
    }

    private protected static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private protected static async Task<long> ScalarAsync(NpgsqlConnection connection, string statement)
    {
        await using NpgsqlCommand command = new(statement, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>It ends because its connection does, not because the server refuses it.</summary>
    private protected static async Task BreaksAsync(Task work)
    {
        NpgsqlException e = await Should.ThrowAsync<NpgsqlException>(() => work.WaitAsync(Patience, TimeProvider.System));
        e.ShouldNotBeOfType<PostgresException>();
    }

    private protected static async Task UntilAsync(Func<bool> seen)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!seen())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>What stands in the database, asked for past the proxy.</summary>
    private protected Task<long> CountAsync() => Sql.ScalarAsync<long>(Database.ConnectionString, "select count(*) from kept");

    private protected async Task<NpgsqlConnection> OpenAsync()
    {
        NpgsqlConnection connection = new($"{Proxy.Through(Database.ConnectionString)};Pooling=false");
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
