using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

/// <summary>How many occurrences of a job have ended by a run.</summary>
public abstract class RanContract : JobStoreContract
{
    [Theory]
    [InlineData(OutcomeCode.Succeeded, 1)]
    [InlineData(OutcomeCode.Failed, 1)]
    [InlineData(OutcomeCode.NeedsHuman, 1)]
    [InlineData(OutcomeCode.Cancelled, 1)]
    [InlineData(OutcomeCode.Unknown, 1)]
    [InlineData(OutcomeCode.Skipped, 0)]
    public async Task An_occurrence_counts_when_it_has_ended_by_a_run(OutcomeCode outcome, int ran)
    {
        ArmedRow row = await ArmedAsync(Repeating());
        row.Ran.ShouldBe(0);

        _ = await CompleteAsync(Ended(row, outcome, NextDue(row)));

        (await StandingAsync(row.Id)).Ran.ShouldBe(ran);
        (await ArmOneAsync()).Ran.ShouldBe(ran);
    }

    [Theory]
    [InlineData(OutcomeCode.Retry)]
    [InlineData(OutcomeCode.Snoozed)]
    public async Task An_occurrence_that_goes_on_does_not_count_yet(OutcomeCode outcome)
    {
        ArmedRow row = await ArmedAsync(Repeating());

        _ = await CompleteAsync(Ended(row, outcome, Again(row)));
        (await StandingAsync(row.Id)).Ran.ShouldBe(0);
        row = await ArmOneAsync();
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await StandingAsync(row.Id)).Ran.ShouldBe(1);
    }

    [Fact]
    public async Task An_occurrence_that_is_put_off_without_a_run_does_not_count()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        _ = await CompleteAsync(Ended(row, next: NextDue(row)) with { NoRun = true });

        (await StandingAsync(row.Id)).Ran.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_unknown_after_a_take_over_counts_once()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await Store.MarkAsync([new Mark(HoldOf(row), MarkKind.Gate, T0)], None);
        _ = await CrashAsync(After(1));
        row = await ArmOneAsync();
        (row.Settle, row.Ran).ShouldBe((true, 1));

        _ = await CompleteAsync(Ended(row, OutcomeCode.Unknown, NextDue(row)) with { NoRun = true });

        (await StandingAsync(row.Id)).Ran.ShouldBe(1);
    }

    [Fact]
    public async Task New_content_counts_on_and_a_new_trigger_counts_anew()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        _ = await Store.EditAsync(Owner, row.Id, new JobChange { Priority = 3 }, Grip.None, None);
        (await StandingAsync(row.Id)).Ran.ShouldBe(1);
        _ = await Store.EditAsync(Owner, row.Id, new JobChange { Plan = new NewPlan(After(60), After(60), row.Trigger) }, Grip.None, None);

        (await StandingAsync(row.Id)).Ran.ShouldBe(0);
    }

    [Fact]
    public async Task A_replaced_job_counts_anew_and_not_what_ran_meanwhile()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));
        row = await ArmOneAsync();
        _ = await ReplaceAsync(Repeating("k", After(60)));
        (await StandingAsync(row.Id)).Ran.ShouldBe(0);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await StandingAsync(row.Id)).Ran.ShouldBe(0);
    }
}
