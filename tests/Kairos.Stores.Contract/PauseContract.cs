using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class PauseContract : JobStoreContract
{
    private Task<ChangeAnswer> PauseAsync(JobId id, Grip grip = default) => Store.PauseAsync(Owner, id, grip, None).AsTask();

    private async Task<JobState> StateAsync(JobId id) => (await StandingAsync(id)).State;

    [Fact]
    public async Task A_paused_job_keeps_its_occurrence_and_is_not_armed()
    {
        NewJob job = await SubmittedAsync(Repeating("k", After(5)));

        (await PauseAsync(job.Id)).ShouldBe(ChangeAnswer.Applied);

        JobView view = await StandingAsync(job.Id);
        (view.State, view.Due, view.At, view.Version).ShouldBe((JobState.Paused, After(5), After(5), 1));
        (await ArmAllAsync()).ShouldBeEmpty();
        (await RunsAsync(job.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pausing_again_is_applied_and_changes_nothing()
    {
        NewJob job = await SubmittedAsync(Job());
        _ = await PauseAsync(job.Id);

        (await PauseAsync(job.Id)).ShouldBe(ChangeAnswer.Applied);

        (await StateAsync(job.Id)).ShouldBe(JobState.Paused);
    }

    [Fact]
    public async Task A_hold_that_the_caller_has_withdrawn_ends_with_the_pause()
    {
        ArmedRow row = await ArmedAsync(Job());

        (await PauseAsync(row.Id, Grip.Withdrawn(row.Fence))).ShouldBe(ChangeAnswer.Applied);

        (await StateAsync(row.Id)).ShouldBe(JobState.Paused);
        (await Store.HeldAsync(None)).ShouldBeEmpty();
        (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Refused);
    }

    [Fact]
    public async Task A_job_held_otherwise_is_left_as_it_is()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        (await PauseAsync(row.Id)).ShouldBe(ChangeAnswer.Pending);
        (await PauseAsync(row.Id, Grip.Withdrawn(row.Fence - 1))).ShouldBe(ChangeAnswer.Pending);
        (await PauseAsync(row.Id, Grip.Started(row.Fence - 1))).ShouldBe(ChangeAnswer.Pending);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));
        (await StateAsync(row.Id)).ShouldBe(JobState.Waiting);
    }

    [Fact]
    public async Task A_job_that_runs_is_paused_with_its_next_occurrence_planned()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        (await PauseAsync(row.Id, Grip.Started(row.Fence))).ShouldBe(ChangeAnswer.TooLate);
        (await StateAsync(row.Id)).ShouldBe(JobState.Armed);
        (await CompleteAsync(Ended(row, next: NextDue(row)))).ShouldBe(CompletionAnswer.Committed);

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Due, view.Ran).ShouldBe((JobState.Paused, After(10), 1));
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Succeeded);
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_completion_that_paused_its_job_may_be_repeated()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await PauseAsync(row.Id, Grip.Started(row.Fence));
        Completion ended = Ended(row, next: NextDue(row));
        _ = await CompleteAsync(ended);

        (await CompleteAsync(ended)).ShouldBe(CompletionAnswer.Committed);

        (await StandingAsync(row.Id)).Ran.ShouldBe(1);
        _ = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_retry_of_a_job_that_is_to_be_paused_is_kept_and_paused()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await PauseAsync(row.Id, Grip.Started(row.Fence));

        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Due, view.At, view.Attempt, view.Reason, view.Ran).ShouldBe((JobState.Paused, T0, After(2), 1, "again", 0));
    }

    [Fact]
    public async Task A_job_that_ends_while_it_is_to_be_paused_has_ended()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await PauseAsync(row.Id, Grip.Started(row.Fence));

        _ = await CompleteAsync(Ended(row));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hold_that_nobody_sees_is_paused_when_it_is_handed_back_or_parked(bool parked)
    {
        ArmedRow row = await ArmedAsync(Job());

        (await PauseAsync(row.Id, Grip.Unseen)).ShouldBe(ChangeAnswer.Pending);
        await (parked ? Store.ParkAsync([HoldOf(row)], "nobody knows this kind", None) : Store.ReleaseAsync([HoldOf(row)], None));

        (await StateAsync(row.Id)).ShouldBe(JobState.Paused);
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_parked_job_is_paused_and_stays_so_when_its_kind_is_known()
    {
        ArmedRow row = await ArmedAsync(Job());
        await Store.ParkAsync([HoldOf(row)], "nobody knows this kind", None);

        (await PauseAsync(row.Id)).ShouldBe(ChangeAnswer.Applied);
        (await Store.UnparkAsync([Kind], None)).ShouldBe(0);

        (await StateAsync(row.Id)).ShouldBe(JobState.Paused);
    }

    [Fact]
    public async Task A_pause_does_not_take_back_a_cancel()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        await EndAfterRunAsync(row);

        (await PauseAsync(row.Id, Grip.Started(row.Fence))).ShouldBe(ChangeAnswer.NotFound);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));
        (await FindAsync(row.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancel_takes_the_place_of_a_pause()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await PauseAsync(row.Id, Grip.Started(row.Fence));
        await EndAfterRunAsync(row);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await FindAsync(row.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_paused_job_is_cancelled()
    {
        NewJob job = await SubmittedAsync(Job());
        _ = await PauseAsync(job.Id);

        (await Store.CancelAsync(Owner, job.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.Applied);

        (await FindAsync(job.Id)).ShouldBeNull();
        (await RunsAsync(job.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Cancelled);
    }

    [Fact]
    public async Task Replace_keeps_a_paused_job_paused()
    {
        NewJob job = await SubmittedAsync(Job("k"));
        _ = await PauseAsync(job.Id);

        (await ReplaceAsync(Job("k", After(60)))).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, job.Id));

        JobView view = await StandingAsync(job.Id);
        (view.State, view.At, view.Version).ShouldBe((JobState.Paused, After(60), 2));
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Replace_keeps_the_wish_that_a_job_that_runs_is_paused()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await PauseAsync(row.Id, Grip.Started(row.Fence));
        (await ReplaceAsync(Repeating("k", After(60)))).HeldUnder.ShouldBe(row.Fence);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.At).ShouldBe((JobState.Paused, After(60)));
    }

    [Fact]
    public async Task Paused_jobs_survive_a_restart()
    {
        NewJob job = await SubmittedAsync(Job(at: After(5)));
        _ = await PauseAsync(job.Id);

        (await CrashAsync(After(60))).ShouldBe(TakeOver.Nothing);

        (await StateAsync(job.Id)).ShouldBe(JobState.Paused);
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_is_to_be_paused_is_when_it_is_taken_over()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await PauseAsync(row.Id, Grip.Started(row.Fence));

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(1, 1, 0, 0, 0));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Due, view.Attempt).ShouldBe((JobState.Paused, T0, 1));
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Lost);
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Behind_its_gate_a_job_that_is_to_be_paused_ends_its_occurrence_and_is_paused()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None);
        _ = await PauseAsync(row.Id, Grip.Started(row.Fence));

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(0, 0, 1, 0, 0));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Ran).ShouldBe((JobState.Paused, 1));
        (await Store.ResumeAsync(Owner, row.Id, new ResumePlan { Version = 1, Due = T0, Next = NextDue(row) }, None)).ShouldBe(ChangeAnswer.Applied);
        ArmedRow next = await ArmOneAsync();
        (next.Settle, next.Due).ShouldBe((true, T0));
    }

    [Fact]
    public async Task Paused_jobs_are_listed_and_counted_as_such()
    {
        NewJob paused = await SubmittedAsync(Job(at: After(3)));
        NewJob waiting = await SubmittedAsync(Job(at: After(4)));
        _ = await PauseAsync(paused.Id);

        (await Store.ListJobsAsync(new JobFilter { State = JobState.Paused }, None)).ShouldHaveSingleItem().Id.ShouldBe(paused.Id);
        (await Store.ListJobsAsync(new JobFilter { State = JobState.Paused, Owner = Owner }, None)).ShouldHaveSingleItem().Id.ShouldBe(paused.Id);
        (await Store.ListJobsAsync(new JobFilter { State = JobState.Waiting }, None)).ShouldHaveSingleItem().Id.ShouldBe(waiting.Id);
        (await Store.ListJobsAsync(new JobFilter(), None)).Select(job => job.Id).ShouldBe([paused.Id, waiting.Id]);
        IReadOnlyDictionary<JobState, long> counts = await Store.CountJobsAsync(None);
        (counts[JobState.Waiting], counts[JobState.Paused]).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Only_its_owner_pauses_a_job()
    {
        NewJob job = await SubmittedAsync(Job());

        (await Store.PauseAsync("bob", job.Id, Grip.None, None)).ShouldBe(ChangeAnswer.NotFound);
        (await PauseAsync(NewId())).ShouldBe(ChangeAnswer.NotFound);

        (await StateAsync(job.Id)).ShouldBe(JobState.Waiting);
    }
}
