using Kairos.Jobs;
using Kairos.Stores;

namespace Kairos.Stores.Contract;

public abstract class EditContract : JobStoreContract
{
    private const string EveryMinute = """{"every":"00:01:00","anchor":"2026-11-20T12:01:00Z"}""";

    private static readonly JobChange NewPayload = new() { Payload = """{"n":2}"""u8.ToArray() };

    private static JobChange NewPlan(double seconds, string? trigger = EveryMinute) => new() { Plan = new NewPlan(After(seconds), After(seconds), trigger) };

    private Task<ChangeAnswer> EditAsync(JobId id, JobChange change, Grip grip = default) => Store.EditAsync(Owner, id, change, grip, None).AsTask();

    private static string TextOf(ArmedRow row) => System.Text.Encoding.UTF8.GetString(row.Payload.Span);

    [Fact]
    public async Task What_is_given_changes_and_the_rest_stays()
    {
        NewJob job = await SubmittedAsync(Repeating("k", After(5)) with { Priority = 1, MaxAttempts = 2 });

        (await EditAsync(job.Id, NewPayload)).ShouldBe(ChangeAnswer.Applied);
        (await EditAsync(job.Id, new JobChange { Priority = 7, MaxAttempts = 9 })).ShouldBe(ChangeAnswer.Applied);

        ArmedRow row = await ArmOneAsync();
        (row.Id, row.Version, row.Due, row.At, row.Priority, row.MaxAttempts, row.Trigger, row.Key, TextOf(row))
            .ShouldBe((job.Id, 3, After(5), After(5), 7, 9, job.Trigger, "k", """{"n":2}"""));
    }

    [Fact]
    public async Task A_new_plan_takes_the_place_of_the_open_occurrence()
    {
        NewJob job = await SubmittedAsync(Repeating("k"));

        (await EditAsync(job.Id, NewPlan(60))).ShouldBe(ChangeAnswer.Applied);

        ArmedRow row = await ArmOneAsync();
        (row.Due, row.At, row.Trigger, row.Version, TextOf(row)).ShouldBe((After(60), After(60), EveryMinute, 2, "{}"));
    }

    [Fact]
    public async Task A_plan_of_one_instant_leaves_no_trigger()
    {
        NewJob job = await SubmittedAsync(Repeating("k"));

        _ = await EditAsync(job.Id, NewPlan(60, trigger: null));

        (await ArmOneAsync()).Trigger.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_new_plan_attempts_and_delay_stand()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        _ = await EditAsync(row.Id, NewPayload);

        ArmedRow again = await ArmOneAsync();
        (again.Due, again.At, again.Attempt, TextOf(again)).ShouldBe((T0, After(2), 1, """{"n":2}"""));
    }

    [Fact]
    public async Task An_expected_version_is_kept_to()
    {
        ArmedRow row = await ArmedAsync(Job());

        (await EditAsync(row.Id, NewPayload with { Version = 2 }, Grip.Withdrawn(row.Fence))).ShouldBe(ChangeAnswer.Conflict);
        (await StandingAsync(row.Id)).State.ShouldBe(JobState.Armed);
        (await EditAsync(row.Id, NewPayload with { Version = 1 }, Grip.Withdrawn(row.Fence))).ShouldBe(ChangeAnswer.Applied);

        (await StandingAsync(row.Id)).Version.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hold_that_the_caller_has_withdrawn_ends_with_the_edit(bool planned)
    {
        ArmedRow row = await ArmedAsync(Job("k"));

        (await EditAsync(row.Id, planned ? NewPlan(60) : NewPayload, Grip.Withdrawn(row.Fence))).ShouldBe(ChangeAnswer.Applied);

        (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Refused);
        ArmedRow again = await ArmOneAsync();
        (again.Version, again.Due, again.Attempt).ShouldBe((2, planned ? After(60) : T0, 0));
        again.Fence.ShouldBeGreaterThan(row.Fence);
    }

    [Fact]
    public async Task A_job_held_otherwise_is_left_as_it_is()
    {
        ArmedRow row = await ArmedAsync(Job());

        (await EditAsync(row.Id, NewPayload)).ShouldBe(ChangeAnswer.Pending);
        (await EditAsync(row.Id, NewPayload, Grip.Withdrawn(row.Fence - 1))).ShouldBe(ChangeAnswer.Pending);
        (await EditAsync(row.Id, NewPayload, Grip.Started(row.Fence - 1))).ShouldBe(ChangeAnswer.Pending);

        (await StandingAsync(row.Id)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task New_content_for_a_job_that_runs_counts_from_the_next_occurrence_as_the_run_plans_it()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        (await EditAsync(row.Id, NewPayload, Grip.Started(row.Fence))).ShouldBe(ChangeAnswer.TooLate);
        (await CompleteAsync(Ended(row, next: NextDue(row)))).ShouldBe(CompletionAnswer.Committed);

        ArmedRow next = await ArmOneAsync();
        (next.Due, next.Version, next.Attempt, next.Ran, TextOf(next)).ShouldBe((After(10), 2, 0, 1, """{"n":2}"""));
    }

    [Fact]
    public async Task New_content_for_a_job_that_runs_counts_from_its_retry()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await EditAsync(row.Id, NewPayload, Grip.Started(row.Fence));

        _ = await CompleteAsync(Ended(row, OutcomeCode.Retry, Again(row)));

        ArmedRow next = await ArmOneAsync();
        (next.Due, next.At, next.Attempt, TextOf(next)).ShouldBe((T0, After(2), 1, """{"n":2}"""));
        (await CompleteAsync(Ended(next))).ShouldBe(CompletionAnswer.Committed);
    }

    [Fact]
    public async Task A_job_whose_last_occurrence_runs_ends_with_it_although_its_content_was_edited()
    {
        ArmedRow row = await ArmedAsync(Job());
        _ = await EditAsync(row.Id, NewPayload, Grip.Started(row.Fence));

        (await CompleteAsync(Ended(row))).ShouldBe(CompletionAnswer.Committed);

        (await FindAsync(row.Id)).ShouldBeNull();
        _ = (await RunsAsync(row.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_new_plan_for_a_job_that_runs_stands_when_that_has_ended()
    {
        ArmedRow row = await ArmedAsync(Repeating());

        (await EditAsync(row.Id, NewPlan(60), Grip.Started(row.Fence))).ShouldBe(ChangeAnswer.TooLate);
        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        ArmedRow next = await ArmOneAsync();
        (next.Due, next.Trigger, next.Version).ShouldBe((After(60), EveryMinute, 2));
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Due.ShouldBe(T0);
    }

    [Fact]
    public async Task New_content_after_a_new_plan_that_came_into_memory_leaves_what_its_run_plans()
    {
        ArmedRow row = await ArmedAsync(Repeating("k"));
        (await EditAsync(row.Id, NewPlan(60), Grip.Unseen)).ShouldBe(ChangeAnswer.Pending);
        ArmedRow adopted = await AdoptOneAsync();
        _ = await EditAsync(row.Id, NewPayload, Grip.Started(adopted.Fence));

        _ = await CompleteAsync(Ended(adopted, next: new NextStart(After(120), After(120), 0)));

        (await ArmOneAsync()).Due.ShouldBe(After(120));
    }

    [Fact]
    public async Task New_content_for_a_job_that_runs_and_is_cancelled_leaves_no_trace_of_an_occurrence_that_never_was()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await EditAsync(row.Id, NewPayload, Grip.Started(row.Fence));
        await EndAfterRunAsync(row);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));

        (await FindAsync(row.Id)).ShouldBeNull();
        (await RunsAsync(row.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(OutcomeCode.Succeeded);
    }

    [Fact]
    public async Task New_content_for_a_job_that_is_lost_counts_from_its_next_attempt()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        _ = await EditAsync(row.Id, NewPayload, Grip.Started(row.Fence));

        _ = await CrashAsync(After(1));

        ArmedRow next = await ArmOneAsync();
        (next.Due, next.Attempt, TextOf(next)).ShouldBe((T0, 1, """{"n":2}"""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_paused_job_is_edited_and_stays_paused(bool planned)
    {
        NewJob job = await SubmittedAsync(Repeating());
        _ = await Store.PauseAsync(Owner, job.Id, Grip.None, None);

        (await EditAsync(job.Id, planned ? NewPlan(60) : NewPayload)).ShouldBe(ChangeAnswer.Applied);

        JobView view = await StandingAsync(job.Id);
        (view.State, view.Version, view.Due).ShouldBe((JobState.Paused, 2, planned ? After(60) : T0));
    }

    [Fact]
    public async Task An_edit_does_not_take_back_a_cancel_and_is_its_owners_alone()
    {
        ArmedRow row = await ArmedAsync(Repeating());
        (await Store.EditAsync("bob", row.Id, NewPayload, Grip.Started(row.Fence), None)).ShouldBe(ChangeAnswer.NotFound);
        await EndAfterRunAsync(row);

        (await EditAsync(row.Id, NewPlan(60), Grip.Started(row.Fence))).ShouldBe(ChangeAnswer.NotFound);

        _ = await CompleteAsync(Ended(row, next: NextDue(row)));
        (await FindAsync(row.Id)).ShouldBeNull();
    }
}
