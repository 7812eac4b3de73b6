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
        await using KairosTestHost host = await StartSmallAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(i => Greet.At(start.AddHours(-1).AddSeconds(i), "late"))]);

        await host.DrainAsync();
        host.StartsByJob().Count.ShouldBe(1_000);
        host.Now().ToDateTimeOffset().ShouldBe(start);
    }

    [Fact]
    public async Task Timed_jobs_that_fill_the_memory_leave_room_for_what_is_overdue()
    {
        await using KairosTestHost host = await StartSmallAsync();
        DateTimeOffset start = host.Time.GetUtcNow();
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(_ => Greet.At(start.AddSeconds(4)))]);
        await host.UntilAsync<JobArmed>();

        JobId late = await host.SubmitAsync(Greet.At(start.AddHours(-1), "late"));
        (await host.RunOfAsync(late)).Outcome.ShouldBe(OutcomeCode.Succeeded);

        (await host.DrainAsync()).Count.ShouldBe(1_001);
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-3_600)]
    public async Task Who_is_drained_amid_a_pass_claims_no_more_in_it(int seconds)
    {
        FaultyStore store = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            store.Use(k);
            k.Dispatch = new DispatchOptions { Batch = 50, BacklogBatch = 50 };
            k.Greets();
        });
        await host.SettleAsync();
        int claimed = 0;
        store.Claiming = row =>
        {
            if (++claimed == 1)
            {
                host.Engine.SetDraining(true);
            }

            return row;
        };
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(seconds);
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(_ => Greet.At(at))]);
        await host.UntilAsync<JobArmed>(_ => claimed > 0);
        await host.Engine.Armer.SettledAsync(CancellationToken.None);
        await host.Engine.Armer.RunOnceAsync();

        claimed.ShouldBe(50);
        host.Engine.SetDraining(false);
        (await host.DrainAsync(host.Time.GetUtcNow().AddSeconds(5))).Count(r => r.Started is not null).ShouldBeGreaterThanOrEqualTo(1_000);
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }

    private static Task<KairosTestHost> StartSmallAsync() => KairosTestHost.StartAsync(static k =>
    {
        k.Dispatch = new DispatchOptions { MostArmed = 100, Batch = 50 };
        k.Greets();
    });
}
