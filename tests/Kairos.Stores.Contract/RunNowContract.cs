using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Stores.Contract;

public abstract class RunNowContract : JobStoreContract
{
    private Task<ChangeAnswer> RunNowAsync(JobId id, Instant now, Grip grip = default) => Store.RunNowAsync(Owner, id, grip, now, None).AsTask();

    [Fact]
    public async Task A_job_to_come_has_an_occurrence_of_this_instant()
    {
        NewJob job = await SubmittedAsync(Repeating("k", After(60)));

        (await RunNowAsync(job.Id, After(3))).ShouldBe(ChangeAnswer.Applied);

        ArmedRow row = await ArmOneAsync();
        (row.Due, row.At, row.Version, row.Trigger, row.Attempt).ShouldBe((After(3), After(3), 2, job.Trigger, 0));
    }

    [Fact]
    public async Task An_occurrence_that_has_come_is_what_runs()
    {
        NewJob job = await SubmittedAsync(Repeating("k"));

        _ = await RunNowAsync(job.Id, After(25));

        ArmedRow row = await ArmOneAsync();
        (row.Due, row.At).ShouldBe((T0, After(25)));
    }

    [Fact]
    public async Task Between_two_attempts_the_next_one_runs()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        (await RunNowAsync(row.Id, After(1))).ShouldBe(ChangeAnswer.Applied);

        ArmedRow again = await ArmOneAsync();
        (again.Due, again.At, again.Attempt).ShouldBe((T0, After(1), 1));
    }

    [Fact]
    public async Task The_occurrence_is_later_than_all_that_is_recorded()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        _ = await RunNowAsync(row.Id, After(-1));

        ArmedRow next = await ArmOneAsync();
        (next.Due, next.At).ShouldBe((new Instant(T0.Micros + 1), After(-1)));
    }

    [Fact]
    public async Task A_hold_that_the_caller_has_withdrawn_is_claimed_anew()
    {
        ArmedRow row = await ArmedAsync(Repeating("k", After(4)));

        (await RunNowAsync(row.Id, After(1), Grip.Withdrawn(row.Fence))).ShouldBe(ChangeAnswer.Applied);

        (await CompleteAsync(Ended(row, next: NextDue(row)))).ShouldBe(CompletionAnswer.Refused);
        ArmedRow now = await ArmOneAsync();
        now.Due.ShouldBe(After(1));
        now.Fence.ShouldBeGreaterThan(row.Fence);
    }

    [Fact]
    public async Task A_job_that_runs_or_is_held_otherwise_is_left_as_it_is()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        (await RunNowAsync(row.Id, After(1), Grip.Started(row.Fence))).ShouldBe(ChangeAnswer.TooLate);
        (await RunNowAsync(row.Id, After(1))).ShouldBe(ChangeAnswer.Pending);
        (await RunNowAsync(row.Id, After(1), Grip.Unseen)).ShouldBe(ChangeAnswer.Pending);

        (await StandingAsync(row.Id)).Version.ShouldBe(1);
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));
        (await StandingAsync(row.Id)).Due.ShouldBe(After(10));
    }

    [Fact]
    public async Task A_parked_job_can_not_run_and_keeps_the_reason()
    {
        ArmedRow row = await ArmedAsync(Job());
        await Store.ParkAsync([HoldOf(row)], "nobody knows this kind", None);

        (await RunNowAsync(row.Id, After(1))).ShouldBe(ChangeAnswer.Parked);

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Reason, view.Version).ShouldBe((JobState.Parked, "nobody knows this kind", 1));
    }

    [Fact]
    public async Task A_paused_job_runs_once_and_is_paused_again()
    {
        ArmedRow row = await PausedAndRunAsync(Repeating("k", After(60)));

        _ = await CompleteAsync(Ended(row, next: new NextStart(After(60), After(60), 0)));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Due, view.Ran).ShouldBe((JobState.Paused, After(60), 1));
    }

    [Fact]
    public async Task A_paused_job_that_was_to_run_once_does_so_although_its_hold_was_handed_back_or_lost()
    {
        ArmedRow row = await PausedAndRunAsync(Repeating("k", After(60)));
        await Store.ReleaseAsync([HoldOf(row)], None);
        row = await ArmOneAsync();
        _ = await CrashAsync(After(1));

        row = await ArmOneAsync();
        _ = await CompleteAsync(Ended(row, next: new NextStart(After(60), After(60), 0)));

        (await StandingAsync(row.Id)).State.ShouldBe(JobState.Paused);
    }

    [Fact]
    public async Task A_paused_job_of_an_unknown_kind_is_paused_again_and_says_why_it_did_not_run()
    {
        ArmedRow row = await PausedAndRunAsync(Job(at: After(60)));

        await Store.ParkAsync([HoldOf(row)], "nobody knows this kind", None);

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Reason).ShouldBe((JobState.Paused, "nobody knows this kind"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_plan_before_that_run_leaves_the_job_paused(bool held)
    {
        ArmedRow row = await PausedAndRunAsync(Repeating("k", After(60)));
        if (!held)
        {
            await Store.ReleaseAsync([HoldOf(row)], None);
        }

        _ = await ReplaceAsync(Repeating("k", After(90)));
        if (held)
        {
            await Store.ReleaseAsync([HoldOf(row)], None);
        }

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Due).ShouldBe((JobState.Paused, After(90)));
    }

    [Fact]
    public async Task A_pause_before_that_run_keeps_it_from_starting_and_a_resume_lets_the_job_go_on_after_it()
    {
        ArmedRow row = await PausedAndRunAsync(Repeating("k", After(60)));
        (await Store.PauseAsync(Owner, row.Id, Grip.Withdrawn(row.Fence), None)).ShouldBe(ChangeAnswer.Applied);
        (await ArmAllAsync()).ShouldBeEmpty();
        _ = await RunNowAsync(row.Id, After(2));
        row = await ArmOneAsync();

        _ = await Store.ResumeAsync(Owner, row.Id, new ResumePlan { Version = row.Version, Due = row.Due }, None);
        _ = await CompleteAsync(Ended(row, next: new NextStart(After(60), After(60), 0)));

        (await StandingAsync(row.Id)).State.ShouldBe(JobState.Waiting);
    }

    [Fact]
    public async Task Only_its_owner_runs_a_job()
    {
        NewJob job = await SubmittedAsync(Job(at: After(60)));

        (await Store.RunNowAsync("bob", job.Id, Grip.None, T0, None)).ShouldBe(ChangeAnswer.NotFound);
        (await RunNowAsync(NewId(), T0)).ShouldBe(ChangeAnswer.NotFound);

        (await StandingAsync(job.Id)).Due.ShouldBe(After(60));
    }

    private async Task<ArmedRow> PausedAndRunAsync(NewJob job)
    {
        _ = await SubmittedAsync(job);
        _ = await Store.PauseAsync(Owner, job.Id, Grip.None, None);
        (await RunNowAsync(job.Id, T0)).ShouldBe(ChangeAnswer.Applied);
        return await ArmOneAsync();
    }
}
