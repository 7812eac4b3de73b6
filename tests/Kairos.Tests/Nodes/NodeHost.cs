using System.Collections.Concurrent;
using Kairos.Events;
using Kairos.Hosting;
using Kairos.Jobs;
using Kairos.Nodes;
using Kairos.Stores;
using Kairos.Testing;
using Kairos.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace Kairos.Tests.Nodes;

/// <summary>Some nodes of one fake cluster, on one manual time.</summary>
internal sealed class NodeHost : IAsyncDisposable
{
    /// <summary>By so much the lower bound of the store's clock stays behind within a beat or two: advance further to be sure that it has come to an instant.</summary>
    internal static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Nodes may be started together.
    private readonly ConcurrentQueue<KairosTestHost> _hosts = [];

    internal NodeHost() => Cluster = new FakeCluster(Time);

    internal ManualTime Time { get; } = new();

    internal FakeCluster Cluster { get; }

    internal async Task<(KairosTestHost Host, FakeNodeStore Store)> StartAsync(Action<KairosBuilder> configure)
    {
        FakeNodeStore store = new(Cluster);
        return (await StartAsync(store, configure), store);
    }

    internal async Task<KairosTestHost> StartAsync(FakeNodeStore store, Action<KairosBuilder> configure)
    {
        KairosTestHost host = await KairosTestHost.StartAsync(
            k =>
            {
                store.Use(k);
                configure(k);
            },
            Time);
        _hosts.Enqueue(host);
        return host;
    }

    /// <summary>A node that is a row only.</summary>
    internal FakeNode JoinGhost() => Cluster.Join(new NodeEntry { Name = "ghost", Kinds = [], Since = default, Version = "1" });

    /// <summary>Goes on until each of the nodes has beaten once more.</summary>
    internal async Task BeatAsync(params KairosTestHost[] hosts)
    {
        int[] before = [.. hosts.Select(Beats)];
        Time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < hosts.Length; i++)
        {
            KairosTestHost host = hosts[i];
            int beats = before[i];
            await host.UntilAsync<NodeBeaten>(_ => Beats(host) > beats);
        }
    }

    /// <summary>Lets time go by until something has come about that waits for a timer made at some moment from now on.</summary>
    /// <remarks>
    /// At the pace of the store, for each step waits its turn there: on a busy machine time would else run away from the nodes,
    /// by hours while one of them waits for an answer, and no lease would last until somebody looks at it.
    /// </remarks>
    internal Task<T> GoOnUntilAsync<T>(Task<T> what) => Time.GoOnUntilAsync(what, turn: async () =>
    {
        await Cluster.Inner.HeldAsync(CancellationToken.None);
        await Task.Yield();
    });

    /// <summary>Runs a job that is due now to its end, on whichever of these nodes it comes to.</summary>
    internal async Task SettleAsync(params KairosTestHost[] hosts)
    {
        JobId sentinel = await hosts[0].SubmitAsync(Greet.Now("sentinel"));
        await await Task.WhenAny(hosts.Select(h => h.UntilAsync<RunCommitted>(e => e.Run.Job == sentinel)));
    }

    // Where a node does not stop, that is said: a test that hangs says nothing.
    public async ValueTask DisposeAsync()
    {
        foreach (KairosTestHost host in _hosts)
        {
            await host.DisposeAsync().AsTask().WaitAsync(s_patience, TimeProvider.System);
        }
    }

    private static int Beats(KairosTestHost host) => host.Events.OfType<NodeBeaten>().Count();
}

internal static class NodeHostExtensions
{
    internal static NodeClient Nodes(this KairosTestHost host) => host.Services.GetRequiredService<NodeClient>();

    /// <summary>Returns when no claim of this node is under way; whatever now keeps it from claiming keeps it from then on.</summary>
    internal static Task ClaimsOverAsync(this KairosTestHost host) =>
        host.Engine.Armer.SettledAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Stops it in patience; a node that does not stop in 30 s of real time fails the test.</summary>
    internal static Task StopInTimeAsync(this KairosTestHost host) => host.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    internal static async Task<int> HeldBackAsync(this KairosTestHost host, JobId id)
    {
        await host.UntilAsync<StartHeldBack>(e => e.Job == id);
        return host.StartsOf(id);
    }
}

/// <summary>Holds up the heart of a node, as a process that is frozen.</summary>
internal sealed class Freeze : IDisposable
{
    private readonly ManualResetEventSlim _on = new(initialState: true);
    private readonly FakeNodeStore _store;

    internal Freeze(FakeNodeStore store)
    {
        _store = store;
        _on.Reset();
        store.BeforeBeat = () => _on.Wait(TimeSpan.FromSeconds(30));
    }

    internal void Thaw()
    {
        _store.BeforeBeat = static () => { };
        _on.Set();
    }

    public void Dispose()
    {
        Thaw();
        _on.Dispose();
    }
}
