using System.Data.Common;
using Kairos.Lab.Databases;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Tables;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Tables;

public sealed class PostgreSqlFailureTests(PostgresFixture server)
{
    private const string Secret = "hunter2";

    [Fact]
    public async Task A_server_that_is_away_is_told_as_passing_without_the_way_to_it_and_when_it_is_back_reading_goes_on()
    {
        await using PrivatePostgres own = await PrivatePostgres.CreateAsync(new PrivatePostgresOptions { Fsync = false }, CancellationToken.None);
        await using PostgreSqlBed bed = new($"{own.ConnectionString};Password={Secret};Application Name=ads");
        await bed.CreateAsync();
        await bed.AddAsync(1);
        RowBatch batch = await bed.DueAsync();
        TableBed.Decide(batch, 4, TableBed.Noon.Micros + 1);
        await own.StopAsync(StopMode.Immediate, CancellationToken.None);
        StateTableException cut = await FailAsync(async () => await bed.DueAsync());
        StateTableException away = await FailAsync(async () => await bed.Table.WriteAsync(batch, 5_000, CancellationToken.None));
        (cut.IsTransient, away.IsTransient).ShouldBe((true, true));
        away.Message.ShouldContain("'units'");
        away.ToString().ShouldNotContain(Secret);
        away.Message.ShouldNotContain("Application Name");
        await own.StartAsync(CancellationToken.None);
        (await bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_that_is_refused_at_the_commit_is_told_and_does_not_count_as_written()
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.AddAsync(1);
        await bed.RunAsync("""
            create function refuse() returns trigger language plpgsql as $$ begin raise 'not at this hour'; end $$;
            create constraint trigger late after update on status deferrable initially deferred for each row execute function refuse();
            """);
        RowBatch batch = await bed.DueAsync();
        TableBed.Decide(batch, 4, TableBed.Noon.Micros + 1);
        Written written = await bed.Table.WriteAsync(batch, 5_000, CancellationToken.None);
        (written.Rows, written.Statements, written.Refusal!.Key).ShouldBe((0, 1, 1));
        written.Refusal.Words.ShouldContain("not at this hour");
        (await bed.NumberAsync("select state from status")).ShouldBe(0);
    }

    [Theory]
    [InlineData("drop table status cascade")]
    [InlineData("drop table unit")]
    [InlineData("alter table status drop column next_change")]
    [InlineData("alter table unit rename column slots to grid")]
    public async Task A_table_or_column_that_is_gone_names_the_command_that_says_what_is_missing(string change)
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.AddAsync(1);
        _ = await bed.DueAsync();
        await bed.RunAsync(change);
        StateTableException gone = await FailAsync(async () => await bed.DueAsync());
        gone.IsTransient.ShouldBeFalse();
        gone.Message.ShouldContain("kairos states plan");
        gone.Message.ShouldContain("'units'");
    }

    [Fact]
    public async Task A_lock_that_is_held_for_longer_than_a_statement_may_take_is_passing()
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.AddAsync(1);
        await using DbConnection holder = await HoldUnitsAsync(bed);
        StateTableException slow = await FailAsync(async () => await bed.DueAsync());
        slow.IsTransient.ShouldBeTrue();
        slow.Message.ShouldContain("within 1 s");
    }

    [Fact]
    public async Task A_statement_timeout_of_the_server_is_passing()
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.AddAsync(1, ", state", ", 8");
        await bed.RunAsync($"do $$ begin execute format('alter database %I set statement_timeout = ''50ms''', current_database()); end $$; insert into budget values (10, 0, 1)");
        await using PostgreSqlBed hurried = new(bed.Source.ConnectionString);
        StateTable slow = hurried.Of(bed.Mapping with { Budget = bed.Mapping.Budget! with { Release = "pg_sleep(0.9) is not null" } });
        (await FailAsync(async () => await TableBed.DueAsync(slow))).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_condition_of_the_mapping_that_fails_is_told_as_such_and_lasting()
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.AddAsync(1);
        StateTable table = bed.Of(bed.Mapping with { Filter = "type = 'unit' and 1 / state < 1" });
        StateTableException failed = await FailAsync(async () => await TableBed.DueAsync(table));
        failed.IsTransient.ShouldBeFalse();
        failed.Message.ShouldContain("filter and release condition");
        StateTable cast = bed.Of(bed.Mapping with { Schedule = bed.Mapping.Schedule with { Start = "slots" } });
        (await FailAsync(async () => await TableBed.DueAsync(cast))).IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_right_that_is_missing_is_told_as_such()
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.AddAsync(1);
        string role = $"reader_{Guid.NewGuid():n}";
        await bed.RunAsync($"create role {role} login; grant select on status, unit, budget to {role}");
        string way = new NpgsqlConnectionStringBuilder(bed.Source.ConnectionString) { Username = role }.ToString();
        await using PostgreSqlBed reader = new(way);
        RowBatch batch = await reader.DueAsync();
        TableBed.Decide(batch, 4, TableBed.Noon.Micros + 1);
        StateTableException refused = await FailAsync(async () => await reader.Table.WriteAsync(batch, 5_000, CancellationToken.None));
        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("right");
    }

    [Fact]
    public async Task A_call_that_is_given_up_ends_as_cancelled_and_not_as_a_failure_of_the_database()
    {
        await using PostgreSqlBed bed = await PostgreSqlBed.MakeAsync(server);
        await bed.AddAsync(1);
        await using DbConnection holder = await HoldUnitsAsync(bed);
        using CancellationTokenSource cancel = new();
        RowBatch batch = new(1);
        ValueTask<ReadBack> reading = bed.Table.ReadDueAsync(new DueRange([0]), TableBed.Noon, DuePosition.Start, batch, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await reading);
    }

    /// <summary>Somebody who has the schedules to himself until he goes.</summary>
    private static async Task<DbConnection> HoldUnitsAsync(PostgreSqlBed bed)
    {
        DbConnection holder = await bed.Source.OpenConnectionAsync();
        await using DbCommand hold = holder.CreateCommand();
        hold.CommandText = "begin; lock table unit in access exclusive mode";
        _ = await hold.ExecuteNonQueryAsync();
        return holder;
    }

    private static Task<StateTableException> FailAsync(Func<Task> call) => Should.ThrowAsync<StateTableException>(call);
}
