using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class ResumeContract : JobStoreContract
{
    private async Task<JobView> PausedAsync(NewJob job)
    {
        _ = await SubmittedAsync(job);
        (await Store.PauseAsync(Owner, job.Id, Grip.None, None)).ShouldBe(ChangeAnswer.Applied);
        return await StandingAsync(job.Id);
    }

    private static ResumePlan Stands(JobView job) => new() { Version = job.Version, Due = job.Due };

    private static ResumePlan Goes(JobView job, double seconds) => Stands(job) with
    {
        Next = new NextStart(After(seconds), After(seconds), 0),
        Skipped = new RunView
        {
            Job = job.Id,
            Due = job.Due,
            Attempt = 0,
            Fence = job.Fence,
            At = job.At,
            Ended = After(seconds - 1),
            Outcome = OutcomeCode.Skipped,
            Owner = job.Owner,
            Kind = job.Kind,
            Key = job.Key,
            Reason = "went by",
        },
    };

    private Task<ChangeAnswer> ResumeAsync(JobId id, ResumePlan plan) => Store.ResumeAsync(Owner, id, plan, None).AsTask();

    [Fact]
    public async Task An_occurrence_that_stands_is_armed_again()
    {
        JobView job = await PausedAsync(Repeating("k", After(5)));

        (await ResumeAsync(job.Id, Stands(job))).ShouldBe(ChangeAnswer.Applied);

        ArmedRow row = await ArmOneAsync();
        (row.Due, row.At, row.Version, row.Attempt).ShouldBe((After(5), After(5), 1, 0));
        (await RunsAsync(job.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_went_by_is_recorded_once_and_the_next_is_planned()
    {
        JobView job = await PausedAsync(Repeating("k"));

        (await ResumeAsync(job.Id, Goes(job, 60))).ShouldBe(ChangeAnswer.Applied);

        ArmedRow row = await ArmOneAsync();
        (row.Due, row.At, row.Attempt, row.Ran).ShouldBe((After(60), After(60), 0, 0));
        RunView skipped = (await RunsAsync(job.Id)).ShouldHaveSingleItem();
        (skipped.Due, skipped.Attempt, skipped.Outcome, skipped.Reason).ShouldBe((T0, 0, OutcomeCode.Skipped, "went by"));
    }

    [Fact]
    public async Task Attempts_that_had_begun_and_the_reason_of_their_delay_stand()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));
        _ = await Store.PauseAsync(Owner, row.Id, Grip.None, None);
        JobView job = await StandingAsync(row.Id);

        _ = await ResumeAsync(row.Id, Stands(job));

        JobView resumed = await StandingAsync(row.Id);
        (resumed.State, resumed.At, resumed.Attempt, resumed.Reason).ShouldBe((JobState.Waiting, After(2), 1, "again"));
    }

    [Fact]
    public async Task A_job_that_was_parked_waits_again_and_forgets_why()
    {
        ArmedRow row = await ArmedAsync(Job());
        await Store.ParkAsync([HoldOf(row)], "nobody knows this kind", None);
        _ = await Store.PauseAsync(Owner, row.Id, Grip.None, None);

        _ = await ResumeAsync(row.Id, Stands(await StandingAsync(row.Id)));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Reason).ShouldBe((JobState.Waiting, null));
    }

    [Fact]
    public async Task A_plan_made_before_an_edit_is_refused()
    {
        JobView job = await PausedAsync(Repeating("k"));
        _ = await ReplaceAsync(Repeating("k", After(60)));

        (await ResumeAsync(job.Id, Goes(job, 10))).ShouldBe(ChangeAnswer.Conflict);
        (await ResumeAsync(job.Id, Stands(job) with { Version = 2 })).ShouldBe(ChangeAnswer.Conflict);

        JobView view = await StandingAsync(job.Id);
        (view.State, view.Due).ShouldBe((JobState.Paused, After(60)));
        (await RunsAsync(job.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Resuming_a_job_that_is_not_paused_is_applied_and_its_plan_is_not_used()
    {
        NewJob job = await SubmittedAsync(Repeating("k"));

        (await ResumeAsync(job.Id, Goes(await StandingAsync(job.Id), 60))).ShouldBe(ChangeAnswer.Applied);

        (await StandingAsync(job.Id)).Due.ShouldBe(T0);
        (await RunsAsync(job.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Resuming_a_job_that_runs_takes_its_pause_back()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await Store.PauseAsync(Owner, row.Id, Grip.Started(row.Fence), None);

        (await ResumeAsync(row.Id, Stands(await StandingAsync(row.Id)))).ShouldBe(ChangeAnswer.Applied);
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await StandingAsync(row.Id)).State.ShouldBe(JobState.Waiting);
    }

    [Fact]
    public async Task Resuming_does_not_take_back_a_cancel_and_is_its_owners_alone()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        ResumePlan plan = Stands(await StandingAsync(row.Id));
        (await Store.ResumeAsync("bob", row.Id, plan, None)).ShouldBe(ChangeAnswer.NotFound);
        await EndAfterRunAsync(row);

        (await ResumeAsync(row.Id, plan)).ShouldBe(ChangeAnswer.NotFound);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));
        (await FindAsync(row.Id)).ShouldBeNull();
    }
}
