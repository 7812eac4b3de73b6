using Kairos.Events;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Tests.Engine;

namespace Kairos.Tests.Nodes;

public sealed class DrainTests
{
    private readonly Latch _running = new();

    [Fact]
    public async Task A_node_that_drains_hands_back_what_has_not_begun_ends_what_runs_and_claims_again_when_told()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets(async (g, _, ct) =>
        {
            if (g.Text == "runs")
            {
                await _running.PassAsync(ct);
            }

            return Outcome.Success;
        }));
        JobId runs = await host.SubmitAsync(Greet.Now("runs"));
        await _running.Reached;
        JobId waits = await host.SubmitArmedAsync(Greet.At(nodes.Time.GetUtcNow().AddSeconds(4)));

        (await host.Nodes().DrainAsync(1, true)).ShouldBeTrue();
        await nodes.BeatAsync(host);
        await host.UntilAsync<NodeDraining>(e => e.IsDraining);
        host.Engine.IsDraining.ShouldBeTrue();
        await host.UntilAsync<JobWithdrawn>(e => e.Job == waits);
        (await host.Nodes().ListAsync()).ShouldHaveSingleItem().State.ShouldBe(NodeState.Draining);

        // Another takes it; what is submitted here goes there too.
        (KairosTestHost other, _) = await nodes.StartAsync(k => k.Greets());
        await other.UntilAsync<JobArmed>(e => e.Job == waits);
        JobId late = await host.SubmitAsync(Greet.Now());
        await nodes.BeatAsync(host, other);
        await other.RunOfAsync(late);
        _running.Open();
        await host.RunOfAsync(runs);
        host.StartsByJob().Keys.ShouldBe([runs]);

        (await host.Nodes().DrainAsync(1, false)).ShouldBeTrue();
        (await other.Nodes().DrainAsync(2, true)).ShouldBeTrue();
        await nodes.BeatAsync(host, other);
        await host.UntilAsync<NodeDraining>(e => !e.IsDraining);
        await other.UntilAsync<NodeDraining>(e => e.IsDraining);
        await other.ClaimsOverAsync();
        JobId again = await host.SubmitAsync(Greet.Now());
        await host.RunOfAsync(again);
        store.Me.State.ShouldBe(NodeState.Active);
    }

    [Fact]
    public async Task What_could_not_be_handed_back_is_handed_back_at_the_next_look()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        JobId id = await host.SubmitArmedAsync(Greet.At(nodes.Time.GetUtcNow().AddSeconds(4)));
        store.Before = verb => verb == "release" ? FakeNodeStore.Unavailable : Task.CompletedTask;
        await host.Nodes().DrainAsync(1, true);
        await nodes.BeatAsync(host);
        await host.UntilAsync<StoreFailed>(e => e.Work == "arm");
        (await host.Jobs.FindAsync("ann", id))!.State.ShouldBe(JobState.Armed);
        TaskCompletionSource releases = new(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Before = verb =>
        {
            _ = verb == "release" && releases.TrySetResult();
            return Task.CompletedTask;
        };

        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await releases.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await host.ClaimsOverAsync();
        (await host.Jobs.FindAsync("ann", id))!.State.ShouldBe(JobState.Waiting);
        host.StartsOf(id).ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_was_drained_and_taken_over_drains_under_its_new_number_too()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        await host.Nodes().DrainAsync(1, true);
        await nodes.BeatAsync(host);
        await host.UntilAsync<NodeDraining>(e => e.IsDraining);

        store.Me.State = NodeState.TakenOver;
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<NodeJoined>(e => e.Node == 2);
        await nodes.BeatAsync(host);
        (host.Engine.IsDraining, store.Me.State).ShouldBe((true, NodeState.Draining));
    }

    [Fact]
    public async Task Where_nobody_shares_the_store_this_process_is_the_one_node_and_can_be_drained()
    {
        await using KairosTestHost host = await KairosTestHost.StartAsync(k =>
        {
            k.Node = new() { Name = "mine" };
            k.Greets();
        });
        NodeView node = (await host.Nodes().ListAsync()).ShouldHaveSingleItem();
        (node.Node, node.Name, node.State, node.Since.ToDateTimeOffset()).ShouldBe((1, "mine", NodeState.Active, host.Time.GetUtcNow()));
        node.Kinds.ShouldBe([Greet.Kind]);
        host.Engine.NodeNumber.ShouldBe(1);
        (await host.Nodes().DrainAsync(2, true)).ShouldBeFalse();

        JobId id = await host.SubmitArmedAsync(Greet.At(host.Time.GetUtcNow().AddSeconds(4)));
        (await host.Nodes().DrainAsync(1, true)).ShouldBeTrue();
        await host.UntilAsync<JobWithdrawn>(e => e.Job == id);
        (await host.Nodes().ListAsync())[0].State.ShouldBe(NodeState.Draining);
        (await host.Nodes().DrainAsync(1, false)).ShouldBeTrue();
        await host.UntilAsync<JobArmed>(e => e.Job == id && e.Fence == 2);
    }
}
