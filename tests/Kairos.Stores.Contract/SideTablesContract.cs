using System.Data;
using System.Data.Common;
using Dapper;
using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class SideTablesContract : JobStoreContract
{
    private static readonly (string Name, string Sql)[] Migrations =
    [
        ("0001_seat", "create table seat(id integer primary key, name text not null); create index seat_name on seat(name);"),
        ("0002_room", "alter table seat add column room text"),
    ];

    private int _seats;

    private ISideTables Tables => (ISideTables)Store;

    [Fact]
    public async Task Migrations_run_once_and_in_order()
    {
        await Tables.MigrateAsync("seats", Migrations[..1], None);
        _ = await AddAsync("A1");
        await Tables.MigrateAsync("seats", Migrations, None);
        await Tables.MigrateAsync("seats", Migrations, None);

        (await Tables.ReadAsync(c => c.QuerySingle<string?>("select room from seat"), None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_no_trace_and_can_be_mended()
    {
        _ = await Should.ThrowAsync<DbException>(async () =>
            await Tables.MigrateAsync("seats", [("0001_seat", "create table seat(id integer primary key, name text not null); create tabel oops(id);")], None));

        await Tables.MigrateAsync("seats", Migrations, None);

        _ = await AddAsync("A1");
    }

    [Fact]
    public async Task Solutions_do_not_see_each_others_migrations()
    {
        await Tables.MigrateAsync("seats", [("0001", "create table seat(id integer primary key)")], None);
        await Tables.MigrateAsync("sales", [("0001", "create table sale(id integer primary key)")], None);

        (await Tables.ReadAsync(c => c.QuerySingle<int>("select (select count(*) from seat) + (select count(*) from sale)"), None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_breaking_migration_of_a_newer_program_keeps_the_older_out()
    {
        await Tables.MigrateAsync("seats", [.. Migrations, ("0003_new", "-- breaking: yes\nalter table seat drop column room")], None);

        StoreUnavailableException refusal = await Should.ThrowAsync<StoreUnavailableException>(async () => await Tables.MigrateAsync("seats", Migrations, None));

        refusal.Message.ShouldContain("newer");
    }

    [Fact]
    public async Task What_was_written_can_be_read_at_once_and_after_a_crash()
    {
        await Tables.MigrateAsync("seats", Migrations, None);
        (await AddAsync("A1")).ShouldBe(1);

        (await NamesAsync()).ShouldBe(["A1"]);
        _ = await CrashAsync(T0);
        (await NamesAsync()).ShouldBe(["A1"]);
    }

    [Fact]
    public async Task A_write_that_throws_is_undone_alone()
    {
        await Tables.MigrateAsync("seats", Migrations, None);
        Task<int> first = AddAsync("A1", 1);
        Task<int> bad = Tables.WriteAsync<int>(
            c =>
            {
                _ = c.Execute("insert into seat(id, name) values (0, 'half')");
                throw new InvalidOperationException("no");
            },
            None).AsTask();
        Task<SubmitAnswer> beside = Store.SubmitAsync(Job(), T0, None).AsTask();
        Task<int> last = AddAsync("A2", 2);

        (await Should.ThrowAsync<InvalidOperationException>(bad)).Message.ShouldBe("no");
        (await Task.WhenAll(first, last)).ShouldBe([1, 1]);
        (await beside).Status.ShouldBe(SubmitStatus.Created);
        (await NamesAsync()).ShouldBe(["A1", "A2"]);
    }

    [Fact]
    public async Task A_write_that_breaks_a_constraint_fails_alone()
    {
        await Tables.MigrateAsync("seats", Migrations, None);
        Task<int>[] writes =
        [
            .. Enumerable.Range(0, 10).Select(i => Tables.WriteAsync(c => c.Execute("insert into seat(id, name) values (@id, 'x')", new { id = i == 7 ? 3 : i + 1 }), None).AsTask()),
        ];

        // Two have one number, and either may come first.
        _ = await Should.ThrowAsync<DbException>(Task.WhenAll(writes[2], writes[7]));
        (writes[2].IsFaulted ^ writes[7].IsFaulted).ShouldBeTrue();
        await Task.WhenAll(writes.Where((_, i) => i is not (2 or 7)));
        (await NamesAsync()).Count.ShouldBe(9);
    }

    [Fact]
    public async Task A_write_may_use_plain_commands_and_close_what_it_does_not_own()
    {
        await Tables.MigrateAsync("seats", Migrations, None);

        int rows = await Tables.WriteAsync(
            c =>
            {
                using DbConnection connection = c;
                using DbCommand command = connection.CreateCommand();
                command.CommandText = "insert into seat(id, name) values (1, @name)";
                DbParameter name = command.CreateParameter();
                (name.ParameterName, name.Value) = ("@name", "Zoë");
                _ = command.Parameters.Add(name);
                int written = command.ExecuteNonQuery();
                connection.Close();
                return written;
            },
            None);

        rows.ShouldBe(1);
        (await NamesAsync()).ShouldBe(["Zoë"]);
        _ = await SubmittedAsync(Job());
    }

    [Fact]
    public async Task A_connection_can_not_be_used_after_the_call()
    {
        DbConnection kept = await Tables.WriteAsync(c => c, None);

        kept.State.ShouldBe(ConnectionState.Closed);
        _ = Should.Throw<ObjectDisposedException>(() => kept.CreateCommand());
    }

    [Fact]
    public async Task A_transaction_of_ones_own_is_refused_and_told_why()
    {
        NotSupportedException refusal = await Should.ThrowAsync<NotSupportedException>(async () => await Tables.WriteAsync(c => c.BeginTransaction(), None));

        refusal.Message.ShouldContain("leave BeginTransaction out");
    }

    [Fact]
    public async Task A_reading_connection_does_not_write()
    {
        await Tables.MigrateAsync("seats", Migrations, None);

        _ = await Should.ThrowAsync<DbException>(async () => await Tables.ReadAsync(c => c.Execute("delete from seat"), None));
        _ = await AddAsync("A1");
        (await NamesAsync()).ShouldBe(["A1"]);
    }

    [Fact]
    public async Task A_read_sees_one_state_while_others_write()
    {
        await Tables.MigrateAsync("seats", Migrations, None);
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim written = new();
        Task<(int Before, int After)> read = Task.Run(async () => await Tables.ReadAsync(
            c =>
            {
                int before = c.QuerySingle<int>("select count(*) from seat");
                begun.Set();
                written.Wait();
                return (before, c.QuerySingle<int>("select count(*) from seat"));
            },
            None));
        begun.Wait();

        _ = await AddAsync("A1");
        written.Set();

        (await read).ShouldBe((0, 0));
    }

    private Task<int> AddAsync(string name) => Tables.WriteAsync(c => c.Execute("insert into seat(id, name) values (@id, @name)", new { id = Interlocked.Increment(ref _seats), name }), None).AsTask();

    private Task<int> AddAsync(string name, int id) => Tables.WriteAsync(c => c.Execute("insert into seat(id, name) values (@id, @name)", new { id, name }), None).AsTask();

    private async Task<List<string>> NamesAsync() => await Tables.ReadAsync(c => c.Query<string>("select name from seat order by id").AsList(), None);
}
