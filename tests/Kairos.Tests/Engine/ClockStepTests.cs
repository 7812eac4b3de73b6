using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class ClockStepTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task A_forward_step_makes_what_it_jumped_over_due_within_a_look_at_the_clock(int seconds)
    {
        TimeSpan step = TimeSpan.FromSeconds(seconds);
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId armed = await host.SubmitArmedAsync(Greet.At(start.AddMilliseconds(900)));
        JobId stored = await host.SubmitAsync(Greet.At(start + (step * 0.95)));

        host.Time.StepWall(step);
        host.Time.Advance(Alarm.Longest);
        await host.UntilAsync<ClockStepped>(e => e.By == step);

        (await host.RunOfAsync(armed)).Ended.ToDateTimeOffset().ShouldBe(start + step + Alarm.Longest);
        (await host.RunOfAsync(stored)).Ended.ToDateTimeOffset().ShouldBe(start + step + Alarm.Longest);
        host.NoneShouldBeEarly();
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task What_a_forward_step_did_not_reach_starts_at_its_instant(int seconds)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId id = await host.SubmitAsync(Greet.At(start.AddSeconds(seconds + 3)));

        host.Time.StepWall(TimeSpan.FromSeconds(seconds));
        host.Time.Advance(Alarm.Longest);
        await host.UntilAsync<JobArmed>(e => e.Job == id);
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(0);

        host.Time.AdvanceTo(start.AddSeconds(seconds + 3));
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task A_backward_step_repeats_nothing_and_what_waits_starts_at_its_instant_by_the_new_clock(int seconds)
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId done = await host.SubmitAsync(Greet.At(start));
        await host.RunOfAsync(done);
        JobId armed = await host.SubmitArmedAsync(Greet.At(start.AddSeconds(3)));
        JobId stored = await host.SubmitAsync(Greet.At(start.AddMinutes(1)));

        host.Time.StepWall(TimeSpan.FromSeconds(-seconds));
        host.Time.AdvanceTo(start.AddSeconds(3).AddMicroseconds(-1));
        await host.SettleAsync();
        host.StartsOf(armed).ShouldBe(0);

        host.Time.AdvanceTo(start.AddSeconds(3));
        (await host.RunOfAsync(armed)).Lateness.ShouldBe(TimeSpan.Zero);
        await host.DrainAsync();
        (await host.RunOfAsync(stored)).Lateness.ShouldBe(TimeSpan.Zero);
        host.NoneShouldBeEarly();
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
        host.Events.OfType<ClockStepped>().ShouldHaveSingleItem().By.ShouldBe(TimeSpan.FromSeconds(-seconds));
    }

    [Fact]
    public async Task Advancing_by_hours_is_no_step()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        for (int i = 0; i < 20; i++)
        {
            host.Time.Advance(TimeSpan.FromHours(1));
        }

        await host.SettleAsync();
        host.Events.OfType<ClockStepped>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeating_job_goes_on_from_its_last_due_after_a_step_back()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset start = host.Time.GetUtcNow().AddMinutes(1);
        JobId id = await host.SubmitAsync(Greet.Every(TimeSpan.FromMinutes(1), start));
        await host.DrainAsync(start.AddMinutes(2));

        host.Time.StepWall(TimeSpan.FromMinutes(-10));
        await host.DrainAsync(start.AddMinutes(4));

        IReadOnlyList<RunView> runs = await host.Jobs.RunsAsync(new() { Job = id });
        runs.Select(r => r.Due.ToDateTimeOffset()).Order().ShouldBe([start, start.AddMinutes(1), start.AddMinutes(2), start.AddMinutes(3), start.AddMinutes(4)]);
        runs.ShouldAllBe(r => r.Outcome == OutcomeCode.Succeeded);
    }
}
