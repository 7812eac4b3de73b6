using System.Collections.Immutable;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Schema;
using Kairos.StateSchedules.Tables;
using Npgsql;

namespace Kairos.StateSchedules.Tests.Schema;

public sealed class SchemaCheckTests(PostgresFixture server)
{
    [Fact]
    public async Task Tables_that_fit_have_no_findings()
    {
        await using UserDatabase postgres = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), "");
        await using UserDatabase sqlite = await AdsAsync(await UserDatabase.SqliteAsync(), "");

        (await CheckAsync(postgres, AdMapping.Units)).ShouldBeEmpty();
        (await CheckAsync(sqlite, AdMapping.Units)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("drop table dsp_show_status", "dsp_show_status", null, "there is no such table")]
    [InlineData("drop table ad_unit", "ad_unit", null, "there is no such table")]
    [InlineData("drop table ad_budget", "ad_budget", null, "there is no such table")]
    [InlineData("alter table dsp_show_status rename to x; create view dsp_show_status as select * from x", "dsp_show_status", null, "it is a view")]
    [InlineData("alter table dsp_show_status rename to x; create table dsp_show_status (like x) partition by list (shard)", "dsp_show_status", null, "it is partitioned")]
    [InlineData("alter table ad_unit drop column time_series", "ad_unit", "time_series", "there is no such column")]
    [InlineData("alter table dsp_show_status drop constraint dsp_show_status_pkey", "dsp_show_status", "id", "no unique index is on it alone")]
    [InlineData("alter table dsp_show_status drop constraint dsp_show_status_pkey; create unique index on dsp_show_status (id) where id > 0", "dsp_show_status", "id", "no unique index is on it alone")]
    [InlineData("alter table ad_unit drop constraint ad_unit_pkey", "ad_unit", "id", "no unique index is on it alone")]
    [InlineData("alter table ad_budget drop constraint ad_budget_pkey", "ad_budget", "unit_id", "no unique index is on it alone")]
    [InlineData("alter table dsp_show_status alter column id type text", "dsp_show_status", "id", "its type is text")]
    [InlineData("alter table dsp_show_status alter column shard drop not null", "dsp_show_status", "shard", "it may be null")]
    [InlineData("alter table dsp_show_status alter column status type numeric", "dsp_show_status", "status", "its type is numeric")]
    [InlineData("alter table dsp_show_status alter column unit_id type text", "dsp_show_status", "unit_id", "its type is text")]
    [InlineData("alter table ad_unit alter column time_series type jsonb using null", "ad_unit", "time_series", "its type is jsonb")]
    [InlineData("alter table ad_unit alter column start_at type text", "ad_unit", "start_at", "its type is text")]
    [InlineData("alter table ad_unit alter column is_paused drop default, alter column is_paused type int using 0", "ad_unit", "is_paused", "its type is int4")]
    [InlineData("alter table dsp_show_status add next_change timestamp", "dsp_show_status", "next_change", "a column of that name is there: timestamp")]
    [InlineData("alter table dsp_show_status add next_change timestamptz not null default now()", "dsp_show_status", "next_change", "timestamptz, not null, with a default")]
    [InlineData("alter table dsp_show_status drop column channel", "dsp_show_status", "filter", "the database refuses it")]
    [InlineData("alter table ad_budget drop column daily", "dsp_show_status", "budget.release", "the database refuses it")]
    public async Task What_does_not_fit_in_PostgreSQL_is_an_error(string change, string table, string? column, string found)
    {
        await using UserDatabase database = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), change);

        ImmutableArray<SchemaFinding> findings = await CheckAsync(database, AdMapping.Units);

        findings.ShouldContain(finding => finding.Severity == FindingSeverity.Error && finding.Table == table && finding.Column == column && finding.Found.Contains(found)
            && finding.Needed.Length > 0 && finding.Remedy.Length > 0, string.Join('\n', findings));
    }

    [Theory]
    [InlineData("drop table ad_unit", "ad_unit", null, "there is no such table")]
    [InlineData("drop table dsp_show_status; create view dsp_show_status as select 1 as id", "dsp_show_status", null, "it is a view")]
    [InlineData("alter table ad_unit drop column end_at", "ad_unit", "end_at", "there is no such column")]
    [InlineData("alter table dsp_show_status add next_change text", "dsp_show_status", "next_change", "a column of that name is there: text")]
    [InlineData("drop table ad_budget; create table ad_budget (unit_id bigint, spent int, daily int)", "ad_budget", "unit_id", "no unique index is on it alone")]
    [InlineData("drop table ad_unit; create table ad_unit (id text primary key, time_series blob, start_at real, end_at text, is_paused text)", "ad_unit", "time_series", "its type is blob")]
    [InlineData("drop table ad_unit; create table ad_unit (id text primary key, time_series blob, start_at real, end_at text, is_paused text)", "ad_unit", "start_at", "its type is real")]
    [InlineData("drop table ad_unit; create table ad_unit (id text primary key, time_series blob, start_at real, end_at text, is_paused text)", "dsp_show_status", "unit_id", "its type is integer")]
    [InlineData("alter table dsp_show_status drop column channel", "dsp_show_status", "filter", "the database refuses it")]
    public async Task What_does_not_fit_in_SQLite_is_an_error(string change, string table, string? column, string found)
    {
        await using UserDatabase database = await AdsAsync(await UserDatabase.SqliteAsync(), change);

        ImmutableArray<SchemaFinding> findings = await CheckAsync(database, AdMapping.Units);

        findings.ShouldContain(finding => finding.Severity == FindingSeverity.Error && finding.Table == table && finding.Column == column && finding.Found.Contains(found), string.Join('\n', findings));
    }

    [Theory]
    [InlineData("id in (select id from ad_unit)")]
    [InlineData("random() < 0.5")]
    public async Task A_filter_that_no_index_takes_is_an_error(string filter)
    {
        await using UserDatabase postgres = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), "");
        await using UserDatabase sqlite = await AdsAsync(await UserDatabase.SqliteAsync(), "");

        foreach (UserDatabase database in (UserDatabase[])[postgres, sqlite])
        {
            string? before = await database.DumpAsync();
            SchemaFinding finding = (await CheckAsync(database, AdMapping.Units with { Filter = filter })).ShouldHaveSingleItem();
            finding.Column.ShouldBe("filter");
            finding.Needed.ShouldContain("immutable");
            (await database.DumpAsync()).ShouldBe(before);
        }
    }

    [Fact]
    public async Task A_filter_with_a_parameter_in_it_is_an_error()
    {
        await using UserDatabase postgres = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), "");
        await using UserDatabase sqlite = await AdsAsync(await UserDatabase.SqliteAsync(), "");

        foreach (UserDatabase database in (UserDatabase[])[postgres, sqlite])
        {
            (await CheckAsync(database, AdMapping.Units with { Filter = "channel = :one" })).ShouldHaveSingleItem()
                .ShouldSatisfyAllConditions(finding => finding.Column.ShouldBe("filter"), finding => finding.Found.ShouldContain(":"));
        }
    }

    [Fact]
    public async Task A_filter_that_the_trigger_of_another_schema_would_not_understand_is_an_error()
    {
        await using UserDatabase database = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), "create function is_unit(t text) returns boolean immutable language sql as $$ select t = 'unit' $$; create schema ads; alter table dsp_show_status set schema ads");
        StateMapping mapping = AdMapping.Units with { Table = "ads.dsp_show_status" };

        SchemaFinding finding = (await CheckAsync(database, mapping with { Filter = "is_unit(type)" })).ShouldHaveSingleItem();

        finding.Severity.ShouldBe(FindingSeverity.Error);
        finding.Needed.ShouldContain("search path pg_catalog, ads, pg_temp");
        (await CheckAsync(database, mapping with { Filter = "public.is_unit(type)" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_over_the_status_gets_advice_to_leave_Kairos_bits_out_of_it()
    {
        await using UserDatabase database = await AdsAsync(await UserDatabase.SqliteAsync(), "");

        SchemaFinding advice = (await CheckAsync(database, AdMapping.Units with { Filter = "status < 64" })).ShouldHaveSingleItem();

        (advice.Severity, advice.Column).ShouldBe((FindingSeverity.Advice, "filter"));
        advice.Remedy.ShouldContain("(status & ~15) = 0");
    }

    [Fact]
    public async Task A_bit_beyond_the_width_of_the_status_is_an_error()
    {
        await using UserDatabase database = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), "alter table dsp_show_status alter column status type smallint");

        (await CheckAsync(database, AdMapping.Units with { Bits = AdMapping.Units.Bits with { Paused = 1L << 14 } })).ShouldBeEmpty();
        (await CheckAsync(database, AdMapping.Units with { Bits = AdMapping.Units.Bits with { Paused = 1L << 15 } })).ShouldHaveSingleItem().Needed.ShouldBe("a mapped bit is 2^15");
    }

    [Fact]
    public async Task A_user_who_owns_nothing_is_told_to_connect_as_the_owner()
    {
        await using UserDatabase database = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), "");
        string role = $"guest_{Guid.NewGuid():N}";
        await database.RunAsync($"create role {role} login; grant select on all tables in schema public to {role}");
        await using NpgsqlDataSource guest = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.Source.ConnectionString) { Username = role });

        ImmutableArray<SchemaFinding> findings = await SchemaCheck.RunAsync(guest, StateDatabaseKind.PostgreSql, AdMapping.Units, CancellationToken.None);

        findings.Select(finding => finding.Found).ShouldBe(["the user doesn't own it", "the user may put no trigger on it"]);
        findings[0].Remedy.ShouldContain("Connect as the owner");
    }

    [Fact]
    public async Task A_large_table_with_the_usual_autovacuum_gets_advice_and_works()
    {
        await using UserDatabase database = await AdsAsync(await UserDatabase.PostgreSqlAsync(server), "update pg_class set reltuples = 85000000 where relname = 'dsp_show_status'");

        SchemaFinding advice = (await CheckAsync(database, AdMapping.Units)).ShouldHaveSingleItem();
        advice.Severity.ShouldBe(FindingSeverity.Advice);
        advice.Found.ShouldContain("85,000,000");

        await database.RunAsync(advice.Remedy["Run: ".Length..^1]);
        (await CheckAsync(database, AdMapping.Units)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_out_of_reach_is_told_without_its_connection_string()
    {
        await using NpgsqlDataSource nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Timeout=2");

        StateTableException failure = await Should.ThrowAsync<StateTableException>(() => SchemaCheck.RunAsync(nowhere, StateDatabaseKind.PostgreSql, AdMapping.Units, CancellationToken.None));

        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("mapping 'units'");
        failure.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_table_that_is_not_there_can_not_be_planned()
    {
        await using UserDatabase database = await UserDatabase.SqliteAsync();

        StateTableException failure = await Should.ThrowAsync<StateTableException>(() => InstallPlan.ReadAsync(database.Source, database.Kind, AdMapping.Units, CancellationToken.None));

        failure.Message.ShouldBe("There is no table dsp_show_status: correct the mapping, or create the table.");
    }

    private static Task<ImmutableArray<SchemaFinding>> CheckAsync(UserDatabase database, StateMapping mapping) =>
        SchemaCheck.RunAsync(database.Source, database.Kind, mapping, CancellationToken.None);

    private static async Task<UserDatabase> AdsAsync(UserDatabase database, string change)
    {
        await database.RunAsync(UserDatabase.Ads);
        if (change.Length > 0)
        {
            await database.RunAsync(change);
        }

        return database;
    }
}
