using Kairos.Lab.Databases;
using Kairos.Stores;
using Npgsql;

namespace Kairos.PostgreSql.Tests.Store;

/// <summary>A store that is opened while its database is away.</summary>
public sealed class OpeningTests(DatabasePool databases) : PostgreSqlTests(databases)
{
    private const int Waiting = 3009;
    private const int Answers = 3010;

    private readonly ListLogger _log = new();

    [Fact]
    public async Task A_store_that_may_wait_opens_when_its_database_comes_up_and_says_what_it_waits_for()
    {
        await using PrivatePostgres server = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions(), None);
        await server.StopAsync(StopMode.Fast, None);
        await using PostgreSqlStore store = Over($"{server.ConnectionString};Password=hush", Timeout.InfiniteTimeSpan);

        Task opening = store.OpenAsync(T0, None).AsTask();
        await UntilAsync(() => _log.Of(Waiting).Any(), "it says that it waits");
        opening.IsCompleted.ShouldBeFalse();
        await server.StartAsync(None);
        await opening.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        string said = _log.Of(Waiting).ShouldHaveSingleItem();
        said.ShouldContain($"127.0.0.1:{server.Port}/postgres can't be reached");
        said.ShouldNotContain("hush");
        _log.Of(Answers).ShouldHaveSingleItem();
        (await store.CountJobsAsync(None)).Values.Sum().ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_may_not_wait_fails_at_once()
    {
        await using PostgreSqlStore store = Over(Nobody, TimeSpan.Zero);

        (await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask())).Message.ShouldContain("can't be reached");
        _log.Of(Waiting).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_may_wait_for_a_while_gives_up_after_it()
    {
        await using PostgreSqlStore store = Over(Nobody, TimeSpan.FromSeconds(0.5));

        (await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask())).Message.ShouldContain("127.0.0.1:9/kairos");
        _log.Of(Waiting).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_wait_for_a_database_can_be_given_up()
    {
        using CancellationTokenSource giveUp = new();
        await using PostgreSqlStore store = Over(Nobody, Timeout.InfiniteTimeSpan);
        Task opening = store.OpenAsync(T0, giveUp.Token).AsTask();
        await UntilAsync(() => _log.Of(Waiting).Any(), "it says that it waits");

        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(opening.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
    }

    [Theory]
    [InlineData("Database=nowhere", "has no such database")]
    [InlineData("Username=nobody", "refuses this user")]
    public async Task What_waiting_can_not_mend_is_told_at_once(string wrong, string says)
    {
        PrivatePostgres server = await Databases.ServerAsync();
        await using PostgreSqlStore store = Over($"{server.ConnectionString};{wrong}", Timeout.InfiniteTimeSpan);

        (await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask())).Message.ShouldContain(says);
        _log.Of(Waiting).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unsafe_settings_and_tables_of_a_newer_program_are_told_at_once()
    {
        await using YardDatabase database = await Databases.NewAsync();
        await using (PostgreSqlStore first = Over(database.ConnectionString, TimeSpan.Zero))
        {
            _ = await first.OpenAsync(T0, None);
        }

        _ = PostgreSqlHome.Query(database.ConnectionString, "insert into kairos.schema_version values ('kairos', '9999_newer', true, now()) returning name");
        (await RefusalAsync(database.ConnectionString)).ShouldContain("changed by a newer program");

        _ = PostgreSqlHome.Query(database.ConnectionString, $"alter role kairos in database {database.Name} set synchronous_commit = off");
        (await RefusalAsync(database.ConnectionString)).ShouldContain("synchronous_commit is off");
        _log.Of(Waiting).ShouldBeEmpty();
    }

    // The port of discard, which nobody listens at.
    private static string Nobody => new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = 9, Database = "kairos", Username = "kairos" }.ConnectionString;

    private PostgreSqlStore Over(string connectionString, TimeSpan openWithin) =>
        new(new PostgreSqlStoreOptions { ConnectionString = connectionString, OpenWithin = openWithin }, _log, TimeProvider.System);

    private async Task<string> RefusalAsync(string connectionString)
    {
        await using PostgreSqlStore store = Over(connectionString, Timeout.InfiniteTimeSpan);
        return (await Should.ThrowAsync<StoreUnavailableException>(store.OpenAsync(T0, None).AsTask())).Message;
    }
}
