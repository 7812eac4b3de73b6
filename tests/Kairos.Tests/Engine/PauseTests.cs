using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class PauseTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly FaultyStore _store = new();
    private readonly Contents _contents = new();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(k =>
    {
        _store.Use(k);
        _contents.AddTo(k);
    });

    private static async Task<JobView> StandingAsync(KairosTestHost host, JobId id) => (await host.Jobs.FindAsync("ann", id)).ShouldNotBeNull();

    private static async Task DoesNotStartAsync(KairosTestHost host, JobId id, DateTimeOffset until)
    {
        int before = host.StartsOf(id);
        host.Time.AdvanceTo(until);
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(before);
        (await StandingAsync(host, id)).State.ShouldBe(JobState.Paused);
    }

    [Theory]
    [InlineData(3600, false)]
    [InlineData(3, true)]
    public async Task A_job_that_has_not_started_is_paused_and_does_not_start(int seconds, bool armed)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(seconds);
        JobId id = armed ? await host.SubmitArmedAsync(Greet.At(at)) : await host.SubmitAsync(Greet.At(at));

        (await host.Jobs.PauseAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        host.Engine.ArmedCount.ShouldBe(0);
        (await host.UntilAsync<JobPaused>(e => e.Job == id)).AfterRun.ShouldBeFalse();
        await DoesNotStartAsync(host, id, at.AddMinutes(1));
    }

    [Fact]
    public async Task A_job_whose_claim_is_under_way_is_paused_and_does_not_start()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        await host.SettleAsync();
        Latch arm = new();
        bool claimed = false;
        _store.Claiming = row =>
        {
            claimed = true;
            return row;
        };
        _store.After = verb => verb == "arm" && claimed ? arm.PassAsync() : Task.CompletedTask;
        JobId id = await host.SubmitAsync(Greet.At(at));
        await arm.Reached;

        Task<ChangeAnswer> answer = host.Jobs.PauseAsync("ann", id).AsTask();
        answer.IsCompleted.ShouldBeFalse();
        arm.Open();

        (await answer).ShouldBe(ChangeAnswer.Applied);
        await DoesNotStartAsync(host, id, at.AddMinutes(1));
    }

    [Fact]
    public async Task A_job_that_runs_is_paused_when_it_has_ended()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(s_minute, start) with { Payload = Greet.Now("held").Payload });
        await _contents.Held.Reached;

        (await host.Jobs.PauseAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);
        (await host.UntilAsync<JobPaused>(e => e.Job == id)).AfterRun.ShouldBeTrue();
        _contents.Held.Open();

        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        JobView job = await StandingAsync(host, id);
        (job.State, job.Due.ToDateTimeOffset(), job.Ran).ShouldBe((JobState.Paused, start + s_minute, 1));
        await DoesNotStartAsync(host, id, start.AddMinutes(5));
    }

    [Fact]
    public async Task A_pause_of_a_job_that_runs_can_be_taken_back()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(s_minute, start) with { Payload = Greet.Now("held").Payload });
        await _contents.Held.Reached;
        await host.Jobs.PauseAsync("ann", id);

        (await host.Jobs.ResumeAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);
        _contents.Held.Open();
        await host.RunOfAsync(id);

        (await host.DrainAsync(start + s_minute)).Count(r => r.Job == id).ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_store_fails_at_a_pause_the_job_starts_unless_it_was_paused_after_all(bool written)
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at));
        Func<string, Task> fail = verb => verb == "pause" ? FaultyStore.Unavailable : Task.CompletedTask;
        (_store.Before, _store.After) = written ? (_store.Before, fail) : (fail, _store.After);
        await Should.ThrowAsync<StoreUnavailableException>(async () => await host.Jobs.PauseAsync("ann", id));
        _store.Mend();

        if (written)
        {
            await DoesNotStartAsync(host, id, at.AddMinutes(1));
            return;
        }

        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_parked_job_is_paused_and_parks_again_when_it_is_resumed()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now() with { Kind = "unknown" });
        await host.UntilAsync<JobsParked>(e => e.Jobs.Contains(id));

        (await host.Jobs.PauseAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);
        (await StandingAsync(host, id)).State.ShouldBe(JobState.Paused);
        (await host.Jobs.ResumeAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        await host.SettleAsync();
        JobView job = await StandingAsync(host, id);
        (job.State, job.Reason).ShouldBe((JobState.Parked, "Kind 'unknown' has no handler on this node: it waits until one is registered."));
    }

    [Fact]
    public async Task Another_owner_s_job_and_one_that_has_ended_are_not_found()
    {
        await using KairosTestHost host = await StartAsync();
        JobId ended = await host.SubmitAsync(Greet.Now());
        await host.RunOfAsync(ended);
        JobId armed = await host.SubmitArmedAsync(Greet.At(host.Time.GetUtcNow().AddSeconds(3)));

        (await host.Jobs.PauseAsync("ann", ended)).ShouldBe(ChangeAnswer.NotFound);
        (await host.Jobs.PauseAsync("bob", armed)).ShouldBe(ChangeAnswer.NotFound);
        (await host.Jobs.ResumeAsync("bob", armed)).ShouldBe(ChangeAnswer.NotFound);

        (await host.DrainAsync()).Single(r => r.Job == armed).Outcome.ShouldBe(OutcomeCode.Succeeded);
    }
}
