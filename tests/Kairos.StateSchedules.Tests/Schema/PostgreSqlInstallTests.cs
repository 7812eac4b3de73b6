using System.Data.Common;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Tables;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Schema;

public sealed class PostgreSqlInstallTests(PostgresFixture server) : TriggerContract
{
    private const string Calls = "select coalesce(sum(calls), 0)::text from pg_stat_xact_user_functions where funcname like 'kairos%'";

    private protected override Task<UserDatabase> OpenAsync() => UserDatabase.PostgreSqlAsync(server);

    [Fact]
    public async Task A_write_back_calls_no_function()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);

        (await CallsAsync("update dsp_show_status set status = (status & ~15) | 7, next_change = clock_timestamp()")).ShouldBe("0");
        (await CallsAsync("update dsp_show_status set status = status | 16, next_change = null")).ShouldBe("0");
        (await CallsAsync("update ad_unit set name = 'x', time_series = time_series")).ShouldBe("0");

        // Last: the session goes on counting from there.
        (await CallsAsync("update dsp_show_status set type = 'gone'")).ShouldBe("3");

        async Task<string> CallsAsync(string update)
        {
            await using DbConnection connection = await database.Source.OpenConnectionAsync();
            await using DbTransaction transaction = await connection.BeginTransactionAsync();
            await using DbCommand command = connection.CreateCommand();
            command.CommandText = $"set local track_functions = 'all'; {update}";
            _ = await command.ExecuteNonQueryAsync();
            command.CommandText = Calls;
            return (string)(await command.ExecuteScalarAsync())!;
        }
    }

    [Fact]
    public async Task Who_edits_schedules_needs_no_right_on_the_status_table()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        string role = $"editor_{Guid.NewGuid():N}";
        await database.RunAsync($"create role {role}; grant select, insert, update, delete on ad_unit to {role}");

        await database.RunAsync($"set role {role}; update ad_unit set time_series = '0' where id = 70; reset role");

        (await database.TakeDueAsync()).ShouldBe("1");
        (await database.ReadAsync($"select has_function_privilege('{role}', oid, 'execute') from pg_proc where proname like 'kairos_units_schedule%'")).ShouldBe("False");
    }

    [Theory]
    [InlineData("json", "'[1,0]'", "'[0,1]'")]
    [InlineData("jsonb", "'[1,0]'", "'[0,1]'")]
    public async Task Coefficients_in_a_column_of_json_are_watched(string type, string first, string second)
    {
        await using UserDatabase database = await AdsAsync();
        await database.RunAsync($"alter table ad_unit alter column time_series type {type} using {first}");
        _ = await ApplyAsync(database, AdMapping.Units with { Schedule = AdMapping.Units.Schedule with { Format = GridFormat.Coefficients } });

        await database.RunAsync($"update ad_unit set time_series = {first}");
        (await database.TakeDueAsync()).ShouldBe("");
        await database.RunAsync($"update ad_unit set time_series = {second} where id = 71");
        (await database.TakeDueAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task A_trigger_that_someone_disabled_is_made_anew()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        await database.RunAsync("alter table ad_unit disable trigger user");
        (await PlanAsync(database, AdMapping.Units)).Steps.Count(step => !step.IsDone).ShouldBe(2);

        _ = await ApplyAsync(database, AdMapping.Units);

        await database.RunAsync("update ad_unit set time_series = '0' where id = 70");
        (await database.TakeDueAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task An_installation_leaves_its_session_as_it_was_for_the_next_that_a_pool_gives_it_to()
    {
        await using UserDatabase database = await AdsAsync();
        await using NpgsqlDataSource one = NpgsqlDataSource.Create($"{database.Source.ConnectionString};No Reset On Close=true;Maximum Pool Size=1");
        _ = await new Installer(one, database.Kind, AdMapping.Units, TimeProvider.System).ApplyAsync(progress: null, CancellationToken.None);

        (await AskAsync("show lock_timeout")).ShouldBe("0");
        (await AskAsync("select count(*)::text from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")).ShouldBe("0");

        async Task<object?> AskAsync(string sql)
        {
            await using NpgsqlCommand command = one.CreateCommand(sql);
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task A_lock_behind_another_transaction_is_given_up_with_its_holder_named()
    {
        await using UserDatabase database = await AdsAsync();
        await using DbConnection other = await database.Source.OpenConnectionAsync();
        await using DbTransaction editing = await other.BeginTransactionAsync();
        string pid = await RunAsync(other, "update dsp_show_status set version = 1; select pg_backend_pid()::text");

        StateTableException refusal = await Should.ThrowAsync<StateTableException>(() => ApplyAsync(database, AdMapping.Units));

        refusal.IsTransient.ShouldBeTrue();
        refusal.Message.ShouldContain("'Column next_change of dsp_show_status' found the table or file locked");
        refusal.Message.ShouldContain($"It is held by pid {pid} (");
        refusal.Message.ShouldContain("Try again");
        await editing.RollbackAsync();
        _ = await ApplyAsync(database, AdMapping.Units);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_the_index_leaves_what_the_next_installation_mends()
    {
        await using UserDatabase database = await AdsAsync();
        await using DbConnection other = await database.Source.OpenConnectionAsync();
        Task killed = Task.CompletedTask;
        DbTransaction? editing = null;

        // The build waits for a transaction older than itself, and meets its end there.
        _ = await Should.ThrowAsync<StateTableException>(() => Installer(database, AdMapping.Units).ApplyAsync(told =>
        {
            if (!told.Ended && told.Step.Title.StartsWith("Index of what is due", StringComparison.Ordinal))
            {
                editing = other.BeginTransaction();
                using DbCommand edit = other.CreateCommand();
                edit.CommandText = "update dsp_show_status set version = 1";
                _ = edit.ExecuteNonQuery();
                killed = Task.Run(() => KillBuildAsync(other));
            }
        }, CancellationToken.None));
        await killed;
        await editing!.RollbackAsync();
        (await database.ReadAsync("select count(*) from pg_index where not indisvalid")).ShouldBe("1");
        InstallStep index = (await PlanAsync(database, AdMapping.Units)).Steps[1];
        index.IsDone.ShouldBeFalse();
        index.Sql.ShouldStartWith("drop index concurrently if exists public.kairos_units_due_");

        _ = await ApplyAsync(database, AdMapping.Units);

        (await PlanAsync(database, AdMapping.Units)).IsDone.ShouldBeTrue();
        (await database.ReadAsync("select count(*) from pg_index where not indisvalid")).ShouldBe("0");
    }

    [Fact]
    public async Task A_build_is_not_held_to_the_time_that_the_roles_statements_have()
    {
        await using UserDatabase database = await AdsAsync();
        await using NpgsqlDataSource hasty = NpgsqlDataSource.Create($"{database.Source.ConnectionString};Options=-c statement_timeout=300ms;No Reset On Close=true;Maximum Pool Size=1");
        await using DbConnection other = await database.Source.OpenConnectionAsync();
        Task let = Task.CompletedTask;

        // The build waits for a transaction older than itself, and for longer than a statement may take.
        _ = await new Installer(hasty, database.Kind, AdMapping.Units, TimeProvider.System).ApplyAsync(told =>
        {
            if (!told.Ended && told.Step.Title.StartsWith("Index of what is due", StringComparison.Ordinal))
            {
                DbTransaction editing = other.BeginTransaction();
                using DbCommand edit = other.CreateCommand();
                edit.CommandText = "update dsp_show_status set version = 1";
                _ = edit.ExecuteNonQuery();
                let = Task.Run(() => LetAsync(editing));
            }
        }, CancellationToken.None);
        await let;

        (await PlanAsync(database, AdMapping.Units)).IsDone.ShouldBeTrue();
        await using DbCommand after = hasty.CreateCommand("select current_setting('statement_timeout') || ' ' || current_setting('lock_timeout')");
        (await after.ExecuteScalarAsync()).ShouldBe("300ms 0");
    }

    [Fact]
    public async Task Ticks_find_what_is_due_by_the_index()
    {
        await using UserDatabase database = await InstalledAsync(AdMapping.Units);
        await database.RunAsync("""
            insert into dsp_show_status (id, type, channel, shard, unit_id, status) select n, case n % 20 when 0 then 'unit' else 'plan' end, 1, n % 2, n, 0 from generate_series(100, 20000) n;
            analyze dsp_show_status
            """);

        string? plan = await database.ReadAsync("""
            explain (format json) select id from dsp_show_status where type = 'unit' and channel = 1 and shard = 1
              and next_change <= now() and (next_change, id) > ('2000-01-01Z', 0) order by next_change, id limit 10
            """);

        plan.ShouldNotBeNull();
        plan.ShouldContain("kairos_units_due_");
        plan.ShouldNotContain("Sort");
    }

    // Until the build has waited long enough, or is none any more.
    private static async Task LetAsync(DbTransaction editing)
    {
        const string Build = """
            select coalesce(min(case when state = 'active' and clock_timestamp() - query_start < interval '600 ms' then 'waits' else 'over' end), 'not begun') from pg_stat_activity
            where datname = current_database() and query like 'create index concurrently%' and pid <> pg_backend_pid()
            """;
        while (await RunAsync(editing.Connection!, $"{Build}; select pg_stat_clear_snapshot()") is not "over")
        {
            await Task.Yield();
        }

        await editing.RollbackAsync();
    }

    private static async Task KillBuildAsync(DbConnection other)
    {
        const string kill = """
            select count(pg_terminate_backend(pid))::text from pg_stat_activity
            where datname = current_database() and query like 'create index concurrently%' and wait_event_type = 'Lock' and pid <> pg_backend_pid()
            """;
        while (await RunAsync(other, $"{kill}; select pg_stat_clear_snapshot()") is "0")
        {
            await Task.Yield();
        }
    }

    private static async Task<string> RunAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() as string ?? "";
    }
}
