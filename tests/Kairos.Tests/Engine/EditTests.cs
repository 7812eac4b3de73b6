using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class EditTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FaultyStore _store = new();
    private readonly Contents _contents = new();

    private static JobEdit NewText => new() { Payload = Greet.Now("new").Payload };

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        _contents.AddTo(k);
    });

    [Theory]
    [InlineData(3600, false)]
    [InlineData(3, true)]
    public async Task A_job_that_has_not_started_runs_once_at_its_instant_with_the_new_content(int seconds, bool armed)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(seconds);
        JobId id = armed ? await host.SubmitArmedAsync(Greet.At(at, "old")) : await host.SubmitAsync(Greet.At(at, "old"));

        (await host.Jobs.EditAsync("ann", id, NewText)).ShouldBe(ChangeAnswer.Applied);

        (await host.UntilAsync<JobEdited>(e => e.Job == id)).AfterRun.ShouldBeFalse();
        RunView run = (await host.DrainAsync()).ShouldHaveSingleItem();
        (run.Job, run.Due.ToDateTimeOffset(), run.Lateness).ShouldBe((id, at, TimeSpan.Zero));
        _contents.Started.ShouldBe(["new"]);
    }

    [Theory]
    [InlineData(3600, 2)]
    [InlineData(3, 3600)]
    [InlineData(3, 2)]
    public async Task A_job_with_a_new_trigger_runs_at_its_instant_and_not_at_the_old_one(int oldSeconds, int newSeconds)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.At(start.AddSeconds(oldSeconds), "text"));

        (await host.Jobs.EditAsync("ann", id, new JobEdit { Trigger = Trigger.At(start.AddSeconds(newSeconds)), Priority = 5 })).ShouldBe(ChangeAnswer.Applied);

        JobView job = (await host.Jobs.FindAsync("ann", id))!;
        (job.Version, job.Priority).ShouldBe((2, 5));
        RunView run = (await host.DrainAsync()).ShouldHaveSingleItem();
        (run.Due.ToDateTimeOffset(), run.Lateness).ShouldBe((start.AddSeconds(newSeconds), TimeSpan.Zero));
        _contents.Started.ShouldBe(["text"]);
    }

    [Fact]
    public async Task An_occurrence_that_has_started_goes_on_with_the_old_content_and_the_new_counts_from_the_next()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(s_minute, start) with { Payload = Greet.Now("held").Payload });
        await _contents.Held.Reached;

        (await host.Jobs.EditAsync("ann", id, NewText)).ShouldBe(ChangeAnswer.TooLate);
        (await host.UntilAsync<JobEdited>(e => e.Job == id)).AfterRun.ShouldBeTrue();
        _contents.Held.Open();
        await host.RunOfAsync(id);

        RunView[] runs = [.. (await host.DrainAsync(start + s_minute)).Where(r => r.Job == id)];
        runs.Select(r => r.Due.ToDateTimeOffset()).ShouldBe([start, start + s_minute]);
        _contents.Started.ShouldBe(["held", "new"]);
    }

    [Fact]
    public async Task A_new_trigger_for_an_occurrence_that_has_started_is_planned_when_that_has_ended()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(s_minute, start) with { Payload = Greet.Now("held").Payload });
        await _contents.Held.Reached;

        (await host.Jobs.EditAsync("ann", id, NewText with { Trigger = Trigger.At(start.AddMilliseconds(100)) })).ShouldBe(ChangeAnswer.TooLate);
        _contents.Held.Open();

        // Without a poll: time moves by less.
        await host.UntilAsync<JobArmed>(e => e.Job == id && e.Fence == 2);
        host.Time.AdvanceTo(start.AddMilliseconds(100));
        (await host.UntilAsync<RunCommitted>(e => e.Run.Job == id && e.Run.Fence == 2)).Run.Lateness.ShouldBe(TimeSpan.Zero);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
        _contents.Started.ShouldBe(["held", "new"]);
    }

    [Fact]
    public async Task An_edit_of_another_version_changes_nothing_and_the_job_starts_on_time()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at, "old"));

        (await host.Jobs.EditAsync("ann", id, NewText with { Version = 2 })).ShouldBe(ChangeAnswer.Conflict);

        (await host.DrainAsync()).ShouldHaveSingleItem().Lateness.ShouldBe(TimeSpan.Zero);
        _contents.Started.ShouldBe(["old"]);
        host.Events.OfType<JobEdited>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_is_held_and_in_no_memory_is_edited_when_it_comes_there()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        await host.SettleAsync();
        _store.After = async verb =>
        {
            // The answer of the claim is lost, and cannot be read back.
            if (verb == "arm" && (await host.Jobs.ListAsync(new() { State = JobState.Armed })).Count > 0)
            {
                _store.Fail("held");
                await FaultyStore.Unavailable;
            }
        };
        JobId id = await host.SubmitAsync(Greet.At(at, "old"));
        await host.UntilAsync<StoreFailed>(e => e.Work == "arm");

        (await host.Jobs.EditAsync("ann", id, NewText)).ShouldBe(ChangeAnswer.Pending);
        _store.Mend();
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await host.UntilAsync<JobArmed>(e => e.Job == id);
        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        _contents.Started.ShouldBe(["new"]);
    }

    [Fact]
    public async Task An_edit_that_is_carried_out_after_it_was_given_up_comes_too_late_for_the_hold_that_was_adopted()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at, "old"));
        long fence = (await host.Jobs.FindAsync("ann", id)).ShouldNotBeNull().Fence;
        _store.Fail("edit");
        await Should.ThrowAsync<StoreUnavailableException>(async () => await host.Jobs.EditAsync("ann", id, NewText));
        await host.UntilAsync<JobArmed>(e => e.Job == id && e.Fence > fence);
        _store.Mend();

        (await _store.EditAsync("ann", id, new() { Payload = Greet.Now("new").Payload }, Grip.Withdrawn(fence), CancellationToken.None)).ShouldBe(ChangeAnswer.Pending);

        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Fence.ShouldBeGreaterThan(fence);
        _contents.Started.ShouldBe(["old"]);
    }

    [Fact]
    public async Task A_hold_that_something_is_ending_is_not_adopted_before_that_is_decided()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at, "old"));
        _store.Fail("edit");
        _store.IsWriting = true;
        await Should.ThrowAsync<StoreUnavailableException>(async () => await host.Jobs.EditAsync("ann", id, NewText));
        _store.Mend();
        await host.SettleAsync();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.SettleAsync();
        host.Engine.ArmedCount.ShouldBe(0);

        _store.IsWriting = false;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<JobArmed>(e => e.Job == id && e.Fence > 1);
        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task When_the_store_fails_at_an_edit_the_old_content_starts()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at, "old"));
        _store.Fail("edit");
        await Should.ThrowAsync<StoreUnavailableException>(async () => await host.Jobs.EditAsync("ann", id, NewText));
        _store.Mend();

        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        _contents.Started.ShouldBe(["old"]);
    }

    [Fact]
    public async Task A_cancelled_job_that_still_runs_is_not_edited_back_to_life()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Every(s_minute, host.Time.GetUtcNow()) with { Payload = Greet.Now("held").Payload });
        await _contents.Held.Reached;
        _store.After = static verb => verb == "complete" ? FaultyStore.Unavailable : Task.CompletedTask;
        (await host.Jobs.CancelAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);

        (await host.Jobs.EditAsync("ann", id, NewText)).ShouldBe(ChangeAnswer.NotFound);
    }

    public static TheoryData<JobEdit, string> Refused => new()
    {
        { new JobEdit(), "changes nothing" },
        { new JobEdit { Version = 1 }, "changes nothing" },
        { new JobEdit { Payload = ReadOnlyMemory<byte>.Empty }, "payload is empty" },
        { new JobEdit { Priority = 101 }, "priority 101 is out of range" },
        { new JobEdit { MaxAttempts = 0 }, "max attempts 0 is out of range" },
        { new JobEdit { Trigger = Trigger.At(DateTimeOffset.MaxValue), Priority = -101 }, "priority -101 is out of range" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task An_edit_that_can_not_be_stored_says_what_to_change(JobEdit edit, string says)
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.At(host.Time.GetUtcNow().AddHours(1), "old"));

        (await Should.ThrowAsync<ArgumentException>(async () => await host.Jobs.EditAsync("ann", id, edit))).Message.ShouldContain(says);

        (await host.Jobs.FindAsync("ann", id))!.Version.ShouldBe(1);
    }
}
