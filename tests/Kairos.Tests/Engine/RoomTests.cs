using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;

namespace Kairos.Tests.Engine;

public sealed class RoomTests
{
    [Fact]
    public async Task A_backlog_that_is_larger_than_a_small_memory_is_worked_off_without_the_clock_moving_on()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Dispatch = new DispatchOptions { MostArmed = 100, Batch = 50 };
            k.Greets();
        });
        DateTimeOffset start = host.Time.GetUtcNow();
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(i => Greet.At(start.AddHours(-1).AddSeconds(i), "late"))]);

        await host.DrainAsync();
        host.StartsByJob().Count.ShouldBe(1_000);
        host.Now().ToDateTimeOffset().ShouldBe(start);
    }

    [Fact]
    public async Task Timed_jobs_that_fill_the_memory_leave_room_for_what_is_overdue()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Dispatch = new DispatchOptions { MostArmed = 100, Batch = 50 };
            k.Greets();
        });
        DateTimeOffset start = host.Time.GetUtcNow();
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(_ => Greet.At(start.AddSeconds(4)))]);
        await host.UntilAsync<JobArmed>();

        JobId late = await host.SubmitAsync(Greet.At(start.AddHours(-1), "late"));
        (await host.RunOfAsync(late)).Outcome.ShouldBe(OutcomeCode.Succeeded);

        (await host.DrainAsync()).Count.ShouldBe(1_001);
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }
}
