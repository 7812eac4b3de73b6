using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;
using Kairos.Time;

namespace Kairos.StateSchedules.Tests.Tables;

public abstract class EditContract : IAsyncLifetime
{
    private static readonly string s_on = new('1', 336);
    private static readonly Instant s_start = TableBed.Parse("2026-12-01T00:00:00.123456Z");

    private readonly RowBatch _row = new(1);
    private TableBed _bed = null!;

    public async ValueTask InitializeAsync() => _bed = await MakeAsync();

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_edit_writes_the_schedule_and_the_state_that_follows_from_it_and_raises_the_version()
    {
        await _bed.AddAsync(1, ", state, version", ", 32, 7");
        StateEdit edit = new() { Grid = new(s_on), Start = new(s_start), End = new(s_start + TimeSpan.FromDays(1)), Paused = new(true) };
        EditOutcome outcome = await _bed.Table.EditAsync(1, edit, 7, _row, row =>
        {
            (row.Count, row.Starts[0], row.Ends[0]).ShouldBe((1, s_start.Micros, (s_start + TimeSpan.FromDays(1)).Micros));
            row.Flags[0].ShouldBe(RowFlags.HasGrid | RowFlags.Paused);
            TableBed.Decide(row, 1, s_start.Micros);
        }, CancellationToken.None);
        outcome.ShouldBe(EditOutcome.Written);
        RowBatch read = await _bed.FindAsync(1);
        (read.Status[0], read.NextChange[0], read.Versions[0], read.Starts[0]).ShouldBe((33, s_start.Micros, 8, s_start.Micros));
    }

    [Fact]
    public async Task What_an_edit_does_not_name_stays_and_what_it_sets_to_null_is_open()
    {
        await _bed.AddAsync(1, slots: $"'{s_on}'");
        await _bed.RunAsync($"update unit set starts = {_bed.Date(s_start)}, ends = {_bed.Date(s_start)}, is_paused = true");
        _ = await _bed.Table.EditAsync(1, new StateEdit { Start = new(null) }, null, _row, _ => { }, CancellationToken.None);
        (_row.Starts[0], _row.Ends[0], _row.Flags[0]).ShouldBe((RowBatch.Open, s_start.Micros, RowFlags.HasGrid | RowFlags.Paused));
        _ = await _bed.Table.EditAsync(1, new StateEdit { Grid = new(null), Paused = new(false) }, null, _row, _ => { }, CancellationToken.None);
        _row.Flags[0].ShouldBe(RowFlags.None);
    }

    [Fact]
    public async Task An_edit_on_another_version_and_an_edit_of_no_row_change_nothing()
    {
        await _bed.AddAsync(1);
        StateEdit edit = new() { Grid = new(s_on) };
        (await _bed.Table.EditAsync(1, edit, 1, _row, Never, CancellationToken.None)).ShouldBe(EditOutcome.Moved);
        (await _bed.Table.EditAsync(2, edit, null, _row, Never, CancellationToken.None)).ShouldBe(EditOutcome.NotFound);
        (await _bed.AskAsync("select slots from unit")).ShouldBeNull();
    }

    [Fact]
    public async Task An_edit_that_would_leave_a_row_unreadable_changes_nothing()
    {
        await _bed.AddAsync(1);
        (await _bed.Table.EditAsync(1, new StateEdit { Grid = new("0101") }, null, _row, Never, CancellationToken.None)).ShouldBe(EditOutcome.Unreadable);
        (await _bed.AskAsync("select slots from unit")).ShouldBeNull();
        await _bed.RunAsync("delete from unit");
        (await _bed.Table.EditAsync(1, new StateEdit { Grid = new(s_on) }, null, _row, Never, CancellationToken.None)).ShouldBe(EditOutcome.NoSchedule);
    }

    [Fact]
    public async Task An_unreadable_row_is_mended_by_an_edit()
    {
        await _bed.AddAsync(1, slots: "'0101'");
        (await _bed.Table.EditAsync(1, new StateEdit { Grid = new(s_on) }, null, _row, _ => { }, CancellationToken.None)).ShouldBe(EditOutcome.Written);
        (await _bed.FindAsync(1)).Flags[0].ShouldBe(RowFlags.HasGrid);
    }

    [Fact]
    public async Task A_row_whose_grid_can_not_be_read_is_paused_and_dated_and_takes_another_grid_only_if_that_one_can()
    {
        await _bed.AddAsync(1, slots: "'0101'");

        (await _bed.Table.EditAsync(1, new StateEdit { Paused = new(true) }, null, _row, _ => { }, CancellationToken.None)).ShouldBe(EditOutcome.Written);
        (await _bed.Table.EditAsync(1, new StateEdit { End = new(s_start) }, null, _row, _ => { }, CancellationToken.None)).ShouldBe(EditOutcome.Written);
        (await _bed.Table.EditAsync(1, new StateEdit { Grid = new("01"), Paused = new(false) }, null, _row, Never, CancellationToken.None)).ShouldBe(EditOutcome.Unreadable);

        RowBatch read = await _bed.FindAsync(1);
        (read.Flags[0], read.Ends[0]).ShouldBe((RowFlags.Unreadable | RowFlags.Paused, s_start.Micros));
        (await _bed.AskAsync("select slots from unit")).ShouldBe("0101");
    }

    [Fact]
    public async Task When_the_evaluation_throws_nothing_is_written()
    {
        await _bed.AddAsync(1);
        await Should.ThrowAsync<InvalidOperationException>(async () => await _bed.Table.EditAsync(
            1, new StateEdit { Grid = new(s_on) }, null, _row, _ => throw new InvalidOperationException("no"), CancellationToken.None));
        (await _bed.AskAsync("select slots from unit")).ShouldBeNull();
    }

    [Fact]
    public async Task A_pause_that_is_a_bit_is_set_and_cleared_as_one()
    {
        await _bed.AddAsync(1, ", state", ", 1");
        StateTable table = _bed.Of(_bed.Mapping with { Schedule = _bed.Mapping.Schedule with { Paused = null } });
        _ = await table.EditAsync(1, new StateEdit { Paused = new(true) }, null, _row, _ => { }, CancellationToken.None);
        (await _bed.NumberAsync("select state from status")).ShouldBe(17);
        _ = await table.EditAsync(1, new StateEdit { Paused = new(false) }, null, _row, _ => { }, CancellationToken.None);
        (await _bed.NumberAsync("select state from status")).ShouldBe(1);
    }

    [Fact]
    public async Task A_pause_that_is_a_bit_needs_no_row_of_the_schedule()
    {
        await _bed.AddAsync(1);
        await _bed.RunAsync("delete from unit");
        StateTable table = _bed.Of(_bed.Mapping with { Schedule = _bed.Mapping.Schedule with { Paused = null } });

        (await table.EditAsync(1, new StateEdit { Paused = new(true) }, null, _row, _ => { }, CancellationToken.None)).ShouldBe(EditOutcome.Written);
        (await table.EditAsync(1, new StateEdit { Paused = new(false), Start = new(s_start) }, null, _row, Never, CancellationToken.None)).ShouldBe(EditOutcome.NoSchedule);
        (await _bed.NumberAsync("select state from status")).ShouldBe(16);
    }

    [Fact]
    public async Task A_schedule_in_the_status_table_is_edited_there()
    {
        await _bed.RunAsync("alter table status add column slots text");
        await _bed.AddAsync(1);
        StateTable table = _bed.Of(_bed.Mapping with { Schedule = new ScheduleMapping { Grid = "slots" }, Budget = null });
        (await table.EditAsync(1, new StateEdit { Grid = new(s_on) }, 0, _row, _ => { }, CancellationToken.None)).ShouldBe(EditOutcome.Written);
        (await _bed.AskAsync("select slots from status")).ShouldBe(s_on);
        (await _bed.FindAsync(1)).Versions[0].ShouldBe(1);
    }

    [Fact]
    public async Task What_the_mapping_has_no_column_for_can_not_be_set()
    {
        StateTable table = _bed.Of(_bed.Mapping with { Schedule = _bed.Mapping.Schedule with { Grid = null }, Bits = new StateBits() });
        ArgumentException refused = await Should.ThrowAsync<ArgumentException>(async () =>
            await table.EditAsync(1, new StateEdit { Grid = new(s_on) }, null, _row, Never, CancellationToken.None));
        refused.Message.ShouldContain("schedule.grid");
        (await Should.ThrowAsync<InvalidOperationException>(async () => await table.ExhaustAsync(1, _row, Never, CancellationToken.None))).Message.ShouldContain("bits.budgetExhausted");
    }

    [Fact]
    public async Task A_budget_reported_as_exhausted_sets_its_bit_and_the_row_is_evaluated_with_it()
    {
        await _bed.AddAsync(1, ", state", ", 5");
        await _bed.RunAsync("insert into budget values (10, 0, 5)");
        EditOutcome outcome = await _bed.Table.ExhaustAsync(1, _row, row =>
        {
            (row.Status[0], row.Flags[0]).ShouldBe((13, RowFlags.BudgetAllows));
            TableBed.Decide(row, 9, s_start.Micros);
        }, CancellationToken.None);
        outcome.ShouldBe(EditOutcome.Written);
        RowBatch read = await _bed.FindAsync(1);
        (read.Status[0], read.NextChange[0], read.Versions[0]).ShouldBe((9, s_start.Micros, 1));
        (await _bed.Table.ExhaustAsync(2, _row, Never, CancellationToken.None)).ShouldBe(EditOutcome.NotFound);
    }

    [Fact]
    public async Task A_write_back_of_what_was_read_before_an_edit_is_refused()
    {
        await _bed.AddAsync(1);
        RowBatch due = await _bed.DueAsync();
        _ = await _bed.Table.EditAsync(1, new StateEdit { Grid = new(s_on) }, null, _row, row => TableBed.Decide(row, 0, row.NextChange[0]), CancellationToken.None);
        TableBed.Decide(due, 4, s_start.Micros);
        (await _bed.Table.WriteAsync(due, 5_000, CancellationToken.None)).Rows.ShouldBe(0);
    }

    private protected abstract ValueTask<TableBed> MakeAsync();

    private static void Never(RowBatch row) => throw new InvalidOperationException("There was nothing to evaluate.");
}

public sealed class PostgreSqlEditTests(PostgresFixture server) : EditContract
{
    private protected override async ValueTask<TableBed> MakeAsync() => await PostgreSqlBed.MakeAsync(server);
}

public sealed class SqliteEditTests : EditContract
{
    private protected override async ValueTask<TableBed> MakeAsync()
    {
        SqliteBed bed = new();
        await bed.CreateAsync();
        return bed;
    }
}
