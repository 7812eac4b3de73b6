using Kairos.Events;
using Kairos.Jobs;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Ticks;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.StateSchedules.Tests.Ticks;

public sealed class TickTests : IDisposable
{
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Ticks_come_at_the_exact_half_hours_and_write_what_is_true_there()
    {
        _rig.AddDue(3);
        await using KairosTestHost host = await _rig.AppliedAsync();

        IReadOnlyList<RunView> runs = await host.DrainAsync(StateRig.Hour(12.25));

        runs.Select(run => run.Due).ShouldBe(Enumerable.Range(1, 24).Select(half => StateRig.At(half * 0.5)));
        runs.ShouldAllBe(run => run.Lateness == TimeSpan.Zero && run.Outcome == OutcomeCode.Succeeded);
        runs.Select(StateRig.Notes).Where(notes => notes.Written > 0).Select(notes => (notes.Due, notes.Written, string.Join(',', notes.Flips))).ShouldBe(
        [
            (StateRig.Hour(0.5), 3, "Flip { From = on, To = outsideSlots, Rows = 3 }"),
            (StateRig.Hour(10), 3, "Flip { From = outsideSlots, To = on, Rows = 3 }"),
            (StateRig.Hour(12), 3, "Flip { From = on, To = outsideSlots, Rows = 3 }"),
        ]);
    }

    [Fact]
    public async Task What_a_tick_did_is_counted()
    {
        _rig.AddDue(5);
        await using KairosTestHost host = await _rig.AppliedAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 2 });

        TickNotes notes = StateRig.Notes(await StateRig.TickAsync(host, 0.5));

        (notes.Mapping, notes.Slice, notes.Of, notes.Mode).ShouldBe((StateRig.Name, 0, 1, TickMode.NextChange));
        (notes.Read, notes.Written, notes.Left, notes.Unreadable).ShouldBe((5, 5, 0, 0));

        // Three reads and three write-backs; the third read came short, so that no fourth was needed.
        (notes.Statements, notes.Batches).ShouldBe((6, 3));
        notes.LagMs.ShouldBe(30 * 60_000);
    }

    [Fact]
    public async Task A_next_change_that_no_calendar_has_is_as_late_as_can_be_told()
    {
        _rig.Table[1] = new FakeRow(1) { Grid = StateRig.TenToNoon, NextChange = RowBatch.Open };
        await using KairosTestHost host = await _rig.AppliedAsync();

        RunView run = await StateRig.TickAsync(host, 0.5);

        run.Outcome.ShouldBe(OutcomeCode.Succeeded);
        StateRig.Notes(run).LagMs.ShouldBe((StateRig.At(0.5) - Instant.Min).TotalMilliseconds);
        _rig.Table[1].NextChange.ShouldBe(StateRig.At(10).Micros);
    }

    [Fact]
    public async Task After_hours_of_standstill_one_tick_writes_the_present_and_no_flip_is_replayed()
    {
        _rig.AddDue(4);
        await using (KairosTestHost before = await _rig.AppliedAsync())
        {
            await StateRig.TickAsync(before, 0.5);
        }

        // Meanwhile they were on from ten to noon.
        _rig.Time.AdvanceTo(StateRig.Hour(29.25));
        await using KairosTestHost host = await _rig.StartAsync();
        RunView run = await StateRig.TickAsync(host, 29);

        StateRig.Notes(run).Written.ShouldBe(4);
        StateRig.Notes(run).Flips.ShouldBeEmpty();
        StateRig.Notes(run).LagMs.ShouldBe(TimeSpan.FromHours(19.25).TotalMilliseconds);
        _rig.Table.Rows.ShouldAllBe(row => row.NextChange == StateRig.At(34).Micros && row.Status == StateRig.Bits.OutsideSlots);
        (await host.Jobs.RunsAsync(new() { Kind = TickPayload.Kind, Outcome = OutcomeCode.Skipped })).ShouldHaveSingleItem().Reason!.ShouldContain("due instants");
    }

    [Fact]
    public async Task A_long_catch_up_writes_what_is_true_when_it_is_written()
    {
        _rig.AddDue(4, hours: "Mon-Sun 02:00-04:00");
        await using KairosTestHost host = await _rig.AppliedAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 2 });

        // Between its first and its second batch two hours go by, in which they begin to be on.
        int writes = 0;
        _rig.Table.Before = (statement, _) =>
        {
            if (statement == "write" && ++writes == 1)
            {
                _rig.Time.AdvanceTo(StateRig.Hour(2.75));
            }

            return Task.CompletedTask;
        };
        TickNotes notes = StateRig.Notes(await StateRig.TickAsync(host, 0.5));

        // Of the second batch nothing is written that was true two hours ago, and what has become due is due in this tick.
        _rig.Table.Reads.ShouldBe([[1, 2], [3, 4], [1, 2]]);
        notes.Flips.ShouldBe([new Flip("outsideSlots", "on", 2), new Flip("on", "outsideSlots", 2)], ignoreOrder: true);
        _rig.Table.Rows.ShouldAllBe(row => row.Status == 0 && row.NextChange == StateRig.At(4).Micros);
    }

    [Fact]
    public async Task A_budget_is_opened_before_the_slots_are_looked_at_and_both_are_one_write()
    {
        _rig.Table[1] = new FakeRow(1) { Grid = StateRig.TenToNoon, Status = StateRig.Bits.BudgetExhausted, NextChange = StateRig.At(24).Micros, Flags = RowFlags.BudgetAllows };
        _rig.Table[2] = new FakeRow(2) { Grid = StateRig.TenToNoon, Status = StateRig.Bits.BudgetExhausted, NextChange = StateRig.At(24).Micros };
        await using KairosTestHost host = await _rig.AppliedAsync();

        await host.DrainAsync(StateRig.Hour(23.75));
        TickNotes notes = StateRig.Notes(await StateRig.TickAsync(host, 24));

        notes.Written.ShouldBe(2);
        _rig.Table[1].Status.ShouldBe(StateRig.Bits.OutsideSlots);
        _rig.Table[2].Status.ShouldBe(StateRig.Bits.OutsideSlots | StateRig.Bits.BudgetExhausted);
    }

    [Fact]
    public async Task Rows_that_can_not_be_read_are_counted_with_some_keys_and_keep_their_state()
    {
        for (int key = 1; key <= 12; key++)
        {
            _rig.Table[key] = new FakeRow(key) { Status = 2, NextChange = StateRig.At(0).Micros, Flags = RowFlags.Unreadable };
        }

        await using KairosTestHost host = await _rig.AppliedAsync();
        TickNotes notes = StateRig.Notes(await StateRig.TickAsync(host, 0.5));

        (notes.Unreadable, notes.Written, notes.Left).ShouldBe((12, 12, 0));
        notes.UnreadableKeys.ShouldBe(Enumerable.Range(1, 10).Select(key => (long)key));
        _rig.Table.Rows.ShouldAllBe(row => row.Status == 2 && row.NextChange == RowBatch.Never);
    }

    [Fact]
    public async Task A_row_that_is_edited_between_read_and_write_keeps_the_edit_and_is_looked_at_once_more()
    {
        _rig.AddDue(3);
        await using KairosTestHost host = await _rig.AppliedAsync();
        int writes = 0;
        _rig.Table.Before = (statement, _) =>
        {
            if (statement == "write" && ++writes == 1)
            {
                _rig.Table.Edit(2, row => row with { End = StateRig.At(0.25).Micros }, StateRig.At(0.5));
            }

            return Task.CompletedTask;
        };

        TickNotes notes = StateRig.Notes(await StateRig.TickAsync(host, 0.5));

        (notes.Read, notes.Written, notes.Left).ShouldBe((4, 3, 0));
        notes.Flips.Select(flip => (flip.From, flip.To, flip.Rows)).ShouldBe([("on", "ended", 1), ("on", "outsideSlots", 2)], ignoreOrder: true);
        _rig.Table[2].Status.ShouldBe(StateRig.Bits.Ended);
    }

    [Fact]
    public async Task A_row_that_somebody_holds_is_looked_at_twice_left_and_done_by_the_next_tick()
    {
        _rig.AddDue(3);
        _rig.Table.Held.Add(2);
        await using KairosTestHost host = await _rig.AppliedAsync();

        TickNotes notes = StateRig.Notes(await StateRig.TickAsync(host, 0.5));
        (notes.Read, notes.Written, notes.Left, notes.Statements).ShouldBe((4, 2, 1, 4));
        notes.Flips.Sum(flip => flip.Rows).ShouldBe(2);

        _rig.Table.Held.Clear();
        notes = StateRig.Notes(await StateRig.TickAsync(host, 1));
        (notes.Read, notes.Written, notes.Left, notes.LagMs).ShouldBe((1, 1, 0, 60 * 60_000));
    }
}
