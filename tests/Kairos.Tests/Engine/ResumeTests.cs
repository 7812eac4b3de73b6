using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Engine;

public sealed class ResumeTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FaultyStore _store = new();
    private readonly Contents _contents = new();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        _contents.AddTo(k);
    });

    private static async Task<JobId> SubmitPausedAsync(KairosTestHost host, JobRequest request)
    {
        JobId id = await host.SubmitAsync(request);
        (await host.Jobs.PauseAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);
        return id;
    }

    private static async Task<RunView> SkippedAsync(KairosTestHost host, JobId id) =>
        (await host.Jobs.RunsAsync(new() { Job = id, Outcome = OutcomeCode.Skipped })).ShouldHaveSingleItem();

    [Theory]
    [InlineData(3600)]
    [InlineData(3)]
    public async Task An_occurrence_that_is_still_to_come_starts_at_its_instant(int seconds)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(seconds);
        JobId id = await SubmitPausedAsync(host, Greet.At(at));

        (await host.Jobs.ResumeAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        (await host.UntilAsync<JobResumed>(e => e.Job == id)).Planned.ToDateTimeOffset().ShouldBe(at);
        RunView run = (await host.DrainAsync()).ShouldHaveSingleItem();
        (run.Due.ToDateTimeOffset(), run.Lateness).ShouldBe((at, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0, "The due instant 2026-01-01T01:00:00.000000Z went by while it was paused.")]
    [InlineData(11, "12 due instants from 2026-01-01T01:00:00.000000Z to 2026-01-01T01:11:00.000000Z went by while it was paused.")]
    public async Task What_went_by_is_one_skipped_run_and_the_next_due_after_now_is_planned(int minutes, string reason)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset anchor = host.Time.GetUtcNow().AddHours(1);
        JobId id = await SubmitPausedAsync(host, Greet.Every(s_minute, anchor));
        host.Time.AdvanceTo(anchor.AddMinutes(minutes));

        (await host.Jobs.ResumeAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        RunView skipped = await SkippedAsync(host, id);
        (skipped.Due.ToDateTimeOffset(), skipped.Attempt, skipped.Started, skipped.Reason).ShouldBe((anchor, 0, null, reason));
        DateTimeOffset next = anchor.AddMinutes(minutes + 1);
        RunView run = (await host.DrainAsync(next)).ShouldHaveSingleItem();
        (run.Due.ToDateTimeOffset(), run.Lateness).ShouldBe((next, TimeSpan.Zero));
        _contents.Started.Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_occurrence_that_has_gone_by_and_has_no_next_starts_at_once()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddHours(1);
        JobId id = await SubmitPausedAsync(host, Greet.At(at));
        host.Time.AdvanceTo(at.AddHours(1));

        await host.Jobs.ResumeAsync("ann", id);

        RunView run = await host.RunOfAsync(id);
        (run.Due.ToDateTimeOffset(), run.Lateness).ShouldBe((at, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task An_occurrence_whose_attempts_had_begun_goes_on()
    {
        await using KairosTestHost host = await StartAsync();
        _contents.Outcome = new Outcome.Retry("not yet", TimeSpan.FromHours(1));
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromDays(1), start));
        await host.RunOfAsync(id);
        await host.Jobs.PauseAsync("ann", id);
        host.Time.AdvanceTo(start.AddDays(3));
        _contents.Outcome = Outcome.Success;

        await host.Jobs.ResumeAsync("ann", id);

        RunView second = await host.RunOfAsync(id, attempt: 2);
        (second.Due.ToDateTimeOffset(), second.Outcome).ShouldBe((start, OutcomeCode.Succeeded));
    }

    [Fact]
    public async Task A_job_that_was_brought_forward_and_paused_before_it_started_goes_on_by_its_trigger()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(s_minute, start.AddHours(1)));
        Latch arm = new();
        _store.Before = verb => verb == "arm" ? arm.PassAsync() : Task.CompletedTask;
        host.Time.Advance(TimeSpan.FromSeconds(7));

        // Any look at the store that was under way is over, and this one has not begun to claim.
        await arm.Reached;
        (await host.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);
        (await host.Jobs.PauseAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);
        arm.Open();
        host.Time.AdvanceTo(start.AddMinutes(90).AddSeconds(30));

        await host.Jobs.ResumeAsync("ann", id);

        RunView skipped = await SkippedAsync(host, id);
        (skipped.Due.ToDateTimeOffset(), skipped.Reason!.Split(' ')[0]).ShouldBe((start.AddSeconds(7), "32"));
        (await host.Jobs.FindAsync("ann", id))!.Due.ToDateTimeOffset().ShouldBe(start.AddMinutes(91));
    }

    [Fact]
    public async Task A_job_that_is_edited_while_it_is_resumed_goes_on_by_what_stands_then()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await SubmitPausedAsync(host, Greet.Every(s_minute, start.AddMinutes(1)));
        host.Time.Advance(TimeSpan.FromHours(1));
        int reads = 0;
        _store.After = async verb =>
        {
            if (verb == "find" && Interlocked.Increment(ref reads) == 1)
            {
                await host.Jobs.EditAsync("ann", id, new JobEdit { Trigger = Greet.At(start.AddHours(2)).Trigger });
            }
        };

        (await host.Jobs.ResumeAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        // Read, read by the edit for its key, and read again.
        reads.ShouldBe(3);
        RunView run = (await host.DrainAsync()).ShouldHaveSingleItem();
        (run.Due, run.Lateness).ShouldBe((Instant.From(start.AddHours(2)), TimeSpan.Zero));
    }

    [Fact]
    public async Task Resuming_a_job_that_is_not_paused_changes_nothing()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at));

        (await host.Jobs.ResumeAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        (await host.DrainAsync()).ShouldHaveSingleItem().Due.ToDateTimeOffset().ShouldBe(at);
        host.StartsOf(id).ShouldBe(1);
    }
}
