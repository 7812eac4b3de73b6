using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class NeverEarlyTests
{
    [Fact]
    public async Task A_job_does_not_start_a_microsecond_before_its_instant_and_starts_at_it()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at));

        host.Time.AdvanceTo(at.AddMicroseconds(-1));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(0);

        host.Time.AdvanceTo(at);
        (await host.RunOfAsync(id)).Lateness.ShouldBe(TimeSpan.Zero);
        host.StartsOf(id).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_released_just_before_the_clock_steps_back_waits_for_its_instant_and_starts_once()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets());
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(3);
        JobId id = await host.SubmitArmedAsync(Greet.At(at));

        // What the pool does with a released job whose instant, by the clock as it shows now, has not come.
        ((IThreadPoolWorkItem)host.Engine.Set.Find(id)!).Execute();
        host.Engine.Set.Find(id)!.IsWaiting.ShouldBeTrue();
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(0);

        host.Time.AdvanceTo(at);
        await host.RunOfAsync(id);
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(1);
        host.NoneShouldBeEarly();
    }

    [Fact]
    public async Task An_overdue_job_released_just_before_the_clock_steps_back_gives_its_place_in_the_lane_to_the_next()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Dispatch = new DispatchOptions { OverdueAtOnce = 1 };
            k.Greets(async (g, _, _) =>
            {
                if (g.Text == "first")
                {
                    await go.Task;
                }

                return Outcome.Success;
            });
        });
        DateTimeOffset start = host.Time.GetUtcNow();
        JobId first = await host.SubmitArmedAsync(Greet.At(start.AddSeconds(-10), "first"));
        await host.UntilAsync<RunStarted>(e => e.Job == first);
        JobId second = await host.SubmitArmedAsync(Greet.At(start.AddSeconds(-9)));
        JobId third = await host.SubmitArmedAsync(Greet.At(start.AddSeconds(-30)));

        host.Time.StepWall(TimeSpan.FromSeconds(-20));
        go.SetResult();
        await host.RunOfAsync(third);
        host.StartsOf(second).ShouldBe(0);

        host.Time.AdvanceTo(start.AddSeconds(-9));
        (await host.RunOfAsync(second)).Lateness.ShouldBe(TimeSpan.Zero);
        host.NoneShouldBeEarly();
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }
}
