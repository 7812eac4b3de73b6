using Kairos.Jobs;
using Kairos.Lab.Databases;
using Kairos.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

public sealed class ServerTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    [Fact]
    public async Task A_user_whose_commits_may_be_lost_is_refused()
    {
        await using YardDatabase database = await Databases.NewAsync();
        foreach (string commit in (string[])["off", "local", "remote_write"])
        {
            Commit(commit);
            (await RefusalAsync(database.ConnectionString)).ShouldContain($"synchronous_commit is {commit}");
        }

        foreach (string commit in (string[])["on", "remote_apply"])
        {
            Commit(commit);
            await using PostgreSqlStore store = Over(database.ConnectionString);
            _ = await store.OpenAsync(T0, None);
        }

        void Commit(string how) => _ = PostgreSqlHome.Query(database.ConnectionString, $"alter role kairos in database {database.Name} set synchronous_commit = {how}");
    }

    [Fact]
    public async Task What_stands_on_the_primary_alone_is_acknowledged_when_it_stands_on_the_standby_too()
    {
        await using PrivatePostgres primary = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), None);
        await using PrivatePostgres standby = await primary.CreateStandbyAsync("second", synchronous: true, None);
        await using PostgreSqlStore store = Over(primary.ConnectionString);
        _ = await store.OpenAsync(T0, None);
        await Pg.JoinAsync(store, T0);
        NewJob once = Job() with { IdempotencyKey = "once", ContentHash = new byte[] { 1 }, IdempotencyUntil = After(60) };
        _ = await store.SubmitAsync(once, T0, None);
        Completion end = Ended(await ArmOneAsync(store));
        await standby.StopAsync(StopMode.Fast, None);

        // An operator ends what waits for the standby: that is committed here, and the standby has not got it.
        Task first = Should.ThrowAsync<StoreUnavailableException>(store.CompleteAsync([end], T0, None).AsTask());
        await UntilSomebodyWaitsForTheStandbyAsync(primary, 1);
        _ = PostgreSqlHome.Query(primary.ConnectionString, $"select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
        await first;
        PostgreSqlHome.Query(primary.ConnectionString, "select count(*) from kairos.run").ShouldBe(["1"]);

        Task<IReadOnlyList<CompletionAnswer>> again = store.CompleteAsync([end], T0, None).AsTask();
        Task<SubmitAnswer> repeated = store.SubmitAsync(once with { Id = NewId() }, T0, None).AsTask();
        await UntilSomebodyWaitsForTheStandbyAsync(primary, 2);
        again.IsCompleted.ShouldBeFalse();
        repeated.IsCompleted.ShouldBeFalse();

        await primary.SetAsync("synchronous_standby_names", "", None);
        (await again).ShouldBe([CompletionAnswer.Committed]);
        (await repeated).ShouldBe(new SubmitAnswer(SubmitStatus.Repeated, once.Id));
    }

    [Fact]
    public async Task A_server_that_may_lose_commits_or_tables_is_refused()
    {
        PrivatePostgresOptions unsafely = new() { Fsync = false, Settings = new Dictionary<string, string> { ["full_page_writes"] = "off" } };
        await using PrivatePostgres server = await PrivatePostgres.CreateAsync(unsafely, None);

        (await RefusalAsync(server.ConnectionString)).ShouldContain("set fsync = on");
        await server.SetAsync("fsync", "on", None);
        await UntilAsync(() => PostgreSqlHome.Query(server.ConnectionString, "show fsync")[0] == "on", "fsync is on");
        (await RefusalAsync(server.ConnectionString)).ShouldContain("full_page_writes is off");
        await server.SetAsync("full_page_writes", "on", None);
        await UntilAsync(() => PostgreSqlHome.Query(server.ConnectionString, "show full_page_writes")[0] == "on", "full_page_writes is on");
        await using PostgreSqlStore store = Over(server.ConnectionString);
        _ = await store.OpenAsync(T0, None);
    }

    [Fact]
    public async Task Work_goes_to_the_primary_and_goes_on_where_the_standby_has_become_it()
    {
        await using PrivatePostgres primary = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), None);
        await using PrivatePostgres standby = await primary.CreateStandbyAsync("second", synchronous: true, None);

        (await RefusalAsync(standby.ConnectionString)).ShouldContain("name the primary too");
        NpgsqlConnectionStringBuilder both = new(primary.ConnectionString) { Host = $"127.0.0.1:{standby.Port},127.0.0.1:{primary.Port}" };
        await using PostgreSqlStore store = Over(both.ConnectionString);
        _ = await store.OpenAsync(T0, None);
        await Pg.JoinAsync(store, T0);
        NewJob before = Job();
        _ = await store.SubmitAsync(before, T0, None);
        ArmedRow held = await ArmOneAsync(store);
        store.Beat(default).Alive.ShouldBeTrue();

        await primary.SetAsync("synchronous_standby_names", "", None);
        await primary.StopAsync(StopMode.Immediate, None);
        _ = await Should.ThrowAsync<StoreUnavailableException>(store.FindAsync(Owner, before.Id, None).AsTask());
        await standby.PromoteAsync(None);

        await UntilAsync(() => IsBack(store), "the store is back");
        store.Beat(default).Alive.ShouldBeTrue();
        NewJob after = Job();
        (await store.SubmitAsync(after, T0, None)).ShouldBe(new SubmitAnswer(SubmitStatus.Created, after.Id));
        (await store.CompleteAsync([Ended(held)], T0, None)).ShouldBe([CompletionAnswer.Committed]);
        (await ArmOneAsync(store)).Id.ShouldBe(after.Id);
    }

    private static Task UntilSomebodyWaitsForTheStandbyAsync(PrivatePostgres primary, int sessions) => UntilAsync(
        () => PostgreSqlHome.Query(primary.ConnectionString, "select pid from pg_stat_activity where wait_event = 'SyncRep'").Count == sessions, "commits wait for the standby");

    private static PostgreSqlStore Over(string connectionString) =>
        new(new PostgreSqlStoreOptions { ConnectionString = connectionString }, NullLogger<PostgreSqlStore>.Instance, TimeProvider.System);

    private static async Task<string> RefusalAsync(string connectionString)
    {
        await using PostgreSqlStore store = Over(connectionString);
        return (await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask())).Message;
    }

    private static bool IsBack(PostgreSqlStore store)
    {
        try
        {
            _ = store.Beat(default);
            return store.CountJobsAsync(None).AsTask().Wait(TimeSpan.FromSeconds(10));
        }
        catch (Exception e) when (e is StoreUnavailableException or AggregateException)
        {
            return false;
        }
    }
}
