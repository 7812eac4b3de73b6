using Kairos.Lab.Databases;
using Npgsql;

namespace Kairos.Lab.Chaos;

/// <summary>A primary and a standby that has each commit before it is acknowledged.</summary>
internal sealed class DatabasePair : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private PrivatePostgres _standby;
    private int _standbys = 1;

    private DatabasePair(PrivatePostgres primary, PrivatePostgres standby) => (Primary, _standby) = (primary, standby);

    internal PrivatePostgres Primary { get; private set; }

    internal static async Task<DatabasePair> CreateAsync(CancellationToken ct)
    {
        PrivatePostgresOptions options = new()
        {
            MaxConnections = 90,
            Settings = new Dictionary<string, string>
            {
                // A restart is to cost what it costs, not the five seconds after which a standby looks again.
                ["wal_retrieve_retry_interval"] = "200ms",
                ["log_min_messages"] = "warning",
            },
        };
        PrivatePostgres primary = await PrivatePostgres.CreateAsync(options, ct);
        try
        {
            return new DatabasePair(primary, await primary.CreateStandbyAsync("standby1", synchronous: true, ct));
        }
        catch
        {
            await primary.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the primary without a goodbye, and starts it again.</summary>
    internal Task RestartAsync() => InTurnAsync(() => Primary.RestartAsync(StopMode.Immediate, CancellationToken.None));

    /// <summary>All processes of the primary stand still for a while.</summary>
    internal Task FreezeAsync(Task span) => InTurnAsync(async () =>
    {
        Primary.Freeze();
        try
        {
            await span;
        }
        finally
        {
            Primary.Thaw();
        }
    });

    /// <summary>The primary dies, the standby takes its place, and gets a standby of its own.</summary>
    /// <param name="moved">Told as soon as there is a primary again.</param>
    internal Task FailOverAsync(Action<int> moved) => InTurnAsync(async () =>
    {
        // What a restart has made visible without its answer may not be there yet: then nobody would promote it.
        await UntilStandbyHasAllAsync();
        PrivatePostgres old = Primary;
        await old.StopAsync(StopMode.Immediate, CancellationToken.None);
        await _standby.PromoteAsync(CancellationToken.None);
        Primary = _standby;
        moved(Primary.Port);
        await old.DisposeAsync();
        _standby = await Primary.CreateStandbyAsync($"standby{++_standbys}", synchronous: true, CancellationToken.None);
    });

    /// <summary>Takes every connection that the server has left, for a while.</summary>
    internal async Task ExhaustAsync(TimeSpan span, CancellationToken ct)
    {
        List<NpgsqlConnection> taken = [];
        try
        {
            long began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < span)
            {
                NpgsqlConnection connection = new($"{Primary.ConnectionString};Pooling=false;Timeout=2");
                try
                {
                    await connection.OpenAsync(ct);
                    taken.Add(connection);
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    // None is left, or the server is away: those that come free are taken too.
                    await connection.DisposeAsync();
                    await Task.Delay(s_look, TimeProvider.System, ct);
                }
            }
        }
        finally
        {
            foreach (NpgsqlConnection connection in taken)
            {
                await connection.DisposeAsync();
            }
        }
    }

    /// <summary>A number from the database; null while it is away.</summary>
    internal async Task<long?> AskAsync(string query)
    {
        try
        {
            await using NpgsqlConnection connection = new($"{Primary.ConnectionString};Pooling=false;Timeout=5");
            await connection.OpenAsync();
            await using NpgsqlCommand command = new(query, connection);
            return await command.ExecuteScalarAsync() as long?;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.DisposeAsync();
        await Primary.DisposeAsync();
        _turn.Dispose();
    }

    private async Task InTurnAsync(Func<Task> work)
    {
        await _turn.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task UntilStandbyHasAllAsync()
    {
        while (await AskAsync("select count(*) from pg_stat_replication where sync_state = 'sync' and state = 'streaming' and flush_lsn >= pg_current_wal_flush_lsn() - 65536::numeric") is null or 0)
        {
            await Task.Delay(s_look, TimeProvider.System);
        }
    }
}
