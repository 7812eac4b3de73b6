using Kairos.Hosting;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Nodes;

/// <summary>For operators: the nodes that share the store. Where nobody shares it, this process is the only one, node 1.</summary>
/// <threadsafety>All members may be called at once.</threadsafety>
public sealed class NodeClient
{
    private readonly INodeStore? _nodes;
    private readonly KairosEngine _engine;

    internal NodeClient(IJobStore store, KairosEngine engine) => (_nodes, _engine) = (store as INodeStore, engine);

    /// <summary>Living nodes, and those that ended within the last day, by number.</summary>
    /// <exception cref="StoreUnavailableException">The store could not be asked; the message names the remedy.</exception>
    public async ValueTask<IReadOnlyList<NodeView>> ListAsync(CancellationToken ct = default)
    {
        if (_nodes is null)
        {
            return [Alone()];
        }

        IReadOnlyList<NodeView> nodes = await _nodes.ListNodesAsync(_engine.Clock.Now, ct);

        // The answer may have taken its time, in which they beat.
        Instant now = _engine.Clock.Now;
        return [.. nodes.Select(node => node with { Silent = SilentFor(node, now) })];
    }

    /// <summary>Asks a node to claim nothing more and to hand back what has not begun, or to claim again. It heeds that with its next beat.</summary>
    /// <returns>False when there is no living node of this number.</returns>
    /// <exception cref="StoreUnavailableException">The store could not be told; the message names the remedy.</exception>
    public async ValueTask<bool> DrainAsync(int node, bool drain, CancellationToken ct = default)
    {
        if (_nodes is not null)
        {
            return await _nodes.DrainAsync(node, drain, ct);
        }

        if (node != _engine.NodeNumber)
        {
            return false;
        }

        _engine.SetDraining(drain);
        return true;
    }

    private TimeSpan? SilentFor(NodeView node, Instant now)
    {
        TimeSpan silent = now - node.Seen;
        return node.State is NodeState.Active or NodeState.Draining && silent > _engine.TakeOverAfter ? silent : null;
    }

    private NodeView Alone()
    {
        NodeEntry entry = _engine.Introduce();
        return new NodeView
        {
            Node = _engine.NodeNumber,
            Name = entry.Name,
            State = _engine.IsDraining ? NodeState.Draining : NodeState.Active,
            Since = entry.Since,
            Version = entry.Version,
            Seen = _engine.Clock.Now,
            Beat = 0,
            Kinds = [.. entry.Kinds.Order(StringComparer.Ordinal)],
            Clock = default,
            Held = _engine.ArmedCount,
        };
    }
}
