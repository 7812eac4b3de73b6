using Kairos.Events;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

public sealed class LeaseTests
{
    // Claimed at once, and due when the first beat's lease has run out: a long way is gone timer by timer, not in one step.
    private static readonly TimeSpan s_afterLease = TimeSpan.FromSeconds(4.8);

    private readonly ManualTime _time = new();
    private readonly EngineClock _clock;

    public LeaseTests()
    {
        StoreClock store = new();
        _clock = new EngineClock(_time, store);
        Learn(store);
    }

    [Fact]
    public void Lease_is_lost_exactly_at_its_deadline()
    {
        Lease lease = new(_clock);
        lease.Holds(long.MinValue).ShouldBeFalse();
        lease.Renew(1_000);
        lease.Holds(999).ShouldBeTrue();
        lease.Holds(1_000).ShouldBeFalse();
    }

    [Fact]
    public void Where_nobody_else_shares_the_store_the_lease_always_holds()
    {
        EngineClock own = new(_time);
        _ = own.Look(out long timestamp);
        Lease.Always(own).Holds(timestamp).ShouldBeTrue();
        _time.Advance(TimeSpan.FromDays(1));
        Lease.Always(own).IsHeld().ShouldBeTrue();
    }

    [Fact]
    public async Task Who_waits_for_a_lease_goes_on_with_its_renewal_and_not_with_one_that_is_over_already()
    {
        Lease lease = new(_clock);
        Task waits = lease.HeldAsync(CancellationToken.None).AsTask();
        lease.Renew(_time.GetTimestamp());
        waits.IsCompleted.ShouldBeFalse();
        lease.Renew(_time.GetTimestamp() + 1);
        await waits.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        lease.Lose();
        lease.IsHeld().ShouldBeFalse();
    }

    [Fact]
    public async Task A_job_starts_just_before_the_lease_runs_out_and_not_after_it()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        DateTimeOffset sent = nodes.Time.GetUtcNow();
        using Freeze freeze = new(store);
        JobId before = await host.SubmitArmedAsync(Greet.At(sent.AddMilliseconds(4_490)));
        JobId after = await host.SubmitArmedAsync(Greet.At(sent.AddMilliseconds(4_499.9)));

        nodes.Time.AdvanceTo(sent.AddMilliseconds(4_495));
        await host.RunOfAsync(before);
        nodes.Time.AdvanceTo(sent.AddMilliseconds(4_501));
        (await host.HeldBackAsync(after)).ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_was_frozen_starts_nothing_before_a_beat_is_answered_and_then_all_that_waited()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        DateTimeOffset at = nodes.Time.GetUtcNow() + s_afterLease;
        JobId[] ids = new JobId[20];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = await host.SubmitArmedAsync(Greet.At(at));
        }

        using Freeze freeze = new(store);
        nodes.Time.Advance(TimeSpan.FromSeconds(10));
        foreach (JobId id in ids)
        {
            (await host.HeldBackAsync(id)).ShouldBe(0);
        }

        freeze.Thaw();
        foreach (JobId id in ids)
        {
            (await host.RunOfAsync(id)).Fence.ShouldBe(1);
        }

        host.Events.OfType<NodeLost>().ShouldBeEmpty();
        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task A_look_that_was_refused_for_want_of_a_lease_is_made_again_with_the_beat_that_renews_it()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        using Freeze freeze = new(store);
        nodes.Time.Advance(TimeSpan.FromSeconds(5));
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.Engine.Armer.RunOnceAsync();
        (await host.Jobs.FindAsync("ann", id))!.State.ShouldBe(JobState.Waiting);

        // Time stands still: what is looked for from time to time is not.
        freeze.Thaw();
        await host.RunOfAsync(id);
    }

    [Fact]
    public async Task What_is_overdue_waits_for_the_lease_in_its_lane_and_is_not_lost()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k =>
        {
            k.Dispatch = new() { OverdueAtOnce = 2 };
            k.Greets();
        });
        using Freeze freeze = new(store);
        DateTimeOffset now = nodes.Time.GetUtcNow();
        JobId[] ids = new JobId[10];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = await host.SubmitArmedAsync(Greet.At(now + s_afterLease));
        }

        nodes.Time.Advance(TimeSpan.FromMinutes(1));
        await host.HeldBackAsync(ids[0]);
        freeze.Thaw();
        foreach (JobId id in ids)
        {
            await host.RunOfAsync(id);
        }

        host.StartsByJob().Values.ShouldAllBe(n => n == 1);
    }

    [Fact]
    public async Task A_gate_is_not_passed_without_a_lease_and_is_marked_again_when_it_holds()
    {
        await using NodeHost nodes = new();
        DateTimeOffset opens = nodes.Time.GetUtcNow().AddSeconds(8);
        int behind = 0;
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets(async (_, c, ct) =>
        {
            await c.GateAsync(opens, null, ct);
            behind++;
            return Outcome.Success;
        }));
        int marks = 0;
        store.After = verb =>
        {
            marks += verb == "mark" ? 1 : 0;
            return Task.CompletedTask;
        };
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);
        for (int i = 0; i < 3; i++)
        {
            await nodes.BeatAsync(host);
        }

        using Freeze freeze = new(store);
        nodes.Time.AdvanceTo(opens + NodeHost.Slack);
        await host.UntilAsync<StartHeldBack>(e => e.Job == id);
        (behind, host.Events.OfType<GatePassed>().Count()).ShouldBe((0, 0));

        freeze.Thaw();
        await host.RunOfAsync(id);
        (behind, marks).ShouldBe((1, 2));
    }

    private void Learn(StoreClock store) => store.Learn(_clock.Steady, _clock.Steady, _clock.Steady);
}
