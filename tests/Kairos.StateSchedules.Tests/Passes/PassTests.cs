using System.Text.Json;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.StateSchedules.Desk;
using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Passes;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Ticks;
using Kairos.Testing;

namespace Kairos.StateSchedules.Tests.Passes;

public sealed class PassTests : IDisposable
{
    private readonly StateRig _rig = new();

    public PassTests() => _rig.Installer.IsInstalled = true;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_backfill_looks_at_all_rows_and_fills_them()
    {
        AddUntouched(1_000);
        _rig.Mapping = _rig.Mapping with { Slices = 3 };
        await using KairosTestHost host = await _rig.StartAsync();

        PassView pass = await EndOfAsync(host, (await StateRig.DeskOf(host).StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!);

        (pass.What, pass.State, pass.Done, pass.SlicesEnded, pass.Slices).ShouldBe((PassKind.Backfill, PassState.Done, 1, 3, 3));
        (pass.Counts.Read, pass.Counts.Mended, pass.Counts.Different, pass.Counts.Left).ShouldBe((1_000, 1_000, 1_000, 0));
        _rig.Table.Rows.ShouldAllBe(row => row.Status == StateRig.Bits.OutsideSlots && row.NextChange == StateRig.At(10).Micros);
        _rig.Table.Reads.SelectMany(read => read).ShouldBeUnique();
    }

    [Fact]
    public async Task A_repair_finds_what_is_wrong_by_kind_mends_it_and_names_some_of_it()
    {
        _rig.AddTrue(500);
        for (int key = 10; key <= 250; key += 10)
        {
            _rig.Table[key] = _rig.Table[key] with { NextChange = key % 20 == 0 ? RowBatch.Never : StateRig.At(50).Micros };
        }

        _rig.Table[300] = _rig.Table[300] with { Status = 0 };
        _rig.Table[301] = _rig.Table[301] with { NextChange = StateRig.At(0).Micros };
        _rig.Table[302] = _rig.Table[302] with { Flags = RowFlags.Unreadable, NextChange = RowBatch.Never };
        await using KairosTestHost host = await _rig.StartAsync();

        PassView pass = await EndOfAsync(host, (await StateRig.DeskOf(host).StartRepairAsync(StateRig.Name, null, CancellationToken.None)).Value!);

        (pass.State, pass.Counts.Read, pass.Counts.Different, pass.Counts.Mended).ShouldBe((PassState.Done, 500, 27, 27));
        (pass.Counts.StatusWrong, pass.Counts.NextChangeWrong, pass.Counts.WereDue, pass.Counts.Unreadable).ShouldBe((1, 26, 1, 1));
        pass.Counts.DifferentKeys.ShouldBe([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        pass.Counts.UnreadableKeys.ShouldBe([302]);
        _rig.Table.Rows.Where(row => row.Key != 302).ShouldAllBe(row => row.Status == StateRig.Bits.OutsideSlots && row.NextChange == StateRig.At(10).Micros);
    }

    [Fact]
    public async Task A_budget_whose_midnight_has_come_is_left_to_the_next_tick()
    {
        FakeRow row = new(1) { Grid = StateRig.TenToNoon, Status = StateRig.Bits.BudgetExhausted | StateRig.Bits.OutsideSlots, NextChange = StateRig.At(0).Micros, Flags = RowFlags.BudgetAllows };
        _rig.Table[1] = row;
        await using KairosTestHost host = await _rig.StartAsync();

        PassView pass = await EndOfAsync(host, (await StateRig.DeskOf(host).StartRepairAsync(StateRig.Name, null, CancellationToken.None)).Value!);

        pass.Counts.Mended.ShouldBe(0);
        _rig.Table[1].ShouldBe(row);
    }

    [Fact]
    public async Task A_pass_over_an_empty_table_is_done_at_once()
    {
        _rig.Mapping = _rig.Mapping with { Slices = 4 };
        await using KairosTestHost host = await _rig.StartAsync();

        PassView pass = await EndOfAsync(host, (await StateRig.DeskOf(host).StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!);

        (pass.State, pass.Done, pass.Counts.Read).ShouldBe((PassState.Done, 1, 0));
    }

    [Fact]
    public async Task A_pass_goes_in_stints_of_seconds_and_tells_where_it_is()
    {
        AddUntouched(1_000);
        await using KairosTestHost host = await _rig.StartAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 100 });

        // Each batch takes two seconds: three make a stint.
        _rig.Table.Before = (statement, _) =>
        {
            if (statement == "key")
            {
                _rig.Time.Advance(TimeSpan.FromSeconds(2));
            }

            return Task.CompletedTask;
        };
        StateDesk desk = StateRig.DeskOf(host);
        PassView begun = (await desk.StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!;
        PassView pass = await EndOfAsync(host, begun);

        PassNotes[] stints = [.. (await host.Jobs.RunsAsync(new() { Kind = PassPayload.Kind })).Select(NotesOf).OrderBy(notes => notes.After)];
        stints.Select(notes => (notes.Counts.Read, notes.Stint.Read)).ShouldBe([(300, 300), (600, 300), (900, 300), (1_000, 100)]);
        stints.Select(notes => Math.Round(notes.Done, 2)).ShouldBe([0.3, 0.6, 0.9, 1]);
        stints[0].RowsPerSecond.ShouldBe(50);
        (pass.Counts.Stints, pass.Counts.Repeated, pass.Counts.Read).ShouldBe((4, 0, 1_000));
    }

    [Fact]
    public async Task A_server_that_stops_hands_over_the_place_and_the_next_goes_on_from_there()
    {
        AddUntouched(600);
        KairosTestHost first = await _rig.StartAsync();
        await StateRig.SetAsync(first, settings => settings with { BatchRows = 100 });
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int reads = 0;
        _rig.Table.Before = async (statement, _) =>
        {
            if (statement == "key")
            {
                _rig.Time.Advance(TimeSpan.FromSeconds(2));
                if (++reads == 3)
                {
                    reached.TrySetResult();
                    await go.Task;
                }
            }
        };
        PassView begun = (await StateRig.DeskOf(first).StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!;
        await reached.Task;
        Task stop = first.StopAsync();
        for (int second = 0; !stop.IsCompleted; second++)
        {
            // It ends behind the batch that it has begun; nobody here takes up what follows. Beyond the patience of a stop, and
            // never as far as the timeout of the stint, behind which it would be tried again later.
            _rig.Time.Advance(TimeSpan.FromSeconds(second < 60 ? 1 : 0));
            go.TrySetResult();
            await Task.Yield();
        }

        await first.DisposeAsync();
        await using KairosTestHost host = await _rig.StartAsync();
        PassView pass = await EndOfAsync(host, begun);

        (pass.State, pass.Counts.Read, pass.Counts.Mended, pass.Counts.Repeated).ShouldBe((PassState.Done, 600, 600, 0));
        _rig.Table.Reads.SelectMany(read => read).ShouldBeUnique();
    }

    [Fact]
    public async Task A_kill_repeats_a_stint_without_a_gap_and_counts_no_row_twice()
    {
        AddUntouched(1_000);
        KairosTestHost killed = await _rig.StartAsync();
        await StateRig.SetAsync(killed, settings => settings with { BatchRows = 100 });
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int reads = 0;
        _rig.Table.Before = async (statement, _) =>
        {
            if (statement == "key")
            {
                _rig.Time.Advance(TimeSpan.FromSeconds(2));

                // In the middle of the second stint, for good.
                if (++reads == 5)
                {
                    reached.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Time, CancellationToken.None);
                }
            }
        };
        PassView begun = (await StateRig.DeskOf(killed).StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!;
        await reached.Task;
        await killed.DisposeAsync();
        _rig.Table.Before = static (_, _) => Task.CompletedTask;

        await using KairosTestHost host = await _rig.StartAsync();
        PassView pass = await EndOfAsync(host, begun);

        (pass.State, pass.Counts.Read, pass.Counts.Repeated).ShouldBe((PassState.Done, 1_000, 1));

        // The batch that the killed one had written in its stint is mended and was counted by nobody.
        pass.Counts.Mended.ShouldBe(900);
        _rig.Table.Rows.ShouldAllBe(row => row.NextChange == StateRig.At(10).Micros);
        _rig.Table.Reads.SelectMany(read => read).Distinct().Count().ShouldBe(1_000);
    }

    [Fact]
    public async Task A_table_that_is_away_is_tried_again_and_one_that_refuses_ends_the_slice_with_its_reason()
    {
        AddUntouched(10);
        await using KairosTestHost host = await _rig.StartAsync();
        int asked = 0;
        _rig.Table.Before = (statement, _) => statement != "key" ? Task.CompletedTask
            : ++asked == 1 ? throw new StateTableException("The database is restarting.", isTransient: true)
            : throw new StateTableException("There is no column next_change.", isTransient: false);
        PassView begun = (await StateRig.DeskOf(host).StartBackfillAsync(StateRig.Name, null, CancellationToken.None)).Value!;
        await host.DrainAsync(StateRig.Hour(0.5));

        PassView pass = await EndOfAsync(host, begun);

        pass.State.ShouldBe(PassState.Failed);
        pass.Faults.ShouldBe(["There is no column next_change."]);
        (await host.Jobs.RunsAsync(new() { Kind = PassPayload.Kind })).Select(run => run.Outcome).ShouldBe([OutcomeCode.Failed, OutcomeCode.Retry]);
    }

    [Fact]
    public async Task A_throttle_holds_a_pass_to_its_rows_a_second_over_stints()
    {
        AddUntouched(100);
        await using KairosTestHost host = await _rig.StartAsync();
        Task<IReadOnlyList<DateTimeOffset>> reads = _rig.ThrottledAsync("key", 10);
        PassView begun = (await StateRig.DeskOf(host).StartRepairAsync(StateRig.Name, rowsPerSecond: 10, CancellationToken.None)).Value!;

        IReadOnlyList<DateTimeOffset> times = await reads;
        PassView pass = await EndOfAsync(host, begun);

        StateRig.Spans(times).ShouldAllBe(span => span >= TimeSpan.FromSeconds(1));
        pass.Counts.Read.ShouldBe(100);
        pass.Counts.Stints.ShouldBeGreaterThanOrEqualTo(2);
    }

    private static PassNotes NotesOf(RunView run) => JsonSerializer.Deserialize(run.Notes.Span, StateJson.Default.PassNotes)!;

    private static async Task<PassView> EndOfAsync(KairosTestHost host, PassView pass)
    {
        await EndedAsync(host, pass);
        return (await StateRig.DeskOf(host).PassAsync(pass.Id, CancellationToken.None)).Value!;
    }

    private static async Task EndedAsync(KairosTestHost host, PassView pass)
    {
        HashSet<int> open = [.. Enumerable.Range(0, pass.Slices)];
        while (open.Count > 0)
        {
            int slice = open.First();
            await host.UntilAsync<RunCommitted>(e => e.Run.Key == PassHandler.KeyOf(pass.Mapping, slice, pass.Id)
                && (e.Run.Outcome == OutcomeCode.Failed || (e.Run.Outcome == OutcomeCode.Succeeded && NotesOf(e.Run).Done >= 1)));
            open.Remove(slice);
        }
    }

    private void AddUntouched(int rows)
    {
        for (int key = 1; key <= rows; key++)
        {
            _rig.Table[key] = new FakeRow(key) { Grid = StateRig.TenToNoon };
        }
    }
}
