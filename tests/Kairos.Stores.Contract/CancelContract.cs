using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class CancelContract : JobStoreContract
{
    [Fact]
    public async Task A_waiting_job_is_cancelled_and_the_record_says_so()
    {
        NewJob job = await SubmittedAsync(Job("k", After(5)) with { Due = After(4) });

        (await Store.CancelAsync(Owner, job.Id, Grip.None, After(1), None)).ShouldBe(ChangeAnswer.Applied);

        (await FindAsync(job.Id)).ShouldBeNull();
        RunView run = (await RunsAsync(job.Id)).ShouldHaveSingleItem();
        (run.Due, run.At, run.Attempt, run.Started, run.Ended, run.Outcome, run.Owner, run.Kind, run.Key)
            .ShouldBe((After(4), After(5), 0, null, After(1), OutcomeCode.Cancelled, Owner, Kind, "k"));
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_parked_job_is_cancelled()
    {
        ArmedRow row = await ArmedAsync(Job());
        await Store.ParkAsync([HoldOf(row)], "paused", None);

        (await Store.CancelAsync(Owner, row.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.Applied);

        (await Store.UnparkAsync([Kind], None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_hold_that_the_caller_has_withdrawn_is_cancelled()
    {
        ArmedRow row = await ArmedAsync(Job());

        (await Store.CancelAsync(Owner, row.Id, Grip.Withdrawn(row.Fence), T0, None)).ShouldBe(ChangeAnswer.Applied);

        (await Store.HeldAsync(None)).ShouldBeEmpty();
        (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Refused);
    }

    [Fact]
    public async Task A_job_held_otherwise_is_left_as_it_is()
    {
        ArmedRow row = await ArmedAsync(Job());

        (await Store.CancelAsync(Owner, row.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.Pending);
        (await Store.CancelAsync(Owner, row.Id, Grip.Withdrawn(row.Fence - 1), T0, None)).ShouldBe(ChangeAnswer.Pending);
        (await Store.CancelAsync(Owner, row.Id, Grip.Started(row.Fence - 1), T0, None)).ShouldBe(ChangeAnswer.Pending);

        (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Committed);
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_hold_withdrawn_and_handed_back_meanwhile_is_cancelled()
    {
        ArmedRow row = await ArmedAsync(Job());
        await Store.ReleaseAsync([HoldOf(row)], None);

        (await Store.CancelAsync(Owner, row.Id, Grip.Withdrawn(row.Fence), T0, None)).ShouldBe(ChangeAnswer.Applied);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_is_to_end_is_not_set_free_to_run_once_more(bool parked)
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        ArmedRow beside = await ArmedAsync(Job());
        (await Store.CancelAsync(Owner, row.Id, Grip.Unseen, T0, None)).ShouldBe(ChangeAnswer.Pending);

        await GiveUpAsync(parked, row, beside);

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            r => r.Outcome.ShouldBe(OutcomeCode.Cancelled), r => r.Fence.ShouldBe(row.Fence), r => r.Started.ShouldBeNull());
        (await StandingAsync(beside.Id)).State.ShouldBe(parked ? JobState.Parked : JobState.Waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replace_takes_back_a_cancel_that_waits_for_the_end_of_a_hold(bool parked)
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await Store.CancelAsync(Owner, row.Id, Grip.Unseen, T0, None);
        (await ReplaceAsync(Repeating("k", After(60)))).HeldUnder.ShouldBe(row.Fence);

        await GiveUpAsync(parked, row);

        JobView view = await StandingAsync(row.Id);
        (view.State, view.At, view.Version).ShouldBe((parked ? JobState.Parked : JobState.Waiting, After(60), 2));
        (await RunsAsync(row.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_its_owner_cancels_a_job()
    {
        NewJob job = await SubmittedAsync(Job());

        (await Store.CancelAsync("bob", job.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.NotFound);
        (await Store.CancelAsync(Owner, NewId(), Grip.None, T0, None)).ShouldBe(ChangeAnswer.NotFound);

        _ = await StandingAsync(job.Id);
    }

    [Fact]
    public async Task A_job_is_cancelled_once()
    {
        NewJob job = await SubmittedAsync(Job());
        _ = await Store.CancelAsync(Owner, job.Id, Grip.None, T0, None);

        (await Store.CancelAsync(Owner, job.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.NotFound);

        _ = (await RunsAsync(job.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_cancel_between_two_attempts_stands_beside_the_first()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        (await Store.CancelAsync(Owner, row.Id, Grip.None, After(1), None)).ShouldBe(ChangeAnswer.Applied);

        (await RunsAsync(row.Id)).Select(run => (run.Attempt, run.Outcome)).ShouldBe([(0, OutcomeCode.Cancelled), (1, OutcomeCode.Retry)]);
    }

    [Fact]
    public async Task A_cancel_takes_the_next_number_where_its_own_is_taken()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        Completion skipped = Ended(row, OutcomeCode.Skipped, NextDue(row));
        _ = await CompleteAsync(skipped with { Run = skipped.Run with { Attempt = 0, Started = null } });
        _ = await ReplaceAsync(Repeating("k", T0));

        (await Store.CancelAsync(Owner, row.Id, Grip.None, After(1), None)).ShouldBe(ChangeAnswer.Applied);

        (await RunsAsync(row.Id)).Select(run => (run.Attempt, run.Outcome)).ShouldBe([(0, OutcomeCode.Skipped), (1, OutcomeCode.Cancelled)]);
    }

    private ValueTask GiveUpAsync(bool park, params IEnumerable<ArmedRow> rows)
    {
        Hold[] holds = [.. rows.Select(HoldOf)];
        return park ? Store.ParkAsync(holds, "nobody knows this kind", None) : Store.ReleaseAsync(holds, None);
    }
}
