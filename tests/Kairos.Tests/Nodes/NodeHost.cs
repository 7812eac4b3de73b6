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

    private readonly List<KairosTestHost> _hosts = [];

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
        _hosts.Add(host);
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

    public async ValueTask DisposeAsync()
    {
        foreach (KairosTestHost host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    private static int Beats(KairosTestHost host) => host.Events.OfType<NodeBeaten>().Count();
}

internal static class NodeHostExtensions
{
    internal static NodeClient Nodes(this KairosTestHost host) => host.Services.GetRequiredService<NodeClient>();

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
