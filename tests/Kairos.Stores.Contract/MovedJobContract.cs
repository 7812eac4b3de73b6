using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

/// <summary>Jobs that were edited, or whose end was asked for, while a process held them.</summary>
public abstract class MovedJobContract : JobStoreContract
{
    [Fact]
    public async Task An_edited_job_keeps_the_outcome_and_follows_its_own_plan()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await ReplaceAsync(Repeating("k", After(60)));

        (await CompleteAsync(Ended(row, next: NextDue(row)) with { FollowUps = [Job("follow-up", After(90))] })).ShouldBe(CompletionAnswer.Committed);

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Due.ShouldBe(T0);
        ArmedRow next = (await ArmAllAsync())[0];
        (next.Id, next.Due, next.At, next.Attempt, next.Version).ShouldBe((row.Id, After(60), After(60), 0, 2));
        (await Store.FindByKeyAsync(Owner, Kind, "follow-up", None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_edited_job_that_would_have_ended_goes_on_by_its_own_plan()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await ReplaceAsync(Job("k", After(60)));

        _ = await CompleteAsync(Ended(row));

        (await ArmOneAsync()).At.ShouldBe(After(60));
    }

    [Fact]
    public async Task An_occurrence_edited_in_place_counts_on_after_the_attempt_that_was_running()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await ReplaceAsync(Job("k", T0));

        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        ArmedRow next = await ArmOneAsync();
        (next.Due, next.At, next.Attempt).ShouldBe((T0, T0, 1));
        (await CompleteAsync(Ended(next))).ShouldBe(CompletionAnswer.Committed);
    }

    [Fact]
    public async Task An_edit_that_was_adopted_with_the_hold_is_completed_as_usual()
    {
        _ = await ArmedAsync(Repeating("k"));
        _ = await ReplaceAsync(Repeating("k", After(60)));
        ArmedRow adopted = await AdoptOneAsync();
        (adopted.Version, adopted.Due, adopted.Attempt).ShouldBe((2, After(60), 0));

        _ = await CompleteAsync(Ended(adopted, next: NextDue(adopted)));

        (await ArmOneAsync()).Due.ShouldBe(After(70));
    }

    [Fact]
    public async Task A_repeated_completion_of_an_edited_job_does_not_touch_its_plan()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await ReplaceAsync(Repeating("k", After(60)));
        Completion ended = Ended(row, next: NextDue(row));
        _ = await CompleteAsync(ended);

        (await CompleteAsync(ended)).ShouldBe(CompletionAnswer.Committed);

        (await StandingAsync(row.Id)).At.ShouldBe(After(60));
        _ = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_job_whose_end_was_asked_for_ends_with_its_run()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        await EndAfterRunAsync(row);

        (await CompleteAsync(Ended(row, next: NextDue(row)))).ShouldBe(CompletionAnswer.Committed);

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task A_retry_of_a_job_whose_end_was_asked_for_becomes_a_cancel()
    {
        ArmedRow row = await ArmedAsync(Job());
        await EndAfterRunAsync(row);

        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).Select(run => (run.Attempt, run.Outcome)).ShouldBe([(0, OutcomeCode.Cancelled), (1, OutcomeCode.Retry)]);
    }

    [Fact]
    public async Task An_edit_whose_end_was_asked_for_afterwards_is_cancelled_with_the_end_of_the_run()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await ReplaceAsync(Repeating("k", After(60)));
        await EndAfterRunAsync(row);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).Select(run => (run.Due, run.Attempt, run.Outcome))
            .ShouldBe([(T0, 1, OutcomeCode.Succeeded), (After(60), 0, OutcomeCode.Cancelled)]);
    }

    [Fact]
    public async Task Asking_for_the_end_of_another_owners_job_or_of_a_gone_one_changes_nothing()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        (await Store.CancelAsync("bob", row.Id, Grip.Started(row.Fence), T0, None)).ShouldBe(ChangeAnswer.NotFound);
        (await Store.CancelAsync(Owner, NewId(), Grip.Unseen, T0, None)).ShouldBe(ChangeAnswer.NotFound);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));
        (await FindAsync(row.Id)).ShouldNotBeNull();
    }
}
