using Kairos.Events;
using Kairos.Jobs;
using Kairos.StateSchedules.Tables;
using Kairos.StateSchedules.Tests.Fakes;
using Kairos.StateSchedules.Ticks;
using Kairos.Testing;

namespace Kairos.StateSchedules.Tests.Ticks;

public sealed class RetryTests : IDisposable
{
    private readonly StateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_table_that_is_away_is_asked_again_after_half_a_second_and_then_twice_as_long_each_time()
    {
        _rig.AddDue(2);
        await using KairosTestHost host = await _rig.AppliedAsync();
        int asked = 0;
        _rig.Table.Before = (_, _) => ++asked <= 3 ? throw new StateTableException("The database is restarting.", isTransient: true) : Task.CompletedTask;

        IReadOnlyList<RunView> runs = await host.DrainAsync(StateRig.Hour(0.75));

        runs.Select(run => (run.Attempt, run.Outcome)).ShouldBe([(1, OutcomeCode.Retry), (2, OutcomeCode.Retry), (3, OutcomeCode.Retry), (4, OutcomeCode.Succeeded)]);
        runs[0].Reason.ShouldBe("The database is restarting.");

        // Each is up to a quarter shorter by chance.
        double[] delays = [.. runs.Skip(1).Zip(runs, (later, earlier) => (later.At - earlier.Ended).TotalSeconds)];
        delays.Zip([0.5, 1, 2], (delay, most) => delay <= most && delay >= most * 0.75).ShouldAllBe(fits => fits);
    }

    [Fact]
    public async Task A_table_that_refuses_fails_the_tick_and_the_next_one_tries_again()
    {
        _rig.AddDue(2);
        await using KairosTestHost host = await _rig.AppliedAsync();
        _rig.Table.Before = static (_, _) => throw new StateTableException("There is no column next_change.", isTransient: false);
        RunView failed = await StateRig.TickAsync(host, 0.5);
        _rig.Table.Before = static (_, _) => Task.CompletedTask;

        (failed.Outcome, failed.Reason).ShouldBe((OutcomeCode.Failed, "There is no column next_change."));
        (await StateRig.TickAsync(host, 1)).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_row_that_is_refused_fails_its_tick_with_all_others_written()
    {
        _rig.AddDue(3);
        _rig.Table.Refused.Add(2);
        await using KairosTestHost host = await _rig.AppliedAsync();
        RunView failed = await StateRig.TickAsync(host, 0.5);

        (failed.Outcome, StateRig.Notes(failed).Written, StateRig.Notes(failed).Left).ShouldBe((OutcomeCode.Failed, 2, 0));
        failed.Reason!.ShouldContain("refused a row, 2: not this one.");
        _rig.Table[2].NextChange.ShouldBe(StateRig.At(0).Micros);
        _rig.Table.Refused.Clear();
        RunView mended = await StateRig.TickAsync(host, 1);
        (mended.Outcome, StateRig.Notes(mended).Written).ShouldBe((OutcomeCode.Succeeded, 1));
    }

    [Fact]
    public async Task What_an_attempt_wrote_before_it_failed_stays_and_is_in_its_notes()
    {
        _rig.AddDue(4);
        await using KairosTestHost host = await _rig.AppliedAsync();
        await StateRig.SetAsync(host, settings => settings with { BatchRows = 2 });
        int writes = 0;
        _rig.Table.Before = (statement, _) => statement == "write" && ++writes == 2 ? throw new StateTableException("Too many connections.", isTransient: true) : Task.CompletedTask;

        IReadOnlyList<RunView> runs = await host.DrainAsync(StateRig.Hour(0.75));

        runs.Select(StateRig.Notes).Select(notes => (notes.Read, notes.Written)).ShouldBe([(4, 2), (2, 2)]);
    }

    [Fact]
    public async Task A_second_attempt_whose_next_tick_has_come_is_superseded_and_that_tick_runs_at_once()
    {
        _rig.AddDue(2);
        KairosTestHost killed = await _rig.AppliedAsync();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Table.Before = async (_, ct) =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Time, ct);
        };
        _rig.Time.AdvanceTo(StateRig.Hour(0.5));
        await reached.Task;
        await killed.DisposeAsync();
        _rig.Table.Before = static (_, _) => Task.CompletedTask;

        _rig.Time.AdvanceTo(StateRig.Hour(2.1));
        await using KairosTestHost host = await _rig.StartAsync();
        RunView latest = await StateRig.TickAsync(host, 2);

        latest.Outcome.ShouldBe(OutcomeCode.Succeeded);
        StateRig.Notes(latest).Written.ShouldBe(2);
        RunView superseded = host.Events.OfType<RunCommitted>().Select(e => e.Run).First();
        (superseded.Due, superseded.Attempt, superseded.Outcome).ShouldBe((StateRig.At(0.5), 2, OutcomeCode.Skipped));
        superseded.Reason.ShouldBe("Superseded by the tick of 2026-01-01T02:00:00.000000Z.");
        (await host.Jobs.ListAsync(new() { Kind = TickPayload.Kind })).ShouldHaveSingleItem().Due.ShouldBe(StateRig.At(2.5));
    }

    [Fact]
    public async Task A_table_that_stays_away_fails_the_tick_when_the_next_is_due_and_attempts_never_pile_up()
    {
        _rig.AddDue(1);
        await using KairosTestHost host = await _rig.AppliedAsync();
        _rig.Table.Before = static (_, _) => throw new StateTableException("The database is away.", isTransient: true);

        await host.DrainAsync(StateRig.Hour(1.75));

        (await host.Jobs.ListAsync(new() { Kind = TickPayload.Kind })).Count.ShouldBe(1);
        IReadOnlyList<RunView> runs = await host.Jobs.RunsAsync(new() { Kind = TickPayload.Kind, Limit = 1_000 });
        runs.Where(run => run.Outcome == OutcomeCode.Failed).Select(run => run.Due).ShouldBe([StateRig.At(1), StateRig.At(0.5)]);
        runs.Where(run => run.Outcome == OutcomeCode.Failed).ShouldAllBe(run => run.Reason!.StartsWith("The next occurrence is due"));
    }
}
