using Kairos.Dispatch;
using Kairos.Events;
using Kairos.Jobs;
using Kairos.Testing;
using Kairos.Time;

namespace Kairos.Tests.Engine;

public sealed class BurstTests
{
    [Fact]
    public async Task Ten_thousand_jobs_of_one_instant_all_start_once_and_at_it()
    {
        int started = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets(() =>
        {
            Interlocked.Increment(ref started);
            return Outcome.Success;
        }));
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(4);
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 10_000).Select(_ => Greet.At(at))]);

        IReadOnlyList<RunView> runs = await host.DrainAsync();

        started.ShouldBe(10_000);
        runs.Count.ShouldBe(10_000);
        runs.ShouldAllBe(r => r.Outcome == OutcomeCode.Succeeded && r.Lateness == TimeSpan.Zero);
        runs.Select(r => r.Job).Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public async Task More_jobs_of_one_instant_than_memory_takes_all_start_without_the_clock_moving_on()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Dispatch = new DispatchOptions { MostArmed = 100, Batch = 50 };
            k.Greets();
        });
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(4);
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(_ => Greet.At(at))]);

        (await host.DrainAsync()).ShouldAllBe(r => r.Lateness == TimeSpan.Zero);
        host.StartsByJob().Count.ShouldBe(1_000);
    }

    [Fact]
    public async Task What_is_overdue_and_blocks_does_not_hold_up_what_is_timed()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int atOnce = 0;
        int most = 0;
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Dispatch = new DispatchOptions { OverdueAtOnce = 16, MostOverdue = 200 };
            k.Greets(async (g, _, _) =>
            {
                if (g.Text == "late")
                {
                    int now = Interlocked.Increment(ref atOnce);
                    InterlockedMax(ref most, now);
                    await go.Task;
                    Interlocked.Decrement(ref atOnce);
                }

                return Outcome.Success;
            });
        });
        DateTimeOffset start = host.Time.GetUtcNow();
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(i => Greet.At(start.AddHours(-1).AddSeconds(i), "late"))]);
        await host.UntilAsync<RunStarted>();

        JobId timed = await host.SubmitArmedAsync(Greet.At(start.AddSeconds(1)));
        host.Time.AdvanceTo(start.AddSeconds(1));
        (await host.RunOfAsync(timed)).Lateness.ShouldBe(TimeSpan.Zero);
        host.Engine.ArmedCount.ShouldBe(200);

        go.SetResult();
        await host.DrainAsync();
        host.StartsByJob().Count.ShouldBe(1_001);
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
        most.ShouldBeLessThanOrEqualTo(16);
    }

    [Fact]
    public async Task A_long_claim_of_what_is_overdue_does_not_hold_up_what_is_timed()
    {
        FaultyStore store = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            store.Use(k);
            k.Greets();
        });
        int arms = 0;
        TaskCompletionSource claiming = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Before = async verb =>
        {
            if (verb == "arm" && store.ClaimsFrom == Instant.Min && Interlocked.Increment(ref arms) == 1)
            {
                claiming.SetResult();
                await go.Task;
            }
        };
        await host.Jobs.SubmitAsync(Greet.At(host.Time.GetUtcNow().AddHours(-1), "late"));
        await claiming.Task;

        JobId timed = await host.SubmitAsync(Greet.Now());
        (await host.RunOfAsync(timed)).Lateness.ShouldBe(TimeSpan.Zero);
        go.SetResult();

        await host.DrainAsync();
        host.StartsByJob().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_overdue_and_quick_does_not_hold_up_what_is_timed()
    {
        FaultyStore store = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            store.Use(k);
            k.Dispatch = new DispatchOptions { Batch = 20, BacklogBatch = 20 };
            k.Greets();
        });
        DateTimeOffset start = host.Time.GetUtcNow();
        int arms = 0;
        JobId timed = default;
        store.Before = async verb =>
        {
            // Amid the overdue, something comes that is due now.
            if (verb == "arm" && Interlocked.Increment(ref arms) == 6)
            {
                timed = await host.SubmitAsync(Greet.Now());
            }
        };
        await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 1_000).Select(i => Greet.At(start.AddHours(-1).AddSeconds(i), "late"))]);
        await host.DrainAsync();

        JobId[] order = [.. host.Events.OfType<JobArmed>().Select(e => e.Job)];
        order.Length.ShouldBe(1_001);
        Array.IndexOf(order, timed).ShouldBeLessThan(150);
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_stalls_nobody()
    {
        using ManualResetEventSlim go = new();
        await using KairosTestHost host = await KairosTestHost.StartAsync(k => k.Greets((g, _, _) =>
        {
            if (g.Text == "block")
            {
                go.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
            }

            return ValueTask.FromResult(Outcome.Success);
        }));
        DateTimeOffset at = host.Time.GetUtcNow().AddSeconds(1);
        JobId blocking = await host.SubmitAsync(Greet.At(at, "block") with { Priority = 100 });
        IReadOnlyList<SubmitAnswer> others = await host.Jobs.SubmitAllAsync([.. Enumerable.Range(0, 500).Select(_ => Greet.At(at))]);

        host.Time.AdvanceTo(at);
        foreach (SubmitAnswer other in others)
        {
            await host.UntilAsync<RunStarted>(e => e.Job == other.Id);
        }

        // Should the end of the burst be held up with the pool, ends are committed all the same after a while.
        host.Time.Advance(TimeSpan.FromMilliseconds(20));
        await host.RunOfAsync(others[^1].Id);
        host.Events.OfType<RunCommitted>().ShouldNotContain(e => e.Run.Job == blocking);
        go.Set();
        await host.RunOfAsync(blocking);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen) is var before && before == seen ? value : before;
        }
    }
}
