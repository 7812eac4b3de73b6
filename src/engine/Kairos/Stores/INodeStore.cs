using Kairos.Jobs;
using Kairos.Time;

namespace Kairos.Stores;

/// <summary>What the engine asks of a store that several nodes share, beside <see cref="IJobStore"/>. A store of one process does not have it.</summary>
/// <remarks>
/// All holds that <see cref="IJobStore"/> speaks of are those of the node that joined last. <see cref="IJobStore.OpenAsync"/>
/// is given this machine's wall clock, for the store's is not known before it is open, and settles nothing: what dead nodes
/// held is settled by <see cref="SettleAsync"/>.
/// </remarks>
/// <threadsafety>All members may be called at once, but <see cref="Beat"/> and <see cref="AskClock"/> from one thread.</threadsafety>
public interface INodeStore : ISlotStore
{
    /// <summary>Writes this process down as a new node and gives it its number, which is never used again. The store is open.</summary>
    ValueTask<int> JoinAsync(NodeEntry node, CancellationToken ct);

    /// <summary>Tells that this node lives, and reads who else does. Blocks its thread, for a second or two at most.</summary>
    /// <exception cref="StoreUnavailableException">No answer in time; the beat may have been written.</exception>
    BeatAnswer Beat(NodeClock clock);

    /// <summary>What the store's own clock shows, over the connection of <see cref="Beat"/>. Blocks its thread likewise.</summary>
    Instant AskClock();

    /// <summary>Declares a node dead if its beat is still this one; true when it was this call that did.</summary>
    ValueTask<bool> TryTakeOverAsync(int node, long beat, CancellationToken ct);

    /// <summary>Settles at most <paramref name="limit"/> jobs that dead nodes hold, under higher fences; returns what became of them.</summary>
    /// <param name="now">Upper bound of the store's time: decides which held instants had passed.</param>
    /// <param name="term">
    /// For so long a node starts and passes gates after its last beat, at most. By what it took the store's clock to show then,
    /// marks up to that later had their instants too, although the clock may have been set back since.
    /// </param>
    /// <param name="limit">The most rows of one transaction.</param>
    /// <param name="ct">Gives up waiting.</param>
    ValueTask<TakeOver> SettleAsync(Instant now, TimeSpan term, int limit, CancellationToken ct);

    /// <summary>This node ends in good order: what it handed back is free, and nobody waits for its beat.</summary>
    /// <remarks>It is called when nothing is in memory any more. What the node holds all the same is settled as what a dead one held.</remarks>
    ValueTask LeaveAsync(CancellationToken ct);

    /// <summary>Living nodes, and those that ended within the last day, by number.</summary>
    ValueTask<IReadOnlyList<NodeView>> ListNodesAsync(Instant now, CancellationToken ct);

    /// <summary>Asks a living node to claim nothing more, or to claim again; false when there is none of this number.</summary>
    ValueTask<bool> DrainAsync(int node, bool drain, CancellationToken ct);

    /// <summary>Holds of this node whose jobs were changed by others (<see cref="Grip.Unseen"/>) and wait for its answer.</summary>
    ValueTask<IReadOnlyList<AskedHold>> AskedAsync(CancellationToken ct);

    /// <summary>It is too late for what was asked: these holds have started. What was asked stands for their end.</summary>
    /// <param name="asks">As they were read. Where something else has been asked since, that waits for an answer of its own.</param>
    /// <param name="ct">Gives up waiting.</param>
    ValueTask AnswerTooLateAsync(IReadOnlyList<AskedHold> asks, CancellationToken ct);

    /// <summary>Whether the hold of this fence still waits for the answer of its node to what was asked.</summary>
    ValueTask<AskState> AskStateAsync(Hold hold, CancellationToken ct);

    /// <summary>Calls of other nodes, until disposed. They may be lost: whoever listens looks by itself from time to time.</summary>
    IDisposable Listen(Action<NodeCall> heard);
}

/// <summary>How a node introduces itself.</summary>
public sealed record NodeEntry
{
    /// <summary>For people: host and process unless told otherwise.</summary>
    public required string Name { get; init; }

    /// <summary>The kinds that it can run.</summary>
    public required IReadOnlyCollection<string> Kinds { get; init; }

    /// <summary>When it joins, for people.</summary>
    public required Instant Since { get; init; }

    /// <summary>The version of the program, for people.</summary>
    public required string Version { get; init; }
}

/// <summary>What a node believes of the store's clock.</summary>
/// <param name="Offset">Store's clock minus this machine's wall clock.</param>
/// <param name="Uncertainty">Half of the width of what it may be.</param>
public readonly record struct NodeClock(TimeSpan Offset, TimeSpan Uncertainty);

/// <summary>The answer to a beat.</summary>
/// <param name="Alive">False when another node has taken this one over: nothing that it holds is its own any more.</param>
/// <param name="Drain">This node is asked to claim nothing more.</param>
/// <param name="Others">Living nodes but this one.</param>
/// <param name="DeadHold">Dead nodes still hold jobs.</param>
/// <param name="Asked">Others wait for an answer of this node: <see cref="INodeStore.AskedAsync"/>.</param>
public sealed record BeatAnswer(bool Alive, bool Drain, IReadOnlyList<NodeBeat> Others, bool DeadHold, bool Asked);

/// <summary>A node's beat as it stands.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Beat">Grows by one each time.</param>
public readonly record struct NodeBeat(int Node, long Beat);

/// <summary>A node, for people.</summary>
public sealed record NodeView
{
    /// <summary>Its number.</summary>
    public required int Node { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required NodeState State { get; init; }

    /// <summary>When it joined.</summary>
    public required Instant Since { get; init; }

    /// <summary>The version of its program.</summary>
    public required string Version { get; init; }

    /// <summary>Its last beat, or its joining, by the store's clock as the node knew it.</summary>
    public required Instant Seen { get; init; }

    /// <summary>
    /// How long it has not beaten, if it should have and that is so long that others would take it over; null where all is
    /// well, or it has ended. A node stays so where nobody is there to take it over.
    /// </summary>
    public TimeSpan? Silent { get; init; }

    /// <summary>Beats so far.</summary>
    public required long Beat { get; init; }

    /// <summary>The kinds that it can run.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>What it believes of the store's clock.</summary>
    public required NodeClock Clock { get; init; }

    /// <summary>Jobs that it holds.</summary>
    public required int Held { get; init; }
}

/// <summary>How a node stands.</summary>
public enum NodeState
{
    /// <summary>It claims and runs jobs.</summary>
    Active = 0,

    /// <summary>It claims nothing more and runs what it has.</summary>
    Draining = 1,

    /// <summary>It stopped in good order.</summary>
    Left = 2,

    /// <summary>Another node took it over.</summary>
    TakenOver = 3,
}

/// <summary>A hold whose job was changed by another node.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="Owner">Whose job it is.</param>
/// <param name="Ask">What was asked.</param>
public readonly record struct AskedHold(Hold Hold, string Owner, AskKind Ask);

/// <summary>What another node asks of a hold.</summary>
public enum AskKind
{
    /// <summary>The job is to end.</summary>
    Cancel = 1,

    /// <summary>The job is to be paused.</summary>
    Pause = 2,

    /// <summary>The job has new content, which the hold does not have.</summary>
    Edit = 3,
}

/// <summary>How far an ask has come.</summary>
public enum AskState
{
    /// <summary>Its node has not answered.</summary>
    Waits = 0,

    /// <summary>The hold has started: it was too late.</summary>
    TooLate = 1,

    /// <summary>The hold is no more: what was asked is done, or the run has ended since. Or nothing is asked of it.</summary>
    HoldEnded = 2,
}

/// <summary>What other nodes call for.</summary>
public enum NodeCall
{
    /// <summary>Something is planned soon.</summary>
    Arm = 0,

    /// <summary>Somebody asks for a change of a job that may be held here.</summary>
    Ask = 1,
}
