using System.Data.Common;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tests.Tables;

public sealed class PostgreSqlRowTests(PostgresFixture server) : IAsyncLifetime
{
    private static readonly long s_later = (TableBed.Noon + TimeSpan.FromHours(1)).Micros;
    private static readonly string s_on = new('1', 336);

    private readonly RowBatch _row = new(1);
    private PostgreSqlBed _bed = null!;

    public async ValueTask InitializeAsync() => _bed = await PostgreSqlBed.MakeAsync(server);

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public async Task A_row_that_another_transaction_holds_is_left_and_due_again()
    {
        await _bed.AddAsync(1);
        await _bed.AddAsync(2);
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 4, s_later);
        await using (DbConnection other = await _bed.Source.OpenConnectionAsync())
        await using (DbTransaction open = await other.BeginTransactionAsync())
        {
            await using DbCommand hold = other.CreateCommand();
            hold.CommandText = "update status set state = state where id = 1";
            _ = await hold.ExecuteNonQueryAsync();
            (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
        }

        TableBed.Keys(await _bed.DueAsync()).ShouldBe([1]);
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_that_a_foreign_key_of_another_transaction_refers_to_is_written()
    {
        await _bed.AddAsync(1);
        RowBatch batch = await _bed.DueAsync();
        TableBed.Decide(batch, 4, s_later);
        await using DbConnection other = await _bed.Source.OpenConnectionAsync();
        await using DbTransaction open = await other.BeginTransactionAsync();
        await using DbCommand hold = other.CreateCommand();
        hold.CommandText = "select 1 from status where id = 1 for key share";
        _ = await hold.ExecuteScalarAsync();
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_version_column_any_write_of_the_row_since_it_was_read_wins()
    {
        StateTable table = _bed.Of(_bed.Mapping with { Version = null });
        await _bed.AddAsync(1);
        await _bed.AddAsync(2);
        RowBatch batch = await TableBed.DueAsync(table);
        TableBed.Decide(batch, 4, s_later);
        await _bed.RunAsync("update status set unit = unit where id = 1");
        (await table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
        TableBed.Keys(await TableBed.DueAsync(table)).ShouldBe([1]);
    }

    [Fact]
    public async Task Without_a_version_column_an_edit_is_made_on_the_row_as_it_was_read()
    {
        StateTable table = _bed.Of(_bed.Mapping with { Version = null });
        await _bed.AddAsync(1);
        long version = (await TableBed.DueAsync(table)).Versions[0];
        StateEdit edit = new() { Grid = new(s_on) };
        (await table.EditAsync(1, edit, version, _row, row => TableBed.Decide(row, 4, s_later), CancellationToken.None)).ShouldBe(EditOutcome.Written);
        (await table.EditAsync(1, edit, version, _row, _ => { }, CancellationToken.None)).ShouldBe(EditOutcome.Moved);
    }

    [Fact]
    public async Task Infinity_and_years_that_only_the_database_has_are_open_or_never()
    {
        for (int id = 1; id <= 3; id++)
        {
            await _bed.AddAsync(id);
        }

        await _bed.RunAsync("""
            update unit set starts = '-infinity', ends = 'infinity' where unit_id = 10;
            update unit set starts = '4000-01-01 BC', ends = '250000-01-01' where unit_id = 20;
            update unit set starts = 'infinity', ends = '-infinity' where unit_id = 30;
            update status set next_change = '-infinity' where id = 1;
            """);
        RowBatch batch = await _bed.DueAsync();
        batch.Starts[..3].ShouldBe([RowBatch.Open, RowBatch.Open, RowBatch.Never]);
        batch.Ends[..3].ShouldBe([RowBatch.Never, RowBatch.Never, RowBatch.Open]);
        TableBed.Keys(batch).ShouldBe([1, 2, 3]);
        TableBed.Decide(batch, 4, s_later);
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(3);
        await _bed.RunAsync("update status set next_change = 'infinity'");
        (await _bed.Table.OldestChangeAsync([0], CancellationToken.None)).ShouldBeNull();
        await _bed.Table.ReadByKeyAsync(0, long.MaxValue, BudgetRelease.Now, batch, CancellationToken.None);
        batch.NextChange[0].ShouldBe(RowBatch.Never);
        TableBed.Decide(batch, 0, s_later);
        (await _bed.Table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(3);
    }

    [Fact]
    public async Task Times_without_a_zone_are_of_the_mappings_and_in_a_gap_its_end_and_in_an_overlap_the_first_pass()
    {
        await _bed.RunAsync("alter table unit drop column starts, drop column ends, add column starts timestamp, add column ends date");
        StateTable table = _bed.Of(_bed.Mapping with { Zone = "Europe/Berlin" });
        for (int id = 1; id <= 3; id++)
        {
            await _bed.AddAsync(id);
        }

        await _bed.RunAsync("""
            update unit set starts = '2026-03-29 02:30:00', ends = '2026-10-26' where unit_id = 10;
            update unit set starts = '2026-10-25 02:30:00.000001', ends = 'infinity' where unit_id = 20;
            """);
        RowBatch batch = await TableBed.DueAsync(table);
        batch.Starts[..3].ShouldBe([TableBed.Parse("2026-03-29T01:00:00Z").Micros, TableBed.Parse("2026-10-25T00:30:00.000001Z").Micros, RowBatch.Open]);
        batch.Ends[..3].ShouldBe([TableBed.Parse("2026-10-25T23:00:00Z").Micros, RowBatch.Never, RowBatch.Never]);
    }

    [Fact]
    public async Task What_a_column_can_not_hold_is_not_written()
    {
        await _bed.RunAsync("alter table unit drop column starts, drop column ends, add column starts timestamp, add column ends date");
        StateTable table = _bed.Of(_bed.Mapping with { Zone = "Europe/Berlin" });
        await _bed.AddAsync(1);
        (await EditAsync(new StateEdit { Start = new(TableBed.Parse("2026-10-25T01:30:00Z")) })).ShouldBe(EditOutcome.NotHeld);
        (await EditAsync(new StateEdit { End = new(TableBed.Noon) })).ShouldBe(EditOutcome.NotHeld);
        (await EditAsync(new StateEdit { Start = new(TableBed.Parse("2026-10-25T00:30:00Z")), End = new(TableBed.Parse("2026-10-25T23:00:00Z")) })).ShouldBe(EditOutcome.Written);
        (await _bed.AskAsync("select starts::text || ' ' || ends::text from unit")).ShouldBe("2026-10-25 02:30:00 2026-10-26");

        ValueTask<EditOutcome> EditAsync(StateEdit edit) => table.EditAsync(1, edit, null, _row, _ => { }, CancellationToken.None);
    }

    [Theory]
    [InlineData("smallint", "varchar(700)", "smallint")]
    [InlineData("integer", "char(336)", "integer")]
    [InlineData("bigint", "json", "boolean")]
    [InlineData("bigint", "jsonb", "boolean")]
    public async Task Columns_may_be_of_any_width_and_grids_text_or_json(string number, string grid, string paused)
    {
        bool isJson = grid.StartsWith("json", StringComparison.Ordinal);
        string slots = isJson ? $"[{string.Join(',', s_on.Select(c => c))}]" : s_on;
        await _bed.RunAsync($"""
            drop index status_due;
            alter table status alter id type {number}, alter shard type {number}, alter state type {number}, alter version type {number}, alter unit type {number};
            alter table unit alter slots type {grid} using slots::{grid}, drop column is_paused, add column is_paused {paused}, alter unit_id type {number};
            create index status_due on status (shard, next_change, id) where next_change is not null and (type = 'unit');
            """);
        StateTable table = _bed.Of(_bed.Mapping with { Schedule = _bed.Mapping.Schedule with { Format = isJson ? GridFormat.Coefficients : GridFormat.Slots } });
        await _bed.AddAsync(1, ", state, version", ", 33, 2", $"'{slots}'");
        RowBatch batch = await TableBed.DueAsync(table);
        batch.Grids[0].ShouldBe(WeeklyGrid.Parse(s_on));
        TableBed.Decide(batch, 6, s_later);
        (await table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
        (await _bed.NumberAsync("select state from status")).ShouldBe(38);
        EditOutcome outcome = await table.EditAsync(1, new StateEdit { Grid = new(slots), Paused = new(true) }, 2, _row, _ => { }, CancellationToken.None);
        outcome.ShouldBe(EditOutcome.Written);
        _row.Flags[0].ShouldBe(RowFlags.HasGrid | RowFlags.Paused);
    }

    [Fact]
    public async Task Names_that_need_quotes_are_quoted()
    {
        await _bed.RunAsync("""
            create schema "my ads";
            create table "my ads"."Order" (id bigint primary key, "group" int, "Status" int, next_change timestamptz, "by" bigint, "from" timestamptz);
            insert into "my ads"."Order" values (1, 0, 0, '2026-11-20 00:00Z', 1, '2026-01-01 00:00Z');
            """);
        StateTable table = _bed.Of(_bed.Mapping with
        {
            Table = "my ads.Order", Filter = null, Shard = "group", Status = "Status", Version = null, Budget = null,
            Schedule = new ScheduleMapping { Table = "my ads.Order", Key = "id", By = "by", Start = "from" },
        });
        RowBatch batch = await TableBed.DueAsync(table);
        TableBed.Keys(batch).ShouldBe([1]);
        TableBed.Decide(batch, 1, s_later);
        (await table.WriteAsync(batch, 5_000, CancellationToken.None)).Rows.ShouldBe(1);
        (await table.EditAsync(1, new StateEdit { Start = new(TableBed.Noon) }, null, _row, _ => { }, CancellationToken.None)).ShouldBe(EditOutcome.Written);
    }
}
