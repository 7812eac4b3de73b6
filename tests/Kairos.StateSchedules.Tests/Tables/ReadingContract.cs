using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;
using Kairos.Time;
using Kairos.Triggers.Grids;

namespace Kairos.StateSchedules.Tests.Tables;

public abstract class ReadingContract : IAsyncLifetime
{
    private static readonly string s_mornings = string.Concat(Enumerable.Repeat(new string('1', 24) + new string('0', 24), 7));

    private TableBed _bed = null!;

    public async ValueTask InitializeAsync() => _bed = await MakeAsync();

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Due_rows_come_once_each_by_next_change_and_key_over_the_borders_of_batches()
    {
        for (int id = 1; id <= 11; id++)
        {
            await _bed.AddAsync(id, next: id is 3 or 10 ? TableBed.Noon - TimeSpan.FromMicroseconds(1) : TableBed.Noon);
        }

        await _bed.AddAsync(50, next: TableBed.Noon + TimeSpan.FromMicroseconds(1));
        List<long> seen = [];
        DuePosition after = DuePosition.Start;
        RowBatch batch = new(4);
        do
        {
            await _bed.Table.ReadDueAsync(new DueRange([0]), TableBed.Noon, after, batch, CancellationToken.None);
            seen.AddRange(TableBed.Keys(batch));
            after = batch.Count > 0 ? DuePosition.Behind(batch) : after;
        }
        while (batch.Count == batch.Capacity);
        seen.ShouldBe([3, 10, 1, 2, 4, 5, 6, 7, 8, 9, 11]);
    }

    [Fact]
    public async Task Due_rows_of_several_shards_come_shard_after_shard_over_the_borders_of_batches()
    {
        // Of shards 0 to 3, the later ids due first; shard 2 is not asked for.
        for (int id = 1; id <= 20; id++)
        {
            await _bed.AddAsync(id, ", shard", $", {id % 4}", next: TableBed.Noon - TimeSpan.FromSeconds(id));
        }

        List<long> seen = [];
        DuePosition after = DuePosition.Start;
        RowBatch batch = new(4);
        do
        {
            await _bed.Table.ReadDueAsync(new DueRange([0, 1, 3]), TableBed.Noon, after, batch, CancellationToken.None);
            seen.AddRange(TableBed.Keys(batch));
            after = batch.Count > 0 ? DuePosition.Behind(batch) : after;
        }
        while (batch.Count == batch.Capacity);
        seen.ShouldBe([20, 16, 12, 8, 4, 17, 13, 9, 5, 1, 19, 15, 11, 7, 3]);
    }

    [Fact]
    public async Task Rows_of_other_shards_and_rows_that_the_filter_leaves_out_are_not_due()
    {
        await _bed.AddAsync(1);
        await _bed.AddAsync(2, ", shard", ", 1");
        await _bed.AddAsync(3, ", type", ", 'plan'");
        RowBatch batch = await _bed.DueAsync(shard: 1);
        TableBed.Keys(batch).ShouldBe([2]);
        batch.Shards[0].ShouldBe(1);
    }

    [Fact]
    public async Task Without_shards_a_slice_is_a_range_of_keys_with_both_ends()
    {
        StateTable table = _bed.Of(_bed.Mapping with { Shard = null, Shards = [0] });
        await _bed.RunAsync("create index status_next on status (next_change, id) where next_change is not null and (type = 'unit')");
        for (int id = 1; id <= 6; id++)
        {
            await _bed.AddAsync(id, ", shard", $", {id}");
        }

        RowBatch batch = new(10);
        await table.ReadDueAsync(new DueRange([0], 2, 4), TableBed.Noon, DuePosition.Start, batch, CancellationToken.None);
        TableBed.Keys(batch).ShouldBe([2, 3, 4]);
        batch.Shards[0].ShouldBe(0);
    }

    [Fact]
    public async Task A_pass_reads_rows_of_all_shards_by_key_whatever_their_next_change_is()
    {
        await _bed.AddAsync(1);
        await _bed.AddAsync(2, ", shard", ", 1");
        await _bed.AddAsync(3);
        await _bed.AddAsync(9_000_000_000);
        await _bed.RunAsync("update status set next_change = null where id = 2");
        RowBatch batch = new(2);
        await _bed.Table.ReadByKeyAsync(1, long.MaxValue, BudgetRelease.Now, batch, CancellationToken.None);
        TableBed.Keys(batch).ShouldBe([2, 3]);
        batch.NextChange[0].ShouldBe(RowBatch.Never);
        await _bed.Table.ReadByKeyAsync(3, 8_999_999_999, BudgetRelease.Now, batch, CancellationToken.None);
        batch.Count.ShouldBe(0);
        await _bed.Table.ReadByKeyAsync(3, 9_000_000_000, BudgetRelease.Now, batch, CancellationToken.None);
        TableBed.Keys(batch).ShouldBe([9_000_000_000]);
    }

    [Fact]
    public async Task A_row_is_read_with_its_status_version_dates_grid_and_pause_to_the_microsecond()
    {
        Instant start = TableBed.Parse("2026-11-01T00:00:00.000001Z");
        Instant end = TableBed.Parse("2027-01-01T15:59:59.999999Z");
        await _bed.AddAsync(1, ", state, version", ", 33, 7", $"'{s_mornings}'");
        await _bed.RunAsync($"update unit set starts = {_bed.Date(start)}, ends = {_bed.Date(end)}, is_paused = true");
        RowBatch batch = await _bed.DueAsync();
        batch.Count.ShouldBe(1);
        (batch.Status[0], batch.Versions[0], batch.NextChange[0]).ShouldBe((33, 7, TableBed.Noon.Micros));
        (batch.Starts[0], batch.Ends[0]).ShouldBe((start.Micros, end.Micros));
        batch.Flags[0].ShouldBe(RowFlags.HasGrid | RowFlags.Paused);
        batch.Grids[0].ShouldBe(WeeklyGrid.Parse(s_mornings));
        batch.Differs(0).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_null_is_open_and_without_a_grid_and_not_paused()
    {
        await _bed.AddAsync(1);
        RowBatch batch = await _bed.DueAsync();
        (batch.Starts[0], batch.Ends[0], batch.Flags[0]).ShouldBe((RowBatch.Open, RowBatch.Never, RowFlags.None));
    }

    [Fact]
    public async Task A_row_whose_grid_can_not_be_read_or_whose_schedule_is_missing_is_marked_and_the_others_are_read()
    {
        await _bed.AddAsync(1, slots: "'0101'");
        await _bed.AddAsync(2, slots: "''");
        await _bed.AddAsync(3, slots: $"'{new string('1', 40_000)}'");
        await _bed.AddAsync(4, slots: $"'{s_mornings}'");
        await _bed.AddAsync(5);
        await _bed.RunAsync("delete from unit where unit_id = 50");
        await _bed.AddAsync(6);
        await _bed.RunAsync("update status set unit = null where id = 6");
        RowBatch batch = await _bed.DueAsync();
        batch.Flags[..batch.Count].ShouldBe([RowFlags.Unreadable, RowFlags.Unreadable, RowFlags.Unreadable, RowFlags.HasGrid, RowFlags.Unreadable, RowFlags.Unreadable]);
    }

    [Theory]
    [InlineData(null, RowFlags.HasGrid, false)]
    [InlineData("oceanengine", RowFlags.HasGrid, true)]
    [InlineData("tencent", RowFlags.Unreadable, false)]
    public async Task A_week_of_zeros_means_what_its_vendor_means_by_it(string? vendor, object flags, bool isOn)
    {
        await _bed.AddAsync(1, slots: $"'{new string('0', 336)}'");
        RowBatch batch = await TableBed.DueAsync(_bed.Of(With(_bed.Mapping.Schedule with { Vendor = vendor })));
        batch.Flags[0].ShouldBe((RowFlags)flags);
        ((batch.Flags[0] & RowFlags.HasGrid) != RowFlags.None && batch.Grids[0][0]).ShouldBe(isOn);
    }

    [Fact]
    public async Task Grids_are_read_from_coefficients_and_from_ranges()
    {
        await _bed.AddAsync(1, slots: $"'[{string.Join(", ", s_mornings.Select(c => c == '1' ? "1.25" : "0"))}]'");
        RowBatch batch = await TableBed.DueAsync(_bed.Of(With(_bed.Mapping.Schedule with { Format = GridFormat.Coefficients })));
        batch.Grids[0].ShouldBe(WeeklyGrid.Parse(s_mornings));
        await _bed.RunAsync("update unit set slots = 'Mon-Sun 00:00-12:00'");
        batch = await TableBed.DueAsync(_bed.Of(With(_bed.Mapping.Schedule with { Format = GridFormat.Ranges })));
        batch.Grids[0].ShouldBe(WeeklyGrid.Parse(s_mornings));
    }

    [Fact]
    public async Task Grid_and_dates_may_be_columns_of_the_status_table()
    {
        await _bed.RunAsync($"""
            alter table status add column slots text;
            alter table status add column ends text;
            """);
        await _bed.AddAsync(1, ", slots", $", '{s_mornings}'");
        StateMapping mapping = With(new ScheduleMapping { Grid = "slots" }) with { Budget = null };
        RowBatch batch = await TableBed.DueAsync(_bed.Of(mapping));
        batch.Flags[0].ShouldBe(RowFlags.HasGrid);
        batch.Ends[0].ShouldBe(RowBatch.Never);
    }

    [Fact]
    public async Task The_release_condition_is_asked_for_rows_with_an_exhausted_budget_alone()
    {
        for (int id = 1; id <= 4; id++)
        {
            await _bed.AddAsync(id, ", state", id == 1 ? ", 0" : ", 8");
        }

        await _bed.RunAsync("insert into budget values (10, 0, 5), (20, 0, 5), (30, 5, 5)");
        (await _bed.DueAsync()).Flags[..4].ShouldBe([RowFlags.None, RowFlags.BudgetAllows, RowFlags.None, RowFlags.None]);
    }

    [Fact]
    public async Task A_budget_may_be_columns_of_the_status_table()
    {
        await _bed.RunAsync("alter table status add column spent integer not null default 0");
        await _bed.AddAsync(1, ", state, spent", ", 8, 1");
        await _bed.AddAsync(2, ", state, spent", ", 8, 2");
        StateMapping mapping = _bed.Mapping with { Budget = new BudgetMapping { Release = "b.spent < 2" } };
        (await TableBed.DueAsync(_bed.Of(mapping))).Flags[..2].ShouldBe([RowFlags.BudgetAllows, RowFlags.None]);
    }

    [Fact]
    public async Task Keys_oldest_change_count_and_forecast_are_of_the_rows_of_the_mapping()
    {
        (await _bed.Table.KeysAsync(CancellationToken.None)).ShouldBeNull();
        (await _bed.Table.OldestChangeAsync([0, 1], CancellationToken.None)).ShouldBeNull();
        TimeSpan step = TimeSpan.FromMinutes(30);
        await _bed.AddAsync(5, next: TableBed.Noon - TimeSpan.FromDays(1));
        await _bed.AddAsync(6, next: TableBed.Noon);
        await _bed.AddAsync(7, ", shard", ", 1", next: TableBed.Noon + step);
        await _bed.AddAsync(8, next: TableBed.Noon + step + step - TimeSpan.FromMicroseconds(1));
        await _bed.AddAsync(9, next: TableBed.Noon + (step * 3));
        await _bed.AddAsync(1, ", type", ", 'plan'");
        (await _bed.Table.KeysAsync(CancellationToken.None)).ShouldBe((5, 9));
        (await _bed.Table.OldestChangeAsync([0, 1], CancellationToken.None)).ShouldBe(TableBed.Noon - TimeSpan.FromDays(1));
        (await _bed.Table.OldestChangeAsync([1], CancellationToken.None)).ShouldBe(TableBed.Noon + step);
        (await _bed.Of(_bed.Mapping with { Shard = null }).OldestChangeAsync([0], CancellationToken.None)).ShouldBe(TableBed.Noon - TimeSpan.FromDays(1));
        (await _bed.Table.ForecastAsync(TableBed.Noon, step, 3, CancellationToken.None)).ShouldBe([2, 2, 0]);
        await _bed.RunAsync("analyze");
        (await _bed.Table.CountAsync(CancellationToken.None)).ShouldBe(5);
    }

    [Fact]
    public async Task One_row_is_found_by_its_key_or_none()
    {
        await _bed.AddAsync(1);
        await _bed.AddAsync(2, ", type", ", 'plan'");
        TableBed.Keys(await _bed.FindAsync(1)).ShouldBe([1]);
        (await _bed.FindAsync(2)).Count.ShouldBe(0);
        (await _bed.FindAsync(3)).Count.ShouldBe(0);
    }

    private protected abstract ValueTask<TableBed> MakeAsync();

    private StateMapping With(ScheduleMapping schedule) => _bed.Mapping with { Schedule = schedule };
}

public sealed class PostgreSqlReadingTests(PostgresFixture server) : ReadingContract
{
    private protected override async ValueTask<TableBed> MakeAsync() => await PostgreSqlBed.MakeAsync(server);
}

public sealed class SqliteReadingTests : ReadingContract
{
    private protected override async ValueTask<TableBed> MakeAsync()
    {
        SqliteBed bed = new();
        await bed.CreateAsync();
        return bed;
    }
}
