using System.Globalization;
using Kairos.Bench.Throughput;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.PostgreSql;
using Kairos.Stores;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Bench.Storage;

/// <summary>A database that goes away again.</summary>
internal sealed class PostgresStorage(PrivatePostgres server, string name) : IStorage
{
    // Two loops at once, as the engine has two completions under way: with one, client and server would wait for each other in turns.
    private const int Loops = 2;

    internal string ConnectionString => server.ConnectionStringTo(name);

    private PostgreSqlStoreOptions Options => new() { ConnectionString = ConnectionString };

    public void Choose(KairosBuilder kairos) => kairos.UsePostgreSql(Options);

    public IJobStore NewStore() => new PostgreSqlStore(Options, NullLogger<PostgreSqlStore>.Instance, TimeProvider.System);

    public async Task SettleAsync()
    {
        await PostgresYard.AskAsync(ConnectionString, "vacuum analyze kairos.job");
        await PostgresYard.AskAsync(ConnectionString, "checkpoint");
    }

    public async Task<(long Jobs, long Runs)> CountAsync() => (
        (long)(await PostgresYard.AskAsync(ConnectionString, "select count(*) from kairos.job"))!,
        (long)(await PostgresYard.AskAsync(ConnectionString, "select count(*) from kairos.run"))!);

    public async Task<Stint> BareDueAsync(int jobs, int batch)
    {
        EngineClock clock = new(TimeProvider.System);
        int done = 0;
        PostgreSqlStore? store = null;
        Stint stint = await Stint.OfAsync(async () =>
        {
            store = await JoinedAsync(clock.Now);
            int[] each = await Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(() => LoopAsync(store, clock, batch))));
            done = each.Sum();
        });
        await store!.DisposeAsync();
        return done == jobs ? stint : throw new InvalidOperationException($"The bare loop found {done} of {jobs} jobs.");
    }

    public async Task<(double Single, double Bulk)> BareSubmitsAsync(int single, int bulk, int bulks)
    {
        EngineClock clock = new(TimeProvider.System);
        await using (PostgreSqlStore store = await JoinedAsync(clock.Now))
        {
            return (await BareRows.SingleAsync(ConnectionString, single), await BareRows.CopyAsync(ConnectionString, bulk, bulks));
        }
    }

    public async Task<DatabaseWork?> WorkAsync() => new DatabaseWork(
        ServerTime.Of(server.PostmasterId),
        Convert.ToInt64(await PostgresYard.AskAsync(ConnectionString, $"select sum(calls) from pg_stat_statements s join pg_database d on d.oid = s.dbid where datname = '{name}'"), CultureInfo.InvariantCulture),
        Convert.ToInt64(await PostgresYard.AskAsync(ConnectionString, $"select xact_commit from pg_stat_database where datname = '{name}'"), CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync() => await PostgresYard.AskAsync(server.ConnectionString, $"drop database {name} with (force)");

    private static async Task<int> LoopAsync(PostgreSqlStore store, EngineClock clock, int batch)
    {
        int done = 0;
        while (true)
        {
            IReadOnlyList<ArmedRow> rows = await store.ArmAsync(Instant.Min, clock.Now, batch, CancellationToken.None);
            if (rows.Count == 0)
            {
                return done;
            }

            Instant now = clock.Now;
            await store.CompleteAsync([.. rows.Select(row => Ended(row, now))], now, CancellationToken.None);
            done += rows.Count;
        }
    }

    internal static Completion Ended(ArmedRow row, Instant now) => new()
    {
        Version = row.Version,
        Run = new RunView
        {
            Job = row.Id,
            Due = row.Due,
            Attempt = 1,
            Fence = row.Fence,
            At = row.At,
            Started = now,
            Ended = now,
            Outcome = OutcomeCode.Succeeded,
            Owner = row.Owner,
            Kind = row.Kind,
        },
    };

    /// <summary>A store that is open, as a node that runs nothing.</summary>
    internal async Task<PostgreSqlStore> JoinedAsync(Instant now)
    {
        PostgreSqlStore store = (PostgreSqlStore)NewStore();
        await store.OpenAsync(now, CancellationToken.None);
        await store.JoinAsync(new NodeEntry { Name = "bare", Kinds = [], Since = now, Version = "bare" }, CancellationToken.None);
        return store;
    }
}
