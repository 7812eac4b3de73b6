using Kairos.Hosting;
using Kairos.Nodes;
using Kairos.Stores;

namespace Kairos.Server.Api;

/// <summary>Nodes: the servers that share the store, for operators.</summary>
internal static class NodesApi
{
    internal static void MapNodes(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder nodes = app.MapGroup("/api/nodes").WithTags("Nodes");
        nodes.MapGet("", ListAsync)
            .WithSummary("List the nodes that share the store: living ones, and those that ended within the last day")
            .WithDescription("On SQLite there is one, number 1. The clock offset is the store's clock minus the wall clock of the node's machine. A node whose silentMs is not null has not beaten for so long, by the store's clock, although its state is a living one: it is dead and nobody has taken it over yet.");
        nodes.MapPost("{number:int}/drain", DrainAsync)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Have a node claim nothing more, or claim again")
            .WithDescription("It heeds that with its next beat, within a second or two: what has not begun goes back to the store, what runs ends. GET /health/ready of that node answers 503 from then on.");
    }

    private static async Task<NodesWire> ListAsync(NodeClient nodes, KairosEngine engine, CancellationToken ct) =>
        new([.. (await nodes.ListAsync(ct)).Select(node => NodeWire.Of(node, engine.NodeNumber))]);

    private static async Task<DrainWire> DrainAsync(int number, DrainBody body, NodeClient nodes, CancellationToken ct)
    {
        bool drain = body.Drain ?? throw RefusedException.Bad("The body does not say whether to drain.", "Send {\"drain\":true}, or {\"drain\":false} to have it claim again.");
        return await nodes.DrainAsync(number, drain, ct)
            ? new DrainWire(number, drain)
            : throw RefusedException.NotFound($"There is no living node {number}.", "GET /api/nodes (kairos node list) shows the nodes with their numbers; a node that was taken over comes back under a new one.");
    }
}

internal sealed record DrainBody(bool? Drain);

internal sealed record DrainWire(int Number, bool Drain);

internal sealed record NodesWire(IReadOnlyList<NodeWire> Nodes);

internal sealed record NodeWire
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    public required string Since { get; init; }

    public required string Version { get; init; }

    public required string Seen { get; init; }

    /// <summary>Not null: it has not beaten for so long that others would take it over, and nobody has yet.</summary>
    public required double? SilentMs { get; init; }

    public required long Beat { get; init; }

    public required double ClockOffsetMs { get; init; }

    public required double ClockUncertaintyMs { get; init; }

    public required int Held { get; init; }

    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>It is the node that answers.</summary>
    public required bool Self { get; init; }

    internal static NodeWire Of(NodeView node, int self) => new()
    {
        Number = node.Node,
        Name = node.Name,
        State = Words.Of(node.State),
        Since = node.Since.ToString(),
        Version = node.Version,
        Seen = node.Seen.ToString(),
        SilentMs = node.Silent?.TotalMilliseconds,
        Beat = node.Beat,
        ClockOffsetMs = node.Clock.Offset.TotalMilliseconds,
        ClockUncertaintyMs = node.Clock.Uncertainty.TotalMilliseconds,
        Held = node.Held,
        Kinds = node.Kinds,
        Self = node.Node == self,
    };
}
