using System.Collections.Concurrent;
using Kairos.Events;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Tests.Engine;
using Kairos.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Nodes;

public sealed class RealTimeTests
{
    [Fact]
    public async Task On_the_systems_time_jobs_start_by_the_clock_of_the_store_and_none_is_early()
    {
        FakeCluster cluster = new(TimeProvider.System) { Offset = TimeSpan.FromHours(1) };
        FakeNodeStore store = new(cluster);
        ConcurrentQueue<TimeSpan> ahead = new();
        ServiceCollection services = new();
        services.AddLogging();
        services.AddKairos(k =>
        {
            store.Use(k);
            k.Greets((_, c, _) =>
            {
                ahead.Enqueue(c.At - cluster.Clock);
                return ValueTask.FromResult(Outcome.Success);
            });
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        KairosEngine engine = provider.GetRequiredService<KairosEngine>();
        engine.Clock.Provider.ShouldBeOfType<SuspendTime>();
        ConcurrentQueue<EngineEvent> events = new();
        using CountdownEvent left = new(200);
        TaskCompletionSource beatsByItself = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable listening = engine.Events.Listen(e =>
        {
            events.Enqueue(e);
            if (e is RunCommitted)
            {
                left.Signal();
            }
            else if (e is NodeBeaten && events.OfType<NodeBeaten>().Count() == 2)
            {
                beatsByItself.SetResult();
            }
        });
        await engine.StartAsync(CancellationToken.None);
        JobClient jobs = provider.GetRequiredService<JobClient>();
        DateTimeOffset first = engine.Clock.Now.ToDateTimeOffset().AddMilliseconds(300);
        await jobs.SubmitAllAsync([.. Enumerable.Range(0, 200).Select(i => Greet.At(first.AddMilliseconds(7.3 * i)))]);
        left.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        await beatsByItself.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await engine.StopAsync(CancellationToken.None);

        // The test's store shows this machine's own clock, which stays where it is: nothing may come before it.
        ahead.Count.ShouldBe(200);
        ahead.ShouldAllBe(a => a <= TimeSpan.Zero);
        events.ShouldNotContain(e => e is ClockStepped || e is ClockUnsure || e is StartHeldBack || e is NodeLost);
        store.Me.State.ShouldBe(Stores.NodeState.Left);
    }
}
