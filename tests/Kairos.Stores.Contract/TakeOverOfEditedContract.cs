using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

/// <summary>A process ended while it held jobs that were edited, or whose end was asked for.</summary>
public abstract class TakeOverOfEditedContract : JobStoreContract
{
    [Fact]
    public async Task The_attempt_that_was_claimed_is_recorded_and_the_edit_stands()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        _ = await ReplaceAsync(Job("k", After(60)));

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(1, 1, 0, 0, 0));

        RunView run = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
        (run.Due, run.At, run.Attempt, run.Outcome).ShouldBe((T0, T0, 1, OutcomeCode.Lost));
        ArmedRow next = await ArmOneAsync();
        (next.Due, next.At, next.Attempt, next.Version).ShouldBe((After(60), After(60), 0, 2));
    }

    [Fact]
    public async Task An_edit_in_place_counts_on_after_the_lost_attempt()
    {
        _ = await ArmedAsync(Job("k"));
        _ = await ReplaceAsync(Job("k"));

        _ = await CrashAsync(After(1));

        ArmedRow next = await ArmOneAsync();
        next.Attempt.ShouldBe(1);
        (await CompleteAsync(Ended(next))).ShouldBe(CompletionAnswer.Committed);
    }

    [Fact]
    public async Task Behind_its_gate_the_old_content_ends_as_unknown_and_the_edit_stands()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None);
        _ = await ReplaceAsync(Repeating("k", After(60)));

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(0, 0, 1, 0, 0));

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Unknown);
        ArmedRow next = await ArmOneAsync();
        (next.Settle, next.Due, next.Version).ShouldBe((false, After(60), 2));
    }

    [Fact]
    public async Task A_buried_content_leaves_its_key_to_the_edit()
    {
        ArmedRow row = await ArmedAsync(Job("k"));
        for (int losses = 0; losses < 3; losses++)
        {
            _ = await CrashAsync(After(1));
            row = await ArmOneAsync();
            _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Start, After(1))], None);
        }

        _ = await ReplaceAsync(Job("k", After(60)));

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(0, 0, 0, 1, 0));
        ArmedRow next = await ArmOneAsync();
        (next.Id, next.Due, next.Attempt, next.Lost).ShouldBe((row.Id, After(60), 0, 1));
    }

    [Theory]
    [InlineData("crash", 60, 0)]
    [InlineData("crash", 0, 1)]
    [InlineData("release", 60, 0)]
    [InlineData("release", 0, 1)]
    [InlineData("completion", 60, 0)]
    [InlineData("completion", 0, 1)]
    public async Task Losses_are_of_an_occurrence_and_another_that_an_edit_puts_in_its_place_has_none(string end, int moved, int losses)
    {
        _ = await ArmedAsync(Job("k"));
        (await CrashAsync(After(1))).Lost.ShouldBe(1);
        ArmedRow row = await ArmOneAsync();
        row.Lost.ShouldBe(1);
        _ = await ReplaceAsync(Job("k", After(moved)));

        switch (end)
        {
            case "crash": _ = await CrashAsync(After(2)); break;
            case "release": await Store.ReleaseAsync([HoldOf(row)], None); break;
            default: (await CompleteAsync(Ended(row, OutcomeCode.Skipped) with { NoRun = true })).ShouldBe(CompletionAnswer.Committed); break;
        }

        ArmedRow next = await ArmOneAsync();
        (next.Due, next.Lost).ShouldBe((After(moved), losses));
    }

    [Fact]
    public async Task A_job_whose_end_was_asked_for_is_not_started_again()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        await EndAfterRunAsync(row);

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(0, 0, 0, 0, 1));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).Select(run => (run.Attempt, run.Outcome)).ShouldBe([(0, OutcomeCode.Cancelled), (1, OutcomeCode.Lost)]);
    }

    [Fact]
    public async Task A_job_whose_end_was_asked_for_before_its_instant_leaves_a_cancel_only()
    {
        ArmedRow row = await ArmedAsync(Job(at: After(60)));
        await EndAfterRunAsync(row);

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(0, 0, 0, 0, 1));

        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Cancelled);
    }

    [Fact]
    public async Task Behind_its_gate_a_job_whose_end_was_asked_for_ends_as_unknown()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None);
        await EndAfterRunAsync(row);

        (await CrashAsync(After(1))).ShouldBe(new TakeOver(0, 0, 1, 0, 0));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Unknown);
    }
}
