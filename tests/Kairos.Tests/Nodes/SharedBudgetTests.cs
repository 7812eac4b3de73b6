using Kairos.Events;
using Kairos.Handlers;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Stores;
using Kairos.Targets;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Tests.Nodes;

public sealed class SharedBudgetTests : IDisposable
{
    private static readonly DateTimeOffset s_opens = new(2026, 1, 1, 0, 0, 10, TimeSpan.Zero);
    private readonly TaskCompletionSource _away = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FakeNodeStore? _claims;

    public void Dispose() => _away.TrySetResult();

    private static void Configure(KairosBuilder k) => k
        .Greets()
        .AddTarget(new TargetOptions { Name = "venue", RequestsPerSecond = 10 })
        .Handle("grab", TestJson.Default.Greeting, RunAsync, gate: static _ => new GatePlan(s_opens, "venue"));

    private static async ValueTask<Outcome> RunAsync(Greeting greeting, JobContext context, CancellationToken ct)
    {
        await context.GateAsync(s_opens, "venue", ct);
        return Outcome.Success;
    }

    private static void Learn(KairosTestHost host) =>
        host.Engine.Targets.Get("venue").Clock.Learn(new OffsetInterval(0, 0, host.Engine.Clock.Steady + TimeSpan.FromDays(1)));

    private static Instant After(double seconds) => Instant.From(s_opens) + TimeSpan.FromSeconds(seconds);

    private static Task<JobId> ArmedAsync(KairosTestHost host, DateTimeOffset starts) =>
        host.SubmitArmedAsync(Greet.Now("grab") with { Kind = "grab", Trigger = Trigger.At(starts) });

    private static async Task<Instant> SlotAsync(KairosTestHost host, JobId id) =>
        await host.Engine.Set.Find(id)!.Slot!.Request.WaitAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    // A node that claims while it is said to, and not with its first look either.
    private async Task<(KairosTestHost Host, FakeNodeStore Store)> StartAsync(NodeHost nodes)
    {
        FakeNodeStore store = new(nodes.Cluster);
        store.Before = verb => verb == "arm" && _claims != store ? FakeNodeStore.Unavailable : Task.CompletedTask;
        KairosTestHost host = await nodes.StartAsync(store, Configure);
        Learn(host);
        return (host, store);
    }

    [Fact]
    public async Task Gates_of_two_nodes_have_slots_of_one_budget()
    {
        await using NodeHost nodes = new();
        (KairosTestHost Host, FakeNodeStore Store) first = await StartAsync(nodes);
        (KairosTestHost Host, FakeNodeStore Store) second = await StartAsync(nodes);
        DateTimeOffset starts = nodes.Time.GetUtcNow().AddSeconds(4);
        List<Instant> slots = [];
        foreach ((KairosTestHost host, FakeNodeStore store) in ((KairosTestHost, FakeNodeStore)[])[first, second, second, first])
        {
            _claims = store;

            // Of who claimed before, a claim may be under way that was let through.
            await first.Host.ClaimsOverAsync();
            await second.Host.ClaimsOverAsync();
            slots.Add(await SlotAsync(host, await ArmedAsync(host, starts)));
        }

        slots.ShouldBe([After(0), After(0.1), After(0.2), After(0.3)]);
    }

    [Fact]
    public async Task A_node_that_drains_leaves_its_slots_to_who_takes_its_jobs()
    {
        await using NodeHost nodes = new();
        (KairosTestHost first, FakeNodeStore firstStore) = await StartAsync(nodes);
        (KairosTestHost second, FakeNodeStore secondStore) = await StartAsync(nodes);
        DateTimeOffset starts = nodes.Time.GetUtcNow().AddSeconds(4);
        _claims = firstStore;
        JobId[] ids = [await ArmedAsync(first, starts), await ArmedAsync(first, starts)];
        foreach (JobId id in ids)
        {
            await SlotAsync(first, id);
        }

        first.Engine.SetDraining(true);
        foreach (JobId id in ids)
        {
            await first.UntilAsync<JobWithdrawn>(e => e.Job == id);
        }

        _claims = secondStore;
        second.Engine.Armer.Call();
        List<Instant> slots = [];
        foreach (JobId id in ids)
        {
            await second.UntilAsync<JobArmed>(e => e.Job == id);
            slots.Add(await SlotAsync(second, id));
        }

        slots.Order().ShouldBe([After(0), After(0.1)]);
        nodes.Cluster.Slots.Used.ShouldBe(2);
    }

    [Fact]
    public async Task Jobs_are_laid_ready_while_the_store_gives_no_slots_and_their_gates_wait_for_it()
    {
        await using NodeHost nodes = new();
        nodes.Cluster.Slots.Before = _ => _away.Task;
        (KairosTestHost host, _) = await nodes.StartAsync(Configure);
        Learn(host);
        JobId waits = await ArmedAsync(host, nodes.Time.GetUtcNow().AddSeconds(1));
        JobId other = await host.SubmitAsync(Greet.Now());
        await host.UntilAsync<RunCommitted>(e => e.Run.Job == other);
        while (nodes.Time.GetUtcNow() < s_opens.AddSeconds(1))
        {
            nodes.Time.Advance(TimeSpan.FromMilliseconds(500));
            await host.SettleAsync();
        }

        await host.UntilAsync<RunStarted>(e => e.Job == waits);
        host.Events.OfType<GatePassed>().ShouldBeEmpty();

        // Asked for in time, and had too late: its cell is over.
        _away.SetResult();
        GatePassed passed = await PassedAsync(nodes, host);
        passed.Planned.ShouldBeGreaterThanOrEqualTo(After(1));
    }

    [Fact]
    public async Task A_store_that_is_away_while_slots_are_asked_for_is_told_and_asked_again()
    {
        await using NodeHost nodes = new();
        nodes.Cluster.Slots.Before = static _ => throw new StoreUnavailableException("Out of reach, for the test.");
        (KairosTestHost host, _) = await nodes.StartAsync(Configure);
        Learn(host);
        await ArmedAsync(host, nodes.Time.GetUtcNow().AddSeconds(1));
        await host.UntilAsync<StoreFailed>(e => e.Work == "take slots");

        nodes.Cluster.Slots.Before = static _ => Task.CompletedTask;
        (await PassedAsync(nodes, host)).Planned.ShouldBeInRange(After(0) - NodeHost.Slack, After(0.1));
    }

    [Fact]
    public async Task A_stop_that_the_host_gives_up_does_not_wait_for_slots()
    {
        await using NodeHost nodes = new();
        Latch asked = new();
        nodes.Cluster.Slots.Before = _ => asked.PassAsync();
        await nodes.Cluster.OpenAsync(nodes.Cluster.Clock);
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(Configure);
        Learn(host);
        await ArmedAsync(host, nodes.Time.GetUtcNow().AddSeconds(1));
        await asked.Reached;
        await host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        (await nodes.Cluster.HeldByAsync(n => n == store.Me)).ShouldBeEmpty();
        await nodes.Cluster.CloseAsync();
    }

    private static async Task<GatePassed> PassedAsync(NodeHost nodes, KairosTestHost host)
    {
        Task<GatePassed> passed = host.UntilAsync<GatePassed>();
        while (!passed.IsCompleted)
        {
            // Few steps: each is a job's whole way, which takes its time on a busy machine.
            nodes.Time.Advance(TimeSpan.FromMilliseconds(500));
            await host.SettleAsync();
        }

        return await passed;
    }
}
