using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class CompletionContract : JobStoreContract
{
    [Fact]
    public async Task A_job_that_has_ended_is_only_in_the_record()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        Completion ended = Ended(row);
        ended = ended with { Run = ended.Run with { Reason = "sent to Zoë", Notes = """{"id":7}"""u8.ToArray() } };

        (await CompleteAsync(ended)).ShouldBe(CompletionAnswer.Committed);

        (await FindAsync(row.Id)).ShouldBeNull();
        RunView run = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
        run.Notes.ToArray().ShouldBe(ended.Run.Notes.ToArray());
        run.ShouldBe(ended.Run with { Notes = run.Notes });
    }

    [Fact]
    public async Task The_next_occurrence_is_planned_with_the_end_of_the_last()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        _ = await CompleteAsync(Ended(row, next: new NextStart(After(10), After(12), 0, "after the quiet hours")));

        JobView view = await StandingAsync(row.Id);
        (view.State, view.Due, view.At, view.Attempt, view.Reason, view.Version)
            .ShouldBe((JobState.Waiting, After(10), After(12), 0, "after the quiet hours", 1));
        (await ArmOneAsync()).Fence.ShouldBeGreaterThan(row.Fence);
    }

    [Fact]
    public async Task A_retry_keeps_its_occurrence_and_counts_attempts()
    {
        ArmedRow row = await ArmedAsync(Job());
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            (await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)))).ShouldBe(CompletionAnswer.Committed);
            row = await ArmOneAsync();
            (row.Due, row.Attempt).ShouldBe((T0, attempt));
        }

        (await RunsAsync(row.Id)).Select(run => run.Attempt).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task An_attempt_that_ended_regularly_clears_the_losses()
    {
        _ = await ArmedAsync(Job());
        _ = await CrashAsync(After(1));
        ArmedRow row = await ArmOneAsync();
        row.Lost.ShouldBe(1);

        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        (await ArmOneAsync()).Lost.ShouldBe(0);
    }

    [Fact]
    public async Task A_start_put_off_leaves_no_run_and_keeps_the_losses()
    {
        _ = await ArmedAsync(Job());
        _ = await CrashAsync(After(1));
        ArmedRow row = await ArmOneAsync();

        (await CompleteAsync(Ended(row, next: new NextStart(row.Due, After(30), row.Attempt, "rate")) with { NoRun = true })).ShouldBe(CompletionAnswer.Committed);

        ArmedRow again = await ArmOneAsync();
        (again.At, again.Attempt, again.Lost).ShouldBe((After(30), 1, 1));
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Lost);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Under_an_old_fence_nothing_is_written(bool repeats)
    {
        ArmedRow old = await ArmedAsync(Repeating());
        await Store.ReleaseAsync([HoldOf(old)], None);
        ArmedRow row = await ArmOneAsync();

        (await CompleteAsync(Ended(old, next: repeats ? NextDue(old) : null) with { FollowUps = [Job("follow-up")] })).ShouldBe(CompletionAnswer.Refused);

        (await RunsAsync(row.Id)).ShouldBeEmpty();
        JobView view = await StandingAsync(row.Id);
        (view.State, view.Due).ShouldBe((JobState.Armed, T0));
        (await Store.FindByKeyAsync(Owner, Kind, "follow-up", None)).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_handed_back_can_not_be_completed(bool repeats)
    {
        ArmedRow row = await ArmedAsync(Repeating());
        await Store.ReleaseAsync([HoldOf(row)], None);

        (await CompleteAsync(Ended(row, next: repeats ? NextDue(row) : null))).ShouldBe(CompletionAnswer.Refused);

        (await RunsAsync(row.Id)).ShouldBeEmpty();
        (await StandingAsync(row.Id)).Due.ShouldBe(T0);
    }

    [Fact]
    public async Task What_is_gone_can_not_be_completed()
    {
        ArmedRow gone = (await ArmedAsync(Job())) with { Id = NewId() };

        (await CompleteAsync(Ended(gone))).ShouldBe(CompletionAnswer.Refused);

        (await RunsAsync(gone.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_an_attempt_voids_its_mark()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None);
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));
        _ = await ArmOneAsync();

        (await CrashAsync(After(60))).ShouldBe(new TakeOver(1, 1, 0, 0, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeated_completion_answers_committed_and_is_written_once(bool repeats)
    {
        ArmedRow row = await ArmedAsync(Repeating());
        Completion ended = Ended(row, next: repeats ? NextDue(row) : null) with { FollowUps = [Job("follow-up")] };
        _ = await CompleteAsync(ended);
        JobView? after = await FindAsync(row.Id);

        (await CompleteAsync(ended)).ShouldBe(CompletionAnswer.Committed);
        _ = await ArmAllAsync();
        (await CompleteAsync(ended)).ShouldBe(CompletionAnswer.Committed);

        _ = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
        (await FindAsync(row.Id))?.Due.ShouldBe(after!.Due);
    }

    [Fact]
    public async Task Another_end_of_the_same_attempt_is_refused_once_one_stands()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await CompleteAsync(Ended(row, OutcomeCode.Failed, NextDue(row)));

        // A handler that was given up answers after all.
        (await CompleteAsync(Ended(row, OutcomeCode.Succeeded, NextDue(row)))).ShouldBe(CompletionAnswer.Refused);

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Failed);
    }

    [Fact]
    public async Task What_was_passed_over_is_recorded_beside_the_run()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        Completion ended = Ended(row, next: new NextStart(After(40), After(40), 0));

        _ = await CompleteAsync(ended with
        {
            Skipped = ended.Run with { Due = After(10), Attempt = 0, Started = null, Outcome = OutcomeCode.Skipped, Reason = "3 misfires" },
        });

        IReadOnlyList<RunView> runs = await RunsAsync(row.Id);
        runs.Select(run => (run.Due, run.Attempt, run.Outcome)).ShouldBe([(T0, 1, OutcomeCode.Succeeded), (After(10), 0, OutcomeCode.Skipped)]);
        runs[1].Started.ShouldBeNull();
    }

    [Fact]
    public async Task An_occurrence_skipped_again_after_an_edit_takes_the_next_number()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await CompleteAsync(Skipped(row));
        _ = await ReplaceAsync(Repeating("k", T0));
        ArmedRow again = await ArmOneAsync();

        Completion second = Skipped(again);
        (await CompleteAsync(second)).ShouldBe(CompletionAnswer.Committed);
        (await CompleteAsync(second)).ShouldBe(CompletionAnswer.Committed);

        (await RunsAsync(row.Id)).Select(run => (run.Due, run.Attempt)).ShouldBe([(T0, 0), (T0, 1)]);
    }

    [Fact]
    public async Task A_next_occurrence_that_has_runs_already_counts_on_after_them()
    {
        ArmedRow later = await ArmedAsync(Repeating("k", After(10)));
        _ = await CompleteAsync(Ended(later, next: NextDue(later)));
        _ = await ReplaceAsync(Repeating("k", T0));
        ArmedRow row = await ArmOneAsync();

        _ = await CompleteAsync(Ended(row, next: new NextStart(After(10), After(10), 0)));

        ArmedRow again = await ArmOneAsync();
        (again.Due, again.Attempt).ShouldBe((After(10), 1));
        (await CompleteAsync(Ended(again))).ShouldBe(CompletionAnswer.Committed);
    }

    [Fact]
    public async Task A_batch_answers_each_in_its_place()
    {
        ArmedRow good = await ArmedAsync(Job());
        ArmedRow bad = (await ArmedAsync(Job())) with { Fence = 99 };
        ArmedRow repeating = await ArmedAsync(Repeating());

        IReadOnlyList<CompletionAnswer> answers = await Store.CompleteAsync(
            [Ended(good), Ended(bad), Ended(repeating, next: NextDue(repeating)), Ended(good)], T0, None);

        answers.ShouldBe([CompletionAnswer.Committed, CompletionAnswer.Refused, CompletionAnswer.Committed, CompletionAnswer.Committed]);
    }

    [Fact]
    public async Task A_reason_that_is_not_well_formed_text_is_recorded_as_far_as_it_goes()
    {
        ArmedRow row = await ArmedAsync(Job());
        Completion ended = Ended(row, OutcomeCode.Failed);

        (await CompleteAsync(ended with { Run = ended.Run with { Reason = "cut off \ud83d" } })).ShouldBe(CompletionAnswer.Committed);

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Reason.ShouldBe("cut off \ufffd");
    }

    private static Completion Skipped(ArmedRow row)
    {
        Completion ended = Ended(row, OutcomeCode.Skipped, NextDue(row));
        return ended with { Run = ended.Run with { Attempt = 0, Started = null } };
    }
}
