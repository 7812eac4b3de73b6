using System.Collections.Concurrent;
using Kairos.Jobs;
using Kairos.Sqlite;
using Kairos.Stores;
using Kairos.Tests.Targets;
using Kairos.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kairos.Tests.Nodes;

/// <summary>What several nodes share, in memory: the real store in memory, and beside it who holds what, who lives and who asks.</summary>
internal sealed class FakeCluster(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SqliteStore _inner = new(new SqliteStoreOptions { Temporary = true }, NullLogger<SqliteStore>.Instance, time);
    private readonly Dictionary<int, FakeNode> _nodes = [];
    private readonly ConcurrentDictionary<JobId, (long Fence, int Node)> _holders = new();
    private readonly List<FakeAsk> _asks = [];
    private readonly TaskCompletionSource _tooLate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<TakeOver>? _opening;
    private int _users;

    internal SqliteStore Inner => _inner;

    /// <summary>The budgets of targets.</summary>
    internal FakeSlots Slots { get; } = new();

    /// <summary>The store's clock minus the wall clock of the nodes.</summary>
    internal TimeSpan Offset { get; set; }

    /// <summary>What the store's clock shows.</summary>
    internal Instant Clock => Instant.From(time.GetUtcNow()) + Offset;

    internal IReadOnlyList<FakeNode> Nodes
    {
        get
        {
            lock (_lock)
            {
                return [.. _nodes.Values];
            }
        }
    }

    /// <summary>Ends when somebody was told that it is too late for what he asked.</summary>
    internal Task ToldTooLate => _tooLate.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Ends when somebody has asked for something.</summary>
    internal Task WasAsked => _asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    internal async ValueTask<TakeOver> OpenAsync(Instant now)
    {
        Task<TakeOver> opening;
        lock (_lock)
        {
            _users++;
            opening = _opening ??= _inner.OpenAsync(now, CancellationToken.None).AsTask();
        }

        return await opening;
    }

    internal async ValueTask CloseAsync()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            await _inner.DisposeAsync();
        }
    }

    /// <summary>A node of which only the row is there: the test makes its beats.</summary>
    internal FakeNode Join(NodeEntry entry)
    {
        lock (_lock)
        {
            FakeNode node = new(_nodes.Count + 1, entry);
            _nodes.Add(node.Number, node);
            return node;
        }
    }

    internal FakeNode Node(int number)
    {
        lock (_lock)
        {
            return _nodes[number];
        }
    }

    internal void Claimed(int node, IEnumerable<ArmedRow> rows)
    {
        foreach (ArmedRow row in rows)
        {
            _holders[row.Id] = (row.Fence, node);
        }
    }

    /// <summary>Claimed anew; what was asked of the holds before is asked of these.</summary>
    internal void Adopted(int node, IReadOnlyList<ArmedRow> rows)
    {
        Claimed(node, rows);
        lock (_lock)
        {
            foreach (FakeAsk ask in _asks.Where(a => rows.Any(r => new Hold(r.Id, r.Fence - 1) == a.Asked.Hold)))
            {
                ask.Asked = ask.Asked with { Hold = ask.Asked.Hold with { Fence = ask.Asked.Hold.Fence + 1 } };
            }
        }
    }

    internal async ValueTask<IReadOnlyList<Hold>> HeldByAsync(Func<FakeNode, bool> whom)
    {
        IReadOnlyList<Hold> held = await _inner.HeldAsync(CancellationToken.None);
        return [.. held.Where(r => _holders.TryGetValue(r.Id, out (long Fence, int Node) h) && h.Fence == r.Fence && whom(Node(h.Node)))];
    }

    /// <summary>Another than the holder has changed the job, and leaves it with the holder.</summary>
    internal async ValueTask AskAsync(string owner, JobId id, AskKind kind)
    {
        JobView? job = await _inner.FindAsync(owner, id, CancellationToken.None);
        if (job is not { State: JobState.Armed } || !_holders.TryGetValue(id, out (long Fence, int Node) holder))
        {
            return;
        }

        lock (_lock)
        {
            // The last word counts, as in a row.
            AskedHold asked = new(new Hold(id, job.Fence), owner, kind);
            _asks.RemoveAll(a => a.Asked.Hold == asked.Hold);
            _asks.Add(new FakeAsk(asked, holder.Node));
        }

        _asked.TrySetResult();
        Call(holder.Node, NodeCall.Ask);
    }

    internal async ValueTask<IReadOnlyList<AskedHold>> AskedOfAsync(int node)
    {
        IReadOnlyList<Hold> held = await HeldByAsync(n => n.Number == node);
        lock (_lock)
        {
            return [.. _asks.Where(a => !a.TooLate && held.Contains(a.Asked.Hold)).Select(a => a.Asked)];
        }
    }

    internal void AnswerTooLate(IReadOnlyList<AskedHold> asks)
    {
        lock (_lock)
        {
            foreach (FakeAsk ask in _asks.Where(a => asks.Contains(a.Asked)))
            {
                ask.TooLate = true;
            }
        }

        _tooLate.TrySetResult();
    }

    internal async ValueTask<AskState> StateAsync(Hold hold)
    {
        IReadOnlyList<Hold> held = await _inner.HeldAsync(CancellationToken.None);
        lock (_lock)
        {
            return _asks.FirstOrDefault(a => a.Asked.Hold == hold) switch
            {
                { TooLate: true } => AskState.TooLate,
                not null when held.Contains(hold) => AskState.Waits,
                _ => AskState.HoldEnded,
            };
        }
    }

    internal void CallAll(NodeCall call)
    {
        foreach (FakeNode node in Nodes)
        {
            Call(node.Number, call);
        }
    }

    private void Call(int node, NodeCall call)
    {
        foreach (Action<NodeCall> heard in Node(node).Listeners.Keys)
        {
            heard(call);
        }
    }

    private sealed class FakeAsk(AskedHold asked, int node)
    {
        internal AskedHold Asked { get; set; } = asked;

        internal int Node { get; } = node;

        internal bool TooLate { get; set; }
    }
}

/// <summary>A row of the table of nodes.</summary>
internal sealed class FakeNode(int number, NodeEntry entry)
{
    internal int Number => number;

    internal NodeEntry Entry => entry;

    internal long Beat { get; set; }

    internal Instant Seen { get; set; } = entry.Since;

    internal NodeState State { get; set; }

    internal NodeClock Clock { get; set; }

    internal ConcurrentDictionary<Action<NodeCall>, bool> Listeners { get; } = new();

    internal bool IsAlive => State is NodeState.Active or NodeState.Draining;
}
