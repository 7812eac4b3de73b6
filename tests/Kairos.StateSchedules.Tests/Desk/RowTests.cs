using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Mapping;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.Testing;

namespace Kairos.StateSchedules.Tests.Desk;

/// <summary>Single rows: why, edits, exhausted budgets.</summary>
public sealed class RowTests : IDisposable
{
    private const long Key = 7;
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_row_that_is_on_says_so()
    {
        RowWhy why = await WhyAsync(new FakeRow(Key));

        (why.IsOn, why.State, why.Text, why.NextChange, why.NextOn, why.IsTrue).ShouldBe((true, "on", "It is on.", null, null, true));
        why.Reasons.ShouldBeEmpty();
    }

    [Fact]
    public async Task Outside_its_slots_a_row_says_when_it_is_on_next()
    {
        RowWhy why = await WhyAsync(new FakeRow(Key) { Grid = StateRig.TenToNoon, Status = 4, NextChange = StateRig.At(10).Micros });

        (why.IsOn, why.State, why.NextOn, why.IsTrue, why.IsDue).ShouldBe((false, "outsideSlots", StateRig.Hour(10), true, false));
        why.Text.ShouldContain("none of its slots");
    }

    [Fact]
    public async Task Before_its_start_a_row_says_when_its_first_slot_is()
    {
        RowWhy why = await WhyAsync(new FakeRow(Key) { Grid = StateRig.TenToNoon, Start = StateRig.At(37).Micros, End = StateRig.At(80).Micros, Status = 1, NextChange = StateRig.At(37).Micros });

        (why.State, why.Start, why.End, why.NextChange, why.NextOn).ShouldBe(("notStarted", StateRig.Hour(37), StateRig.Hour(80), StateRig.Hour(37), StateRig.Hour(58)));
        why.Text.ShouldContain("2026-01-02T13:00:00");
    }

    [Fact]
    public async Task After_its_end_a_row_is_never_on_again()
    {
        RowWhy why = await WhyAsync(new FakeRow(Key) { Grid = StateRig.TenToNoon, End = StateRig.At(-1).Micros, Status = 2 });

        (why.State, why.NextChange, why.NextOn, why.IsTrue).ShouldBe(("ended", null, null, true));
    }

    [Fact]
    public async Task A_budget_that_is_used_up_comes_before_dates_and_slots()
    {
        RowWhy why = await WhyAsync(new FakeRow(Key) { Grid = StateRig.TenToNoon, Status = 12, NextChange = StateRig.At(10).Micros });

        (why.State, why.NextOn).ShouldBe(("budgetExhausted", null));
        why.Reasons.ShouldBe(["budgetExhausted", "outsideSlots"]);
        why.Text.ShouldContain("midnight in UTC");
    }

    [Theory]
    [InlineData(16 + 8 + 4, false)]
    [InlineData(8 + 4, true)]
    public async Task A_pause_comes_before_all(long status, bool column)
    {
        RowWhy why = await WhyAsync(new FakeRow(Key) { Grid = StateRig.TenToNoon, Status = status, NextChange = StateRig.At(10).Micros, Flags = column ? RowFlags.Paused : RowFlags.None });

        (why.State, why.NextOn).ShouldBe(("paused", null));
        why.Reasons.ShouldBe(["paused", "budgetExhausted", "outsideSlots"]);
    }

    [Fact]
    public async Task A_row_whose_table_holds_something_else_is_told_so()
    {
        RowWhy why = await WhyAsync(new FakeRow(Key) { Grid = StateRig.TenToNoon, Status = 0, NextChange = StateRig.At(0).Micros });

        (why.State, why.StoredState, why.StoredStatus, why.IsTrue, why.IsDue).ShouldBe(("outsideSlots", "on", 0, false, true));
        why.StoredNextChange.ShouldBe(StateRig.Hour(0));
    }

    [Fact]
    public async Task A_row_that_can_not_be_read_keeps_its_state_and_says_why()
    {
        RowWhy why = await WhyAsync(new FakeRow(Key) { Status = 4, Flags = RowFlags.Unreadable });

        (why.State, why.IsUnreadable, why.IsTrue, why.NextOn).ShouldBe(("outsideSlots", true, true, null));
        why.Text.ShouldContain("can't be read");
    }

    [Theory]
    [InlineData(true, 0, 0L)]
    [InlineData(true, 7, 7L)]
    [InlineData(false, 815, 815L)]
    [InlineData(false, 0, null)]
    public async Task A_version_is_told_where_the_table_or_its_database_has_one(bool column, long stored, long? told)
    {
        _rig.Mapping = _rig.Mapping with { Version = column ? "version" : null };

        (await WhyAsync(new FakeRow(Key) { Version = stored })).Version.ShouldBe(told);
    }

    [Theory]
    [InlineData(GridFormat.Slots, "tencent", "0101", "keeps grids as slots, by the convention of tencent. The grid has 4 characters")]
    [InlineData(GridFormat.Slots, null, "01", "keeps grids as slots. ")]
    [InlineData(GridFormat.Coefficients, null, "[1,", "keeps grids as coefficients. ")]
    [InlineData(GridFormat.Ranges, null, "Mon 8-25", "keeps grids as ranges. ")]
    [InlineData(GridFormat.Ranges, null, null, "keeps grids as ranges. Give one with the edit")]
    public async Task A_grid_that_can_not_be_read_is_refused_with_what_is_wrong_with_it(GridFormat format, string? vendor, string? grid, string says)
    {
        _rig.Mapping = _rig.Mapping with { Schedule = _rig.Mapping.Schedule with { Format = format, Vendor = vendor } };
        _rig.Table[Key] = new FakeRow(Key);
        _rig.Table.Answer = EditOutcome.Unreadable;
        await using KairosTestHost host = await _rig.StartAsync();

        string message = (await StateRig.DeskOf(host).EditAsync(StateRig.Name, Key, new ScheduleEdit { Grid = grid, Paused = true }, null, CancellationToken.None)).Refusal!.Message;

        message.ShouldContain(says);
        message.Length.ShouldBeGreaterThan(message.IndexOf(says, StringComparison.Ordinal) + says.Length + 10);
    }

    [Fact]
    public async Task An_edit_changes_the_schedule_and_the_state_with_it()
    {
        RowWhy before = await WhyAsync(new FakeRow(Key) { Grid = StateRig.TenToNoon, Status = 4, NextChange = StateRig.At(10).Micros });
        before.IsOn.ShouldBeFalse();
        await using KairosTestHost host = await _rig.StartAsync();

        StateAnswer<RowWhy> answer = await StateRig.DeskOf(host).EditAsync(StateRig.Name, Key, new ScheduleEdit { Grid = "Mon-Sun 00:00-02:00", End = StateRig.Hour(1) }, version: 1, CancellationToken.None);

        (answer.Value!.IsOn, answer.Value.NextChange, answer.Value.IsTrue).ShouldBe((true, StateRig.Hour(1), true));
        _rig.Table[Key].Status.ShouldBe(0);
    }

    [Fact]
    public async Task An_edit_of_a_row_that_has_changed_since_is_a_conflict_and_changes_nothing()
    {
        FakeRow row = new(Key) { Version = 5 };
        _rig.Table[Key] = row;
        await using KairosTestHost host = await _rig.StartAsync();

        StateAnswer<RowWhy> answer = await StateRig.DeskOf(host).EditAsync(StateRig.Name, Key, new ScheduleEdit { Paused = true }, version: 4, CancellationToken.None);

        answer.Refusal!.Code.ShouldBe(StateRefusalCode.Conflict);
        answer.Refusal.Message.ShouldContain("has version 5 now");
        _rig.Table[Key].ShouldBe(row);
    }

    [Fact]
    public async Task A_version_is_refused_where_rows_have_none()
    {
        _rig.Mapping = _rig.Mapping with { Version = null };
        _rig.Table[Key] = new FakeRow(Key) { Version = 0 };
        await using KairosTestHost host = await _rig.StartAsync();

        StateRefusal refusal = (await StateRig.DeskOf(host).EditAsync(StateRig.Name, Key, new ScheduleEdit { Paused = true }, version: 4, CancellationToken.None)).Refusal!;

        (refusal.Code, refusal.Message).ShouldBe((StateRefusalCode.Invalid, "Rows of 'units' have no version: name a column for it in the mapping, or send the edit without one."));
    }

    [Theory]
    [InlineData(3, "has no row in ad_unit")]
    [InlineData(4, "keeps grids as slots, by the convention of tencent")]
    [InlineData(5, "can't hold the instant")]
    public async Task An_edit_that_the_table_can_not_take_is_refused_with_the_reason(int outcome, string says)
    {
        _rig.Mapping = _rig.Mapping with { Schedule = _rig.Mapping.Schedule with { Table = "ad_unit", Key = "id", By = "unit_id", Vendor = "tencent" } };
        _rig.Table[Key] = new FakeRow(Key);
        _rig.Table.Answer = (EditOutcome)outcome;
        await using KairosTestHost host = await _rig.StartAsync();

        StateRefusal refusal = (await StateRig.DeskOf(host).EditAsync(StateRig.Name, Key, new ScheduleEdit { DropsGrid = true }, null, CancellationToken.None)).Refusal!;

        refusal.Code.ShouldBe(StateRefusalCode.Invalid);
        refusal.Message.ShouldContain(says);
    }

    [Fact]
    public async Task What_the_mapping_has_no_column_for_is_refused()
    {
        _rig.Mapping = _rig.Mapping with { Schedule = _rig.Mapping.Schedule with { Start = null } };
        _rig.Table[Key] = new FakeRow(Key);
        await using KairosTestHost host = await _rig.StartAsync();

        StateRefusal refusal = (await StateRig.DeskOf(host).EditAsync(StateRig.Name, Key, new ScheduleEdit { OpensStart = true }, null, CancellationToken.None)).Refusal!;

        refusal.Code.ShouldBe(StateRefusalCode.Invalid);
        refusal.Message.ShouldBe("Mapping 'units' has no column for this: name it as schedule.start.");
    }

    [Fact]
    public async Task A_mapping_without_the_bit_takes_no_report_of_budgets()
    {
        _rig.Mapping = _rig.Mapping with { Bits = StateRig.Bits with { BudgetExhausted = 0 }, Budget = null };
        await using KairosTestHost host = await _rig.StartAsync();

        (await StateRig.DeskOf(host).ExhaustedAsync(StateRig.Name, Key, at: null, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.Invalid);
    }

    [Fact]
    public async Task An_exhausted_budget_takes_its_row_off_at_once_and_midnight_opens_it_again()
    {
        _rig.Table[Key] = new FakeRow(Key) { Flags = RowFlags.BudgetAllows };
        await using KairosTestHost host = await _rig.AppliedAsync();

        RowWhy off = (await StateRig.DeskOf(host).ExhaustedAsync(StateRig.Name, Key, at: null, CancellationToken.None)).Value!;
        await host.DrainAsync(StateRig.Hour(24.25));

        (off.State, off.NextChange).ShouldBe(("budgetExhausted", StateRig.Hour(24)));
        (await StateRig.DeskOf(host).WhyAsync(StateRig.Name, Key, CancellationToken.None)).Value!.IsOn.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "budgetExhausted")]
    public async Task A_report_of_the_day_before_is_due_since_midnight_and_the_next_tick_asks_the_budget(bool allows, string state)
    {
        _rig.Table[Key] = new FakeRow(Key) { Flags = allows ? RowFlags.BudgetAllows : RowFlags.None };
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);

        RowWhy late = (await desk.ExhaustedAsync(StateRig.Name, Key, StateRig.Hour(-0.001), CancellationToken.None)).Value!;
        await StateRig.TickAsync(host, 0.5);

        (late.State, late.StoredNextChange, late.IsDue).ShouldBe(("budgetExhausted", StateRig.Hour(0), true));
        RowWhy after = (await desk.WhyAsync(StateRig.Name, Key, CancellationToken.None)).Value!;
        (after.State, after.NextChange).ShouldBe((state, allows ? null : StateRig.Hour(24)));
    }

    [Fact]
    public async Task A_report_of_the_day_before_changes_nothing_where_the_budget_was_used_up_again()
    {
        _rig.Table[Key] = new FakeRow(Key) { Flags = RowFlags.BudgetAllows };
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);

        await desk.ExhaustedAsync(StateRig.Name, Key, StateRig.Hour(0), CancellationToken.None);
        RowWhy late = (await desk.ExhaustedAsync(StateRig.Name, Key, StateRig.Hour(-1), CancellationToken.None)).Value!;

        (late.State, late.StoredNextChange).ShouldBe(("budgetExhausted", StateRig.Hour(24)));
    }

    [Fact]
    public async Task A_report_of_what_is_still_to_come_is_refused_beyond_a_minute()
    {
        _rig.Table[Key] = new FakeRow(Key);
        await using KairosTestHost host = await _rig.AppliedAsync();
        StateDesk desk = StateRig.DeskOf(host);
        DateTimeOffset now = host.Time.GetUtcNow();

        StateRefusal refusal = (await desk.ExhaustedAsync(StateRig.Name, Key, now.AddMinutes(1.01), CancellationToken.None)).Refusal!;
        RowWhy off = (await desk.ExhaustedAsync(StateRig.Name, Key, now.AddMinutes(1), CancellationToken.None)).Value!;

        refusal.Code.ShouldBe(StateRefusalCode.Invalid);
        refusal.Message.ShouldContain("still to come");
        (off.State, off.NextChange).ShouldBe(("budgetExhausted", StateRig.Hour(24)));
    }

    [Fact]
    public async Task Rows_that_are_unknown_and_edits_without_sense_are_refused()
    {
        await using KairosTestHost host = await _rig.StartAsync();
        StateDesk desk = StateRig.DeskOf(host);
        ScheduleEdit pause = new() { Paused = true };

        (await desk.WhyAsync(StateRig.Name, Key, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.UnknownRow);
        (await desk.ExhaustedAsync(StateRig.Name, Key, at: null, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.UnknownRow);
        (await desk.EditAsync(StateRig.Name, Key, pause, null, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.UnknownRow);
        ScheduleEdit[] bad =
        [
            new(), new() { Grid = "x", DropsGrid = true }, new() { Start = StateRig.Hour(1), OpensStart = true }, new() { End = StateRig.Hour(1), OpensEnd = true }, new() { Start = StateRig.Hour(2), End = StateRig.Hour(2) },
        ];
        foreach (ScheduleEdit edit in bad)
        {
            (await desk.EditAsync(StateRig.Name, Key, edit, null, CancellationToken.None)).Refusal!.Code.ShouldBe(StateRefusalCode.Invalid);
        }
    }

    private async Task<RowWhy> WhyAsync(FakeRow row)
    {
        _rig.Table[Key] = row;
        await using KairosTestHost host = await _rig.StartAsync();
        return (await StateRig.DeskOf(host).WhyAsync(StateRig.Name, Key, CancellationToken.None)).Value!;
    }
}
