using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class RunNowTests
{
    private readonly Contents _contents = new();

    private Task<KairosTestHost> StartAsync() => KairosTestHost.StartAsync(_contents.AddTo);

    [Theory]
    [InlineData(20, 10)]
    [InlineData(0, 0)]
    public async Task A_repeating_job_runs_now_and_at_its_next_instant_all_the_same(int hour, int minute)
    {
        await using KairosTestHost host = await StartAsync();
        host.Time.Advance(TimeSpan.FromSeconds(2));
        DateTimeOffset now = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Now() with { Trigger = Trigger.Daily("UTC", new TimeOnly(hour, minute)) });
        DateTimeOffset next = (await host.Jobs.FindAsync("ann", id))!.Due.ToDateTimeOffset();

        (await host.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        await host.UntilAsync<JobBroughtForward>(e => e.Job == id);
        RunView run = await host.RunOfAsync(id);
        (run.Due.ToDateTimeOffset(), run.At.ToDateTimeOffset(), run.Lateness).ShouldBe((now, now, TimeSpan.Zero));
        (await host.Jobs.FindAsync("ann", id))!.Due.ToDateTimeOffset().ShouldBe(next);
    }

    [Theory]
    [InlineData(3600, false)]
    [InlineData(3, true)]
    public async Task A_job_that_is_due_once_runs_now_instead_of_later(int seconds, bool armed)
    {
        await using KairosTestHost host = await StartAsync();
        JobRequest request = Greet.At(host.Time.GetUtcNow().AddSeconds(seconds));
        JobId id = armed ? await host.SubmitArmedAsync(request) : await host.SubmitAsync(request);

        (await host.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        (await host.Jobs.FindAsync("ann", id)).ShouldBeNull();
        host.Time.Advance(TimeSpan.FromHours(2));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_runs_is_not_started_again()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start) with { Payload = Greet.Now("held").Payload });
        await _contents.Held.Reached;

        (await host.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.TooLate);
        _contents.Held.Open();
        await host.RunOfAsync(id);

        JobView job = (await host.Jobs.FindAsync("ann", id))!;
        (job.Due.ToDateTimeOffset(), job.Version).ShouldBe((start.AddMinutes(1), 1));
    }

    [Fact]
    public async Task Between_two_attempts_the_next_one_starts_at_once()
    {
        await using KairosTestHost host = await StartAsync();
        _contents.Outcome = new Outcome.Retry("not yet", TimeSpan.FromHours(1));
        JobId id = await host.SubmitAsync(Greet.Now());
        RunView first = await host.RunOfAsync(id);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        _contents.Outcome = Outcome.Success;

        (await host.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);

        RunView second = await host.RunOfAsync(id, attempt: 2);
        (second.Due, second.Lateness, second.Outcome).ShouldBe((first.Due, TimeSpan.Zero, OutcomeCode.Succeeded));
    }

    [Fact]
    public async Task A_paused_job_runs_once_and_is_paused_again()
    {
        await using KairosTestHost host = await StartAsync();
        DateTimeOffset anchor = host.Time.GetUtcNow().AddHours(1);
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromHours(1), anchor));
        await host.Jobs.PauseAsync("ann", id);

        (await host.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.Applied);
        await host.RunOfAsync(id);

        JobView job = (await host.Jobs.FindAsync("ann", id))!;
        (job.State, job.Due.ToDateTimeOffset(), job.Ran).ShouldBe((JobState.Paused, anchor, 1));
        host.Time.Advance(TimeSpan.FromHours(3));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_parked_job_can_not_run_and_says_why()
    {
        await using KairosTestHost host = await StartAsync();
        JobId id = await host.SubmitAsync(Greet.Now() with { Kind = "unknown" });
        await host.UntilAsync<JobsParked>(e => e.Jobs.Contains(id));

        (await host.Jobs.RunNowAsync("ann", id)).ShouldBe(ChangeAnswer.Parked);

        (await host.Jobs.FindAsync("ann", id))!.Reason.ShouldNotBeNull().ShouldContain("has no handler");
        (await host.Jobs.RunNowAsync("bob", id)).ShouldBe(ChangeAnswer.NotFound);
    }
}
