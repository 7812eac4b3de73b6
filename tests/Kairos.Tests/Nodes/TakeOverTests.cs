using Kairos.Events;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Kairos.Time;

namespace Kairos.Tests.Nodes;

public sealed class TakeOverTests
{
    private readonly Latch _running = new();

    private void Runs(KairosBuilder k) => k.Greets(async (g, c, ct) =>
    {
        if (g.Text == "runs" && c.Fence == 1)
        {
            await _running.PassAsync(ct);
        }

        return Outcome.Success;
    });

    [Fact]
    public async Task A_node_whose_beat_stands_still_is_taken_over_after_the_time_and_what_it_held_starts_elsewhere()
    {
        await using NodeHost nodes = new();
        (KairosTestHost dead, FakeNodeStore deadStore) = await nodes.StartAsync(k => k.Greets());
        JobId id = await dead.SubmitArmedAsync(Greet.At(nodes.Time.GetUtcNow().AddSeconds(4.8)));
        using Freeze freeze = new(deadStore);
        (KairosTestHost other, FakeNodeStore otherStore) = await nodes.StartAsync(k => k.Greets());

        for (int i = 0; i < 4; i++)
        {
            await nodes.BeatAsync(other);
        }

        other.Events.OfType<NodeTakenOver>().ShouldBeEmpty();
        await nodes.BeatAsync(other);
        (await other.UntilAsync<NodeTakenOver>()).Node.ShouldBe(1);
        (await other.UntilAsync<TookOver>(e => e.Found.Released == 1)).Found.ShouldBe(new TakeOver(1, 0, 0, 0, 0));
        otherStore.SettledBy.ShouldBe(TimeSpan.FromSeconds(4.5));
        (await other.RunOfAsync(id)).Fence.ShouldBe(2);
        await dead.HeldBackAsync(id);

        freeze.Thaw();
        await dead.UntilAsync<NodeLost>(e => e.Node == 1);
        await dead.UntilAsync<NodeJoined>(e => e.Node == 3);
        dead.Engine.NodeNumber.ShouldBe(3);
        await nodes.BeatAsync(dead, other);
        dead.StartsOf(id).ShouldBe(0);
        dead.Engine.ArmedCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_was_taken_over_drops_all_that_it_held_and_goes_on_under_a_new_number()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(Runs);
        JobId runs = await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;
        JobId waits = await host.SubmitArmedAsync(Greet.At(nodes.Time.GetUtcNow().AddSeconds(4)));
        FakeNodeStore successor = await SuccessorAsync(nodes);

        // Before it learns of it, it claims nothing: what it would is the matter of another test.
        store.Before = verb => verb == "arm" && store.Me.Number == 1 ? FakeNodeStore.Unavailable : Task.CompletedTask;
        await host.ClaimsOverAsync();
        store.Me.State = NodeState.TakenOver;
        (await successor.SettleAsync(default, default, 500, CancellationToken.None)).Released.ShouldBe(2);
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<NodeLost>(e => e.Node == 1);
        await host.UntilAsync<JobWithdrawn>(e => e.Job == waits && e.Fence == 1);
        await host.UntilAsync<RunRefused>(e => e.Job == runs && e.Fence == 1);
        await host.UntilAsync<NodeJoined>(e => e.Node == 3);

        (await host.RunOfAsync(runs)).Fence.ShouldBe(2);
        nodes.Time.Advance(TimeSpan.FromSeconds(3) + NodeHost.Slack);
        (await host.RunOfAsync(waits)).Fence.ShouldBe(2);
        host.StartsOf(waits).ShouldBe(1);
        host.NoneShouldBeEarly();
    }

    [Fact]
    public async Task A_handler_whose_job_this_node_claims_again_after_it_was_lost_is_told_to_end_and_its_end_is_refused()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(Runs);
        JobId id = await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;
        FakeNodeStore successor = await SuccessorAsync(nodes);

        // Taken over and settled while its heart hangs, it does not know of that yet.
        using Freeze freeze = new(store);
        store.Me.State = NodeState.TakenOver;
        await successor.SettleAsync(default, default, 500, CancellationToken.None);
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        (await host.RunOfAsync(id)).Fence.ShouldBe(2);
        await host.UntilAsync<RunRefused>(e => e.Job == id && e.Fence == 1);
    }

    [Fact]
    public async Task What_a_claim_that_was_under_way_brings_in_after_the_loss_is_dropped_too()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(Runs);
        await host.SettleAsync();
        Latch arm = new();
        store.After = async verb =>
        {
            if (verb == "arm" && (await nodes.Cluster.HeldByAsync(static _ => true)).Count > 0)
            {
                await arm.PassAsync();
            }
        };
        JobId id = await host.SubmitAsync(Greet.At(nodes.Time.GetUtcNow().AddSeconds(4)));
        await arm.Reached;

        store.Me.State = NodeState.TakenOver;
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<NodeLost>();
        store.After = static _ => Task.CompletedTask;
        arm.Open();
        await host.UntilAsync<JobWithdrawn>(e => e.Job == id && e.Fence == 1);

        // What the dead one held is found by its own successor, with the first beat.
        await host.UntilAsync<TookOver>(e => e.Found.Released == 1);
        await host.UntilAsync<JobArmed>(e => e.Job == id && e.Fence == 2);
        nodes.Time.Advance(TimeSpan.FromSeconds(3) + NodeHost.Slack);
        (await host.RunOfAsync(id)).Fence.ShouldBe(2);
    }

    [Fact]
    public async Task A_handler_that_waits_at_its_gate_when_its_node_is_taken_over_does_not_pass_it()
    {
        await using NodeHost nodes = new();
        DateTimeOffset opens = nodes.Time.GetUtcNow().AddSeconds(3);
        int behind = 0;
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets(async (_, c, _) =>
        {
            // It does not heed its token: the gate itself must not open.
            await c.GateAsync(opens, null, CancellationToken.None);
            behind += c.Fence == 1 ? 1 : 0;
            return Outcome.Success;
        }));
        JobId id = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunStarted>(e => e.Job == id);

        store.Me.State = NodeState.TakenOver;
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<TookOver>(e => e.Found.Released == 1);
        await host.UntilAsync<RunStarted>(e => e.Job == id && e.Fence == 2);
        nodes.Time.AdvanceTo(opens + NodeHost.Slack);
        (await host.RunOfAsync(id)).Fence.ShouldBe(2);
        behind.ShouldBe(0);
        host.Events.OfType<GatePassed>().ShouldHaveSingleItem().Fence.ShouldBe(2);
    }

    [Fact]
    public async Task A_join_that_fails_is_tried_again_and_nothing_is_started_meanwhile()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(Runs);
        store.Before = verb => verb == "join" ? FakeNodeStore.Unavailable : Task.CompletedTask;
        store.Me.State = NodeState.TakenOver;
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<StoreFailed>(e => e.Work == "join");
        JobId id = await host.SubmitAsync(Greet.Now());
        store.Before = static _ => Task.CompletedTask;

        RunView run = await nodes.GoOnUntilAsync(host.RunOfAsync(id));
        host.Engine.NodeNumber.ShouldBe(2);
        run.Fence.ShouldBe(1);
    }

    [Fact]
    public async Task Rows_that_a_dead_node_claims_late_are_found_with_the_next_beat()
    {
        await using NodeHost nodes = new();
        FakeNodeStore zombie = await SuccessorAsync(nodes);
        (KairosTestHost host, _) = await nodes.StartAsync(Runs);
        zombie.Me.State = NodeState.TakenOver;
        JobId id = (await nodes.Cluster.Inner.SubmitAsync(Late(nodes), nodes.Cluster.Clock, CancellationToken.None)).Id;
        (await zombie.ArmAsync(default, nodes.Cluster.Clock + TimeSpan.FromHours(2), 10, CancellationToken.None)).Count.ShouldBe(1);

        await nodes.BeatAsync(host);
        await host.UntilAsync<TookOver>(e => e.Found.Released == 1);
        (await host.Jobs.FindAsync("ann", id))!.State.ShouldBe(JobState.Waiting);
    }

    [Fact]
    public async Task A_take_over_that_fails_is_tried_again_with_the_next_beat()
    {
        await using NodeHost nodes = new();
        nodes.JoinGhost();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(Runs);
        store.Before = verb => verb == "take over" ? FakeNodeStore.Unavailable : Task.CompletedTask;
        for (int i = 0; i < 5; i++)
        {
            await nodes.BeatAsync(host);
        }

        await host.UntilAsync<StoreFailed>(e => e.Work == "take over");
        store.Before = static _ => Task.CompletedTask;
        await nodes.BeatAsync(host);
        await host.UntilAsync<NodeTakenOver>(e => e.Node == 1);
    }

    [Fact]
    public async Task An_outage_of_the_store_takes_over_nobody_and_costs_lateness_only()
    {
        await using NodeHost nodes = new();
        FakeNode ghost = nodes.JoinGhost();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(Runs);
        await nodes.BeatAsync(host);
        JobId id = await host.SubmitArmedAsync(Greet.At(nodes.Time.GetUtcNow().AddSeconds(4.6)));

        store.BeforeBeat = FakeNodeStore.Fail;
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<StoreFailed>(e => e.Work == "beat");
        nodes.Time.Advance(TimeSpan.FromSeconds(9));
        (await host.HeldBackAsync(id)).ShouldBe(0);
        Instant over = nodes.Cluster.Clock;
        store.BeforeBeat = static () => { };

        // A beat that was under way may still fail, and is tried again from whenever it does.
        (await nodes.GoOnUntilAsync(host.RunOfAsync(id))).Fence.ShouldBe(1);

        // From the first look after it the time counts anew.
        Task<NodeTakenOver> taken = host.UntilAsync<NodeTakenOver>(e => e.Node == ghost.Number);
        while (!taken.IsCompleted)
        {
            await nodes.BeatAsync(host);
        }

        (await taken).At.ShouldBeGreaterThanOrEqualTo(over + TimeSpan.FromSeconds(5) - NodeHost.Slack);
        host.Events.OfType<StoreFailed>().Count(e => e.Work == "beat").ShouldBe(1);
    }

    private static async Task<FakeNodeStore> SuccessorAsync(NodeHost nodes)
    {
        FakeNodeStore store = new(nodes.Cluster);
        await store.JoinAsync(new NodeEntry { Name = "other", Kinds = [], Since = default, Version = "1" }, CancellationToken.None);
        return store;
    }

    private static NewJob Late(NodeHost nodes) => new()
    {
        Id = JobId.New("ann", nodes.Time.GetUtcNow()),
        Kind = Greet.Kind,
        Owner = "ann",
        Due = nodes.Cluster.Clock + TimeSpan.FromHours(1),
        At = nodes.Cluster.Clock + TimeSpan.FromHours(1),
        Payload = Greet.Now().Payload,
    };
}
