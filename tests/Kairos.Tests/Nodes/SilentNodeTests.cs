using Kairos.Stores;
using Kairos.Testing;
using Kairos.Tests.Engine;

namespace Kairos.Tests.Nodes;

/// <summary>A node that ended where nobody saw it is not shown as if it lived.</summary>
public sealed class SilentNodeTests
{
    [Theory]
    [InlineData(NodeState.Active, 40, 40)]
    [InlineData(NodeState.Draining, 40, 40)]
    [InlineData(NodeState.Active, 4.9, null)]
    [InlineData(NodeState.Left, 40, null)]
    [InlineData(NodeState.TakenOver, 40, null)]
    public async Task A_living_node_that_has_not_beaten_for_longer_than_a_lease_is_shown_as_silent(NodeState state, double seconds, int? silent)
    {
        await using NodeHost nodes = new();
        (KairosTestHost host, FakeNodeStore store) = await nodes.StartAsync(static k => k.Greets());
        await nodes.BeatAsync(host);
        FakeNode ghost = nodes.JoinGhost();
        (ghost.State, ghost.Seen) = (state, nodes.Cluster.Clock - TimeSpan.FromSeconds(seconds));

        IReadOnlyList<NodeView> list = await host.Nodes().ListAsync();

        NodeView seen = list.Single(n => n.Node == ghost.Number);
        seen.Seen.ShouldBe(ghost.Seen);
        (seen.Silent is { } span ? (int?)Math.Round(span.TotalSeconds) : null).ShouldBe(silent);
        list.Single(n => n.Node == store.Me.Number).Silent.ShouldBeNull();
    }
}
