using Kairos.Events;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Tests.Engine;

namespace Kairos.Tests.Nodes;

public sealed class NodeStopTests
{
    private readonly Latch _running = new();

    [Fact]
    public async Task A_node_that_stops_hands_back_and_leaves_in_good_order()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        JobId id = await host.SubmitArmedAsync(Greet.At(nodes.Time.GetUtcNow().AddSeconds(4)));
        (KairosTestHost other, _) = await nodes.StartAsync(k => k.Greets());
        other.Engine.NodeNumber.ShouldBe(2);
        await host.StopInTimeAsync();
        store.Me.State.ShouldBe(NodeState.Left);
        store.Me.Listeners.ShouldBeEmpty();

        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await other.UntilAsync<JobArmed>(e => e.Job == id && e.Fence == 2);
        host.Events.OfType<NodeLost>().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_beats_while_what_runs_ends()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets(async (_, _, ct) =>
        {
            await _running.PassAsync(ct);
            return Outcome.Success;
        }));
        JobId id = await host.SubmitAsync(Greet.Now());
        await _running.Reached;
        Task stop = host.StopInTimeAsync();
        for (int i = 0; i < 7; i++)
        {
            await nodes.BeatAsync(host);
        }

        stop.IsCompleted.ShouldBeFalse();
        _running.Open();
        await stop;
        (await host.RunOfAsync(id)).Outcome.ShouldBe(OutcomeCode.Succeeded);
        store.Me.State.ShouldBe(NodeState.Left);
    }

    [Fact]
    public async Task Where_the_host_gives_up_and_a_handler_still_runs_the_node_does_not_leave_and_is_taken_over_in_its_time()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets(async (_, _, _) =>
        {
            await _running.PassAsync(CancellationToken.None);
            return Outcome.Success;
        }));
        await host.SubmitAsync(Greet.Now());
        await _running.Reached;
        await host.StopAsync(new CancellationToken(canceled: true));
        store.Me.State.ShouldBe(NodeState.Active);
        _running.Open();
    }

    [Fact]
    public async Task A_store_that_answers_no_beat_does_not_hold_up_a_stop_that_the_host_gives_up()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        using Freeze freeze = new(store);
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
    }

    [Fact]
    public async Task A_node_stops_while_it_tries_in_vain_to_come_back()
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(k => k.Greets());
        store.Before = verb => verb == "join" ? FakeNodeStore.Unavailable : Task.CompletedTask;
        store.Me.State = NodeState.TakenOver;
        nodes.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync<StoreFailed>(e => e.Work == "join");
        await host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        store.Me.State.ShouldBe(NodeState.TakenOver);
    }

    [Fact]
    public async Task A_start_on_a_store_that_answers_no_beat_fails_and_says_why()
    {
        await using NodeHost nodes = new();
        FakeNodeStore store = new(nodes.Cluster) { BeforeBeat = FakeNodeStore.Fail };
        await Should.ThrowAsync<StoreUnavailableException>(() => nodes.StartAsync(store, k => k.Greets()));
    }

    [Fact]
    public void Options_that_would_let_two_nodes_hold_one_job_are_refused()
    {
        Should.Throw<ArgumentException>(() => NodeOptions.Checked(new() { Margin = TimeSpan.Zero })).Message.ShouldContain("Margin");
        Should.Throw<ArgumentException>(() => NodeOptions.Checked(new() { TakeOverAfter = TimeSpan.FromSeconds(2) })).Message.ShouldContain("two beats");
        NodeOptions.Checked(new()).ShouldBe(new NodeOptions());
    }
}
