using Kairos.Events;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

public sealed class NodeClockTests
{
    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public async Task Jobs_start_by_the_clock_of_the_store_whatever_this_machine_shows(int seconds)
    {
        await using NodeHost nodes = new();
        nodes.Cluster.Offset = TimeSpan.FromSeconds(seconds);
        (KairosTestHost host, _) = await nodes.StartAsync(k => k.Greets());
        (nodes.Cluster.Clock - host.Engine.Clock.Now).ShouldBeInRange(TimeSpan.Zero, NodeHost.Slack);
        (host.Engine.Clock.Latest - nodes.Cluster.Clock).ShouldBeInRange(TimeSpan.Zero, NodeHost.Slack);
        JobId id = await host.SubmitArmedAsync(Greet.At((nodes.Cluster.Clock + TimeSpan.FromSeconds(3)).ToDateTimeOffset()));

        nodes.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMicroseconds(1));
        await host.SettleAsync();
        host.StartsOf(id).ShouldBe(0);
        nodes.Time.Advance(NodeHost.Slack);
        await host.RunOfAsync(id);
        host.NoneShouldBeEarly();
        host.Events.OfType<ClockStepped>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Shortly_before_a_start_the_stores_clock_is_asked_once_more()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        JobId id = await host.SubmitArmedAsync(Greet.At((nodes.Cluster.Clock + TimeSpan.FromMilliseconds(4_900)).ToDateTimeOffset()));
        for (int i = 0; i < 4; i++)
        {
            await nodes.BeatAsync(host);
        }

        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.OnTheWay = () => asked.TrySetResult();
        nodes.Time.Advance(TimeSpan.FromMilliseconds(885));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        // With what the last beat brought, the lower bound would be 90 us behind.
        nodes.Time.Advance(TimeSpan.FromMilliseconds(15) + TimeSpan.FromMicroseconds(20));
        await host.RunOfAsync(id);
        host.NoneShouldBeEarly();
    }

    [Fact]
    public async Task A_node_tells_the_store_how_far_its_own_clock_is_off()
    {
        await using NodeHost nodes = new();
        nodes.Cluster.Offset = TimeSpan.FromSeconds(7);
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        await nodes.BeatAsync(host);
        (store.Me.Clock.Offset - TimeSpan.FromSeconds(7)).Duration().ShouldBeLessThan(NodeHost.Slack);
        store.Me.Clock.Uncertainty.ShouldBeInRange(TimeSpan.FromMicroseconds(1), NodeHost.Slack);
    }

    [Fact]
    public async Task What_a_forward_step_of_the_stores_clock_jumped_over_is_due_and_nothing_is_early()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, _) = await nodes.StartAsync(k => k.Greets());
        DateTimeOffset start = nodes.Time.GetUtcNow();
        JobId armed = await host.SubmitArmedAsync(Greet.At(start.AddSeconds(4)));
        JobId stored = await host.SubmitAsync(Greet.At(start.AddMinutes(30)));

        nodes.Cluster.Offset = TimeSpan.FromHours(1);
        await nodes.BeatAsync(host);
        (await host.UntilAsync<ClockStepped>()).By.TotalSeconds.ShouldBe(3_600, 0.01);
        await host.RunOfAsync(armed);
        await nodes.GoOnUntilAsync(host.RunOfAsync(stored));
        host.NoneShouldBeEarly();
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task A_backward_step_of_the_stores_clock_repeats_nothing_and_what_waits_starts_at_its_instant_by_it()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, _) = await nodes.StartAsync(k => k.Greets());
        DateTimeOffset start = nodes.Time.GetUtcNow();
        JobId done = await host.SubmitAsync(Greet.At(start));
        nodes.Time.Advance(NodeHost.Slack);
        await host.RunOfAsync(done);
        JobId armed = await host.SubmitArmedAsync(Greet.At(start.AddSeconds(3)));

        nodes.Cluster.Offset = TimeSpan.FromSeconds(-60);
        await nodes.BeatAsync(host);
        (await host.UntilAsync<ClockStepped>()).By.TotalSeconds.ShouldBe(-60, 0.01);
        for (int i = 0; i < 61; i++)
        {
            await nodes.BeatAsync(host);
        }

        host.StartsOf(armed).ShouldBe(0);
        nodes.Time.AdvanceTo(start.AddSeconds(63) + NodeHost.Slack);
        await host.RunOfAsync(armed);
        host.NoneShouldBeEarly();
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task A_step_of_this_machines_own_clock_is_nothing_to_a_node()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, _) = await nodes.StartAsync(k => k.Greets());
        Instant before = host.Engine.Clock.Now;
        nodes.Time.StepWall(TimeSpan.FromHours(5));
        nodes.Cluster.Offset = TimeSpan.FromHours(-5);
        await nodes.BeatAsync(host);
        (host.Engine.Clock.Now - before - TimeSpan.FromSeconds(1)).Duration().ShouldBeLessThan(NodeHost.Slack);
        host.Events.OfType<ClockStepped>().ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_stores_clock_is_known_too_inexactly_nothing_is_claimed_and_it_is_told()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());

        // Another machine takes the store's place, far away: what was known is void, and each question takes 100 ms.
        nodes.Cluster.Offset = TimeSpan.FromSeconds(10);
        store.OnTheWay = () => nodes.Time.Advance(TimeSpan.FromMilliseconds(100));
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        ClockUnsure unsure = await host.UntilAsync<ClockUnsure>(e => e.IsUnsure);
        unsure.Uncertainty.ShouldBeInRange(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(51));
        JobId id = await host.SubmitAsync(Greet.Now());
        await nodes.BeatAsync(host);
        await nodes.BeatAsync(host);
        host.Events.OfType<JobArmed>().ShouldBeEmpty();

        store.OnTheWay = static () => { };
        await nodes.BeatAsync(host);
        await host.UntilAsync<ClockUnsure>(e => !e.IsUnsure);
        await nodes.GoOnUntilAsync(host.RunOfAsync(id));
    }

    [Fact]
    public void A_start_reads_time_once_for_clock_and_lease_and_allocates_nothing()
    {
        Counting time = new();
        StoreClock store = new();
        EngineClock clock = new(time, store);
        store.Learn(clock.Steady, clock.Steady, clock.Steady);
        Lease lease = new(clock);
        lease.Renew(long.MaxValue);
        _ = clock.Look(out _);
        (time.Timestamps, time.Walls) = (0, 0);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool held = true;
        for (int i = 0; i < 1_000; i++)
        {
            _ = clock.Look(out long timestamp);
            held &= lease.Holds(timestamp);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        (held, time.Timestamps, time.Walls).ShouldBe((true, 1_000, 0));
    }

    [Fact]
    public void Without_nodes_a_start_reads_the_wall_clock_alone()
    {
        Counting time = new();
        EngineClock clock = new(time);
        (time.Timestamps, time.Walls) = (0, 0);
        _ = clock.Look(out long timestamp);
        (Lease.Always(clock).Holds(timestamp), time.Timestamps, time.Walls).ShouldBe((true, 0, 1));
    }

    [Fact]
    public void Timestamps_that_count_suspend_go_with_those_of_the_system_while_it_is_awake()
    {
        // Each reading between two of the other clock: however long this thread is kept waiting, it lies between them.
        SuspendTime time = new();
        TimeProvider system = TimeProvider.System;
        (long from, long begun, long begunBy) = (system.GetTimestamp(), time.GetTimestamp(), system.GetTimestamp());
        SpinWait.SpinUntil(() => system.GetElapsedTime(begunBy) > TimeSpan.FromMilliseconds(20));
        (long ended, long end, long until) = (system.GetTimestamp(), time.GetTimestamp(), system.GetTimestamp());
        TimeSpan slack = TimeSpan.FromMilliseconds(1);
        time.GetElapsedTime(begun, end).ShouldBeInRange(system.GetElapsedTime(begunBy, ended) - slack, system.GetElapsedTime(from, until) + slack);
        new EngineClock(time).IsReal.ShouldBeTrue();
    }

    private sealed class Counting : TimeProvider
    {
        internal int Timestamps { get; set; }

        internal int Walls { get; set; }

        public override long GetTimestamp()
        {
            Timestamps++;
            return System.GetTimestamp();
        }

        public override DateTimeOffset GetUtcNow()
        {
            Walls++;
            return System.GetUtcNow();
        }
    }
}
