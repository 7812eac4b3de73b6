using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

public abstract class TakeOverContract : JobStoreContract
{
    [Fact]
    public async Task What_an_orderly_end_left_waiting_is_not_touched()
    {
        NewJob job = await SubmittedAsync(Job());

        (await CrashAsync(After(60))).ShouldBe(new TakeOver(0, 0, 0, 0, 0));

        (await StandingAsync(job.Id)).Attempt.ShouldBe(0);
    }

    [Fact]
    public async Task A_hold_whose_instant_had_not_come_is_released()
    {
        ArmedRow row = await ArmedAsync(Job(at: After(5)));

        (await CrashAsync(new Instant(After(5).Micros - 1))).ShouldBe(new TakeOver(1, 0, 0, 0, 0));

        ArmedRow again = await ArmOneAsync();
        (again.Attempt, again.Lost, again.At).ShouldBe((0, 0, After(5)));
        again.Fence.ShouldBeGreaterThan(row.Fence);
        (await RunsAsync(row.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hold_whose_instant_had_passed_is_a_suspect_and_starts_again()
    {
        ArmedRow row = await ArmedAsync(Job("k", After(5)));

        (await CrashAsync(After(5))).ShouldBe(new TakeOver(1, 1, 0, 0, 0));

        RunView run = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
        (run.Attempt, run.Outcome, run.Fence, run.At, run.Started, run.Ended, run.Key)
            .ShouldBe((1, OutcomeCode.Lost, row.Fence, After(5), null, After(5), "k"));
        run.Reason.ShouldNotBeNullOrEmpty();
        ArmedRow again = await ArmOneAsync();
        (again.Attempt, again.Lost).ShouldBe((1, 1));
        again.Fence.ShouldBeGreaterThan(row.Fence);
        (await CompleteAsync(Ended(again))).ShouldBe(CompletionAnswer.Committed);
    }

    [Fact]
    public async Task A_job_that_takes_its_process_with_it_is_buried_after_three_marked_starts()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        (await CrashAsync(T0)).Lost.ShouldBe(1);
        for (int losses = 1; losses <= 2; losses++)
        {
            row = await ArmOneAsync();
            row.Lost.ShouldBe(losses);
            await MarkAsync(row, MarkKind.Start, T0);
            (await CrashAsync(T0)).ShouldBe(new TakeOver(1, 1, 0, 0, 0));
        }

        row = await ArmOneAsync();
        await MarkAsync(row, MarkKind.Start, T0);
        (await CrashAsync(T0)).ShouldBe(new TakeOver(0, 0, 0, 1, 0));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).Select(run => (run.Attempt, run.Outcome)).ShouldBe(
            [(1, OutcomeCode.Lost), (2, OutcomeCode.Lost), (3, OutcomeCode.Lost), (4, OutcomeCode.Buried)]);
    }

    [Fact]
    public async Task One_that_waited_beside_it_loses_nothing_by_its_crashes()
    {
        _ = await ArmedAsync(Job());
        for (int crash = 1; crash <= 5; crash++)
        {
            // Lost once, its start is marked first: never marked, it never started.
            (await CrashAsync(T0)).ShouldBe(new TakeOver(1, crash == 1 ? 1 : 0, 0, 0, 0));
            ArmedRow row = await ArmOneAsync();
            (row.Attempt, row.Lost).ShouldBe((1, 1));
        }
    }

    [Fact]
    public async Task A_marked_start_whose_instant_had_not_come_is_released()
    {
        ArmedRow row = await ArmedAsync(Job(at: After(5)));
        await MarkAsync(row, MarkKind.Start, After(5));

        (await CrashAsync(new Instant(After(5).Micros - 1))).ShouldBe(new TakeOver(1, 0, 0, 0, 0));

        (await RunsAsync(row.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(MarkKind.Start)]
    [InlineData(MarkKind.Gate)]
    public async Task A_mark_is_void_after_the_take_over_of_its_hold(MarkKind kind)
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await CrashAsync(T0);
        row = await ArmOneAsync();
        await MarkAsync(row, kind, After(3));
        (await CrashAsync(After(1))).ShouldBe(new TakeOver(1, 0, 0, 0, 0));
        _ = await ArmOneAsync();

        (await CrashAsync(After(60))).ShouldBe(new TakeOver(1, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Behind_its_gate_a_job_that_is_due_once_ends_as_unknown()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        await MarkAsync(row, MarkKind.Gate, After(3));

        (await CrashAsync(After(3))).ShouldBe(new TakeOver(0, 0, 1, 0, 0));

        (await FindAsync(row.Id)).ShouldBeNull();
        RunView run = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
        (run.Attempt, run.Outcome, run.At, run.Started).ShouldBe((1, OutcomeCode.Unknown, After(3), null));
        _ = await SubmittedAsync(Job("k"));
    }

    [Fact]
    public async Task A_gate_whose_instant_had_not_come_is_released()
    {
        ArmedRow row = await ArmedAsync(Job());
        await MarkAsync(row, MarkKind.Gate, After(3));

        (await CrashAsync(new Instant(After(3).Micros - 1))).ShouldBe(new TakeOver(1, 0, 0, 0, 0));

        ArmedRow again = await ArmOneAsync();
        (again.Attempt, again.Lost, again.Settle).ShouldBe((0, 0, false));
        (await RunsAsync(row.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gate_marked_further_ahead_than_any_was_marked_before_the_clock_was_set_back_and_is_not_passed_again()
    {
        ArmedRow row = await ArmedAsync(Job());
        await MarkAsync(row, MarkKind.Gate, After(20));

        (await CrashAsync(After(10))).ShouldBe(new TakeOver(0, 0, 1, 0, 0));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Unknown);
    }

    [Fact]
    public async Task Behind_its_gate_a_repeating_job_is_handed_out_to_be_planned_and_not_to_be_started()
    {
        ArmedRow row = await ArmedAsync(Repeating("k", After(2)) with { Due = T0 });
        await MarkAsync(row, MarkKind.Gate, After(3));
        (await CrashAsync(After(4))).ShouldBe(new TakeOver(0, 0, 1, 0, 0));

        ArmedRow settle = await ArmOneAsync();
        (settle.Settle, settle.Due, settle.At, settle.Attempt).ShouldBe((true, T0, T0, 1));
        (await CompleteAsync(Ended(settle, next: NextDue(settle)) with { NoRun = true })).ShouldBe(CompletionAnswer.Committed);

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Unknown);
        ArmedRow next = await ArmOneAsync();
        (next.Settle, next.Due, next.Attempt).ShouldBe((false, After(10), 0));
    }

    [Fact]
    public async Task An_unknown_end_that_was_not_settled_before_another_crash_stays_to_be_settled()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        await MarkAsync(row, MarkKind.Gate, T0);
        _ = await CrashAsync(T0);
        _ = await ArmOneAsync();

        (await CrashAsync(After(60))).ShouldBe(new TakeOver(1, 0, 0, 0, 0));

        (await ArmOneAsync()).Settle.ShouldBeTrue();
        _ = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_unknown_end_that_is_replaced_before_it_was_settled_runs_its_new_content()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        await MarkAsync(row, MarkKind.Gate, T0);
        _ = await CrashAsync(T0);

        _ = await ReplaceAsync(Repeating("k", After(60)));

        ArmedRow next = await ArmOneAsync();
        (next.Settle, next.Due, next.Attempt).ShouldBe((false, After(60), 0));
    }

    [Fact]
    public async Task An_unknown_end_that_is_cancelled_before_it_was_settled_has_one_end_in_the_record()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        await MarkAsync(row, MarkKind.Gate, T0);
        _ = await CrashAsync(T0);

        (await Store.CancelAsync(Owner, row.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.Applied);

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Unknown);
    }

    [Fact]
    public async Task A_later_attempt_that_is_lost_counts_on()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));
        _ = await ArmOneAsync();

        _ = await CrashAsync(After(60));

        (await RunsAsync(row.Id)).Select(run => (run.Attempt, run.Outcome)).ShouldBe([(1, OutcomeCode.Retry), (2, OutcomeCode.Lost)]);
        (await ArmOneAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_take_over_of_very_many_settles_them_all()
    {
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, 5_000).Select(i => Job(at: After(i)))], T0, None);
        _ = await ArmAllAsync(5_000);

        (await CrashAsync(new Instant(After(2_000).Micros - 1))).ShouldBe(new TakeOver(5_000, 2_000, 0, 0, 0));

        (await ArmAllAsync(10_000)).Count.ShouldBe(5_000);
    }

    private async Task MarkAsync(ArmedRow row, MarkKind kind, Instant instant) =>
        (await Store.MarkAsync([new Mark(HoldOf(row), kind, instant)], None)).ShouldBe([true]);
}
