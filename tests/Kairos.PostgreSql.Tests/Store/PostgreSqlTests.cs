using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Stores.Contract;
using Kairos.Time;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>Tests of what only this store has, on one database and any number of stores over it.</summary>
public abstract class PostgreSqlTests(DatabasePool databases) : JobStoreContract
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    protected PostgreSqlHome Pg => (PostgreSqlHome)Home;

    protected PostgreSqlStore Own => (PostgreSqlStore)Store;

    protected DatabasePool Databases => databases;

    protected override StoreHome CreateHome() => new PostgreSqlHome(databases);

    /// <summary>Waits for what another process does and tells nobody.</summary>
    protected static Task UntilAsync(Func<bool> holds, string what) => UntilAsync(() => Task.FromResult(holds()), what);

    protected static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            (TimeProvider.System.GetElapsedTime(began) < s_patience).ShouldBeTrue($"waited in vain until {what}");
            await Task.Delay(s_pause, TimeProvider.System);
        }
    }

    /// <summary>Waits until a session of this database waits for a lock.</summary>
    protected Task UntilSomebodyWaitsAsync() => UntilAsync(
        () => Pg.Query("select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").Count > 0, "somebody waits for a lock");

    protected static async Task<ArmedRow> ArmOneAsync(PostgreSqlStore by) => (await by.ArmAsync(Instant.Min, Instant.Max, 1_000, None)).ShouldHaveSingleItem();

    protected static Task<JobView?> FindAsync(PostgreSqlStore by, JobId id) => by.FindAsync(Owner, id, None).AsTask();
}
