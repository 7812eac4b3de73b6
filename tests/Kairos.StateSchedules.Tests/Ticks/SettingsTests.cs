using Kairos.StateSchedules.Evaluation;
using Kairos.StateSchedules.Sets;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Ticks;
using Kairos.Testing;

namespace Kairos.StateSchedules.Tests.Ticks;

/// <summary>What an operator changes while the work runs.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_batch_size_is_heeded_by_a_tick_that_runs_within_a_second()
    {
        _rig.AddDue(20);
        await using KairosTestHost host = await _rig.AppliedAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 2 });
        AtStatement(4, () => StateRig.SetAsync(host, settings => settings with { BatchRows = 7 }));

        (await NotesOfTickAsync(host)).Written.ShouldBe(20);

        _rig.Table.Reads.Select(read => read.Length).ShouldBe([2, 2, 7, 7, 2]);
    }

    [Fact]
    public async Task What_another_node_has_set_is_seen_when_a_second_has_gone_by()
    {
        _rig.AddDue(6);
        await using KairosTestHost host = await _rig.AppliedAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 2 });
        StandingStore other = new((Stores.ISideTables)host.Services.GetService(typeof(Stores.ISideTables))!);
        AtStatement(2, async () =>
        {
            (await other.TrySetAsync(StateRig.Name, StateSettings.Default with { BatchRows = 3 }, null, CancellationToken.None)).ShouldBeTrue();
        });

        await NotesOfTickAsync(host);

        _rig.Table.Reads.Select(read => read.Length).ShouldBe([2, 2, 2]);
        _rig.AddDue(6);
        _rig.Table.Reads.Clear();
        await StateRig.TickAsync(host, 1);
        _rig.Table.Reads.Select(read => read.Length).ShouldBe([3, 3]);
    }

    [Fact]
    public async Task In_mode_full_a_tick_mends_what_no_next_change_tells()
    {
        _rig.AddTrue(9);
        _rig.Table[4] = _rig.Table[4] with { Status = 0, NextChange = RowBatch.Never };
        await using KairosTestHost host = await _rig.AppliedAsync();

        (await NotesOfTickAsync(host)).Written.ShouldBe(0);
        await StateRig.SetAsync(host, settings => settings with { Mode = TickMode.Full, BatchRows = 4 });
        TickNotes notes = StateRig.Notes(await StateRig.TickAsync(host, 1));

        (notes.Mode, notes.Read, notes.Written, notes.Batches).ShouldBe((TickMode.Full, 9, 1, 3));
        _rig.Table[4].ShouldBe(new FakeRow(4) { Grid = StateRig.TenToNoon, Status = StateRig.Bits.OutsideSlots, NextChange = StateRig.At(10).Micros });
    }

    [Fact]
    public async Task Mode_full_that_is_switched_off_ends_between_two_batches_and_what_is_due_is_done()
    {
        _rig.AddTrue(9);
        _rig.Table[9] = _rig.Table[9] with { Status = 0, NextChange = StateRig.At(0).Micros };
        await using KairosTestHost host = await _rig.AppliedAsync();
        await StateRig.SetAsync(host, settings => settings with { Mode = TickMode.Full, BatchRows = 2 });
        AtStatement(2, () => StateRig.SetAsync(host, settings => settings with { Mode = TickMode.NextChange }));

        TickNotes notes = await NotesOfTickAsync(host);

        (notes.Mode, notes.Read, notes.Written).ShouldBe((TickMode.NextChange, 3, 1));
        _rig.Table.Reads.ShouldBe([[1, 2], [9]]);
    }

    [Fact]
    public async Task A_throttle_holds_a_tick_to_its_rows_a_second()
    {
        _rig.AddDue(10);
        await using KairosTestHost host = await _rig.AppliedAsync();
        await StateRig.SetAsync(host, settings => settings with { RowsPerSecond = 4 });

        Task<IReadOnlyList<DateTimeOffset>> reads = _rig.ThrottledAsync("due", 3);
        _rig.Time.AdvanceTo(StateRig.Hour(0.5));
        IReadOnlyList<DateTimeOffset> begun = await reads;

        begun[0].ShouldBe(StateRig.Hour(0.5));
        StateRig.Spans(begun).ShouldAllBe(span => span >= TimeSpan.FromSeconds(1));
        (await NotesOfTickAsync(host)).Written.ShouldBe(10);
        _rig.Table.Reads.Select(read => read.Length).ShouldBe([4, 4, 2]);
    }

    private static async Task<TickNotes> NotesOfTickAsync(KairosTestHost host) => StateRig.Notes(await StateRig.TickAsync(host, 0.5));

    private void AtStatement(int number, Func<Task> change)
    {
        int statements = 0;
        _rig.Table.Before = async (_, _) =>
        {
            if (++statements == number)
            {
                await change();
            }
        };
    }
}
