using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class ReplaceContract : JobStoreContract
{
    [Fact]
    public async Task Replace_puts_the_new_content_under_the_old_id_and_raises_the_version()
    {
        NewJob first = await SubmittedAsync(Job("k"));
        NewJob other = Repeating("k", After(60)) with
        {
            Due = After(59),
            Priority = 5,
            MaxAttempts = 3,
            Payload = """{"n":2}"""u8.ToArray(),
        };

        (await ReplaceAsync(other)).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, first.Id));

        ArmedRow row = await ArmOneAsync();
        (row.Id, row.Version, row.Due, row.At, row.Priority, row.MaxAttempts, row.Trigger)
            .ShouldBe((first.Id, 2, After(59), After(60), 5, 3, other.Trigger));
        row.Payload.ToArray().ShouldBe(other.Payload.ToArray());
    }

    [Fact]
    public async Task Replace_with_a_new_due_counts_attempts_and_losses_anew()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await CrashAsync(After(1));
        row = await ArmOneAsync();
        (row.Attempt, row.Lost).ShouldBe((1, 1));
        await Store.ReleaseAsync([HoldOf(row)], None);

        _ = await ReplaceAsync(Job("k", After(60)));

        row = await ArmOneAsync();
        (row.Attempt, row.Lost).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Replace_with_the_same_due_counts_on()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        _ = await ReplaceAsync(Job("k"));

        (await ArmOneAsync()).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Replace_back_to_a_due_that_has_runs_counts_on_after_them()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));
        _ = await ReplaceAsync(Job("k", After(60)));
        (await StandingAsync(row.Id)).Attempt.ShouldBe(0);

        _ = await ReplaceAsync(Job("k", T0));

        ArmedRow again = await ArmOneAsync();
        again.Attempt.ShouldBe(1);
        (await CompleteAsync(Ended(again))).ShouldBe(CompletionAnswer.Committed);
        (await RunsAsync(row.Id)).Select(run => (run.Attempt, run.Outcome)).ShouldBe([(1, OutcomeCode.Retry), (2, OutcomeCode.Succeeded)]);
    }

    [Fact]
    public async Task Replace_brings_a_parked_job_back_and_forgets_why_it_was_parked()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        await Store.ParkAsync([HoldOf(row)], "nobody knows this kind", None);

        _ = await ReplaceAsync(Job("k"));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Reason).ShouldBe((JobState.Waiting, null));
        _ = await ArmOneAsync();
    }

    [Fact]
    public async Task Replace_leaves_a_held_job_held_under_its_fence()
    {
        ArmedRow row = await ArmedAsync(Job("k"));

        (await ReplaceAsync(Job("k", After(60)))).ShouldBe(new SubmitAnswer(SubmitStatus.Replaced, row.Id) { HeldUnder = row.Fence });

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Fence, view.Version, view.At).ShouldBe((JobState.Armed, row.Fence, 2, After(60)));
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replaced_job_that_is_handed_back_is_armed_with_its_new_content()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await ReplaceAsync(Job("k", After(60)));

        await Store.ReleaseAsync([HoldOf(row)], None);

        ArmedRow again = await ArmOneAsync();
        (again.Version, again.Due, again.Attempt).ShouldBe((2, After(60), 0));
        again.Fence.ShouldBeGreaterThan(row.Fence);
    }

    [Fact]
    public async Task Replace_takes_back_the_wish_that_the_job_ends()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        await EndAfterRunAsync(row);

        _ = await ReplaceAsync(Repeating("k", After(60)));
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await StandingAsync(row.Id)).At.ShouldBe(After(60));
    }
}
