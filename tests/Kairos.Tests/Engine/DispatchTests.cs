using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Triggers;

namespace Kairos.Tests.Engine;

public sealed class DispatchTests
{
    [Fact]
    public async Task A_job_starts_at_its_instant_and_its_end_is_recorded()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Handle("greet", TestJson.Default.Greeting, static (g, c, ct) => ValueTask.FromResult(Outcome.Success)));
        DateTimeOffset at = host.Time.GetUtcNow().AddHours(3);
        SubmitAnswer answer = await host.Jobs.SubmitAsync(JobRequest.Of("greet", "ann", new Greeting("hello"), TestJson.Default.Greeting) with { Trigger = Trigger.At(at) });

        IReadOnlyList<RunView> runs = await host.DrainAsync();

        RunView run = runs.ShouldHaveSingleItem();
        run.Job.ShouldBe(answer.Id);
        run.Outcome.ShouldBe(OutcomeCode.Succeeded);
        run.Lateness.ShouldBe(TimeSpan.Zero);
        run.Due.ToDateTimeOffset().ShouldBe(at);
    }

    [Fact]
    public async Task A_job_submitted_for_now_starts_without_waiting_for_a_poll()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Handle("greet", TestJson.Default.Greeting, static (g, c, ct) => ValueTask.FromResult(Outcome.Success)));
        SubmitAnswer answer = await host.Jobs.SubmitAsync(JobRequest.Of("greet", "ann", new Greeting("hello"), TestJson.Default.Greeting));

        RunCommitted committed = await host.UntilAsync<RunCommitted>(e => e.Run.Job == answer.Id);

        committed.Run.Attempt.ShouldBe(1);
        committed.Run.Fence.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeating_job_is_planned_anew_by_the_commit_of_its_last_run()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Handle("greet", TestJson.Default.Greeting, static (g, c, ct) => ValueTask.FromResult(Outcome.Success)));
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        await host.Jobs.SubmitAsync(JobRequest.Of("greet", "ann", new Greeting("hello"), TestJson.Default.Greeting) with { Trigger = Trigger.Every(TimeSpan.FromMinutes(5), start) });

        IReadOnlyList<RunView> runs = await host.DrainAsync(start.AddMinutes(21));

        runs.Select(r => r.Due.ToDateTimeOffset()).ShouldBe([start, start.AddMinutes(5), start.AddMinutes(10), start.AddMinutes(15), start.AddMinutes(20)]);
        runs.ShouldAllBe(r => r.Lateness == TimeSpan.Zero);
    }
}
