using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class FollowUpContract : JobStoreContract
{
    [Fact]
    public async Task A_repeated_completion_does_not_submit_anew_what_has_run_and_gone_since()
    {
        ArmedRow row = await ArmedAsync(Job());
        Completion ended = Ended(row) with { FollowUps = [Job("a")] };
        _ = await CompleteAsync(ended);
        _ = await CompleteAsync(Ended(await ArmOneAsync()));

        (await CompleteAsync(ended)).ShouldBe(CompletionAnswer.Committed);
        (await ArmAllAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Follow_ups_commit_with_the_run()
    {
        ArmedRow row = await ArmedAsync(Job());

        (await CompleteAsync(Ended(row) with { FollowUps = [Job("a"), Job("b", After(5))] })).ShouldBe(CompletionAnswer.Committed);

        (await ArmAllAsync()).Select(next => next.Key).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_refused_follow_up_undoes_its_completion_and_no_other()
    {
        _ = await SubmittedAsync(Job("taken", kind: "other"));
        ArmedRow[] rows = [.. await ArmedManyAsync(3)];

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync(
        [
            Ended(rows[0]) with { FollowUps = [Job("x")] },
            Ended(rows[1], next: NextDue(rows[1])) with { FollowUps = [Job("y"), Job("taken", kind: "other")] },
            Ended(rows[2]),
        ],
        T0,
        None);

        answers.ShouldBe([CompletionAnswer.Committed, CompletionAnswer.Unstorable, CompletionAnswer.Committed]);
        (await RunsAsync(rows[1].Id)).ShouldBeEmpty();
        JobView view = await StandingAsync(rows[1].Id);
        (view.State, view.Due).ShouldBe((JobState.Armed, T0));
        (await Store.FindByKeyAsync(Owner, Kind, "x", None)).ShouldNotBeNull();
        (await Store.FindByKeyAsync(Owner, Kind, "y", None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_completion_that_could_not_be_stored_can_be_completed_in_another_way()
    {
        _ = await SubmittedAsync(Job("taken", kind: "other"));
        ArmedRow row = await ArmedAsync(Job());
        (await CompleteAsync(Ended(row) with { FollowUps = [Job("taken", kind: "other")] })).ShouldBe(CompletionAnswer.Unstorable);

        (await CompleteAsync(Ended(row, OutcomeCode.Failed))).ShouldBe(CompletionAnswer.Committed);

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Failed);
    }

    [Fact]
    public async Task A_follow_up_that_is_not_well_formed_undoes_its_completion_and_no_other()
    {
        ArmedRow[] rows = [.. await ArmedManyAsync(2)];

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync(
            [Ended(rows[0]) with { FollowUps = [Job("\udc00")] }, Ended(rows[1])], T0, None);

        answers.ShouldBe([CompletionAnswer.Unstorable, CompletionAnswer.Committed]);
        (await RunsAsync(rows[0].Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_follow_up_that_is_not_well_formed_refuses_its_parent_alone()
    {
        ArmedRow[] rows = [.. await ArmedManyAsync(3)];
        Completion bad = Ended(rows[1]);

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync(
            [Ended(rows[0]), bad with { FollowUps = [Job(kind: "\udc00")] }, Ended(rows[2])], T0, None);

        answers.ShouldBe([CompletionAnswer.Committed, CompletionAnswer.Unstorable, CompletionAnswer.Committed]);
        (await StandingAsync(rows[1].Id)).State.ShouldBe(JobState.Armed);
    }

    [Fact]
    public async Task A_job_that_ends_may_leave_its_key_to_its_follow_up()
    {
        ArmedRow row = await ArmedAsync(Job("k"));

        (await CompleteAsync(Ended(row) with { FollowUps = [Job("k")] })).ShouldBe(CompletionAnswer.Committed);

        (await ArmOneAsync()).Id.ShouldNotBe(row.Id);
    }

    [Fact]
    public async Task A_job_may_replace_its_own_plan_by_a_follow_up()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));

        _ = await CompleteAsync(Ended(row, next: NextDue(row)) with { FollowUps = [Repeating("k", After(300)) with { Conflict = KeyConflict.Replace }] });

        ArmedRow next = await ArmOneAsync();
        (next.Id, next.At, next.Version).ShouldBe((row.Id, After(300), 2));
    }

    [Fact]
    public async Task A_follow_up_that_keeps_what_stands_is_no_refusal()
    {
        NewJob standing = await SubmittedAsync(Job("k", After(60)));
        _ = await SubmittedAsync(Job());
        ArmedRow row = (await Store.ArmAsync(T0, After(1), 10, None)).ShouldHaveSingleItem();

        (await CompleteAsync(Ended(row) with { FollowUps = [Job("k") with { Conflict = KeyConflict.Keep }] })).ShouldBe(CompletionAnswer.Committed);

        (await StandingAsync(standing.Id)).At.ShouldBe(After(60));
    }

    [Fact]
    public async Task Follow_ups_of_jobs_that_are_refused_are_not_inserted()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await CompleteAsync(Ended(row));

        (await CompleteAsync(Ended(row with { Fence = 99 }) with { FollowUps = [Job("a")] })).ShouldBe(CompletionAnswer.Refused);

        (await ArmAllAsync()).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<ArmedRow>> ArmedManyAsync(int count)
    {
        _ = await Store.SubmitAllAsync([.. Enumerable.Range(0, count).Select(_ => Repeating())], T0, None);
        return [.. (await ArmAllAsync()).Where(row => row.Kind == Kind)];
    }
}
