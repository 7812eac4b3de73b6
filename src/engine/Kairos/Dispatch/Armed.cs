using Kairos.Handlers;
using Kairos.Stores;
using Kairos.Time;

namespace Kairos.Dispatch;

/// <summary>A job in memory, from its arming to the commit of its end: everything its start needs is made ahead.</summary>
internal sealed class Armed : WheelItem, IThreadPoolWorkItem, IDisposable
{
    private const int Waiting = 0;
    private const int Withdrawn = 1;
    private const int Started = 2;
    private const int Finished = 3;

    private readonly RunServices _services;
    private readonly CancellationTokenSource _cancel = new();
    private int _state;

    internal Armed(ArmedRow row, KindRuntime kind, RunServices services)
    {
        (Row, Kind, _services) = (row, kind, services);
        (Token, IsSuspect) = (_cancel.Token, row.Lost > 0);
        Context = new JobContext(this, services);
        ReleaseAt = row.At;
    }

    internal ArmedRow Row { get; }

    internal KindRuntime Kind { get; }

    internal JobContext Context { get; }

    /// <summary>The handler with its payload, or null when the payload could not be read.</summary>
    internal PreparedCall? Call { get; set; }

    /// <summary>Why there is no call.</summary>
    internal string? Fault { get; set; }

    /// <summary>The slot in its target's budget that was reserved for its gate when it was armed; on the target's clock.</summary>
    internal Instant? Slot { get; set; }

    // What a start reads is in this very object: of 10,000 that begin at one instant each further one is a miss of the cache.

    /// <summary>The handler's.</summary>
    internal CancellationToken Token { get; }

    /// <summary>Was lost with a process before: its start is marked first.</summary>
    internal bool IsSuspect { get; }

    /// <summary>Found so late that it waits behind what is timed.</summary>
    internal bool IsOverdue { get; init; }

    /// <summary>The clock at the handler's first statement.</summary>
    internal Instant StartedAt { get; set; }

    /// <summary>The start on the steady clock, from which its timeout counts.</summary>
    internal Instant StartedSteady { get; set; }

    /// <summary>The gate that was passed.</summary>
    internal GatePass? Pass { get; set; }

    /// <summary>From the commit of its mark on, what follows may have happened.</summary>
    internal bool IsGateMarked { get; set; }

    /// <summary>Why its token was cancelled.</summary>
    internal CancelReason CancelReason { get; private set; }

    internal Hold Hold => new(Row.Id, Row.Fence);

    internal bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    internal bool IsRunning => Volatile.Read(ref _state) == Started;

    internal override int Priority => Row.Priority;

    internal bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting;

    internal bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;

    /// <summary>Back among the waiting, when what it was withdrawn for could not be done, or it was started too early.</summary>
    internal void WaitAgain() => Volatile.Write(ref _state, Waiting);

    /// <summary>Whoever wins gives the outcome: the handler, or whoever abandoned it.</summary>
    internal bool TryFinish() => Interlocked.CompareExchange(ref _state, Finished, Started) == Started;

    internal void Cancel(CancelReason reason)
    {
        if (CancelReason == CancelReason.None)
        {
            CancelReason = reason;
        }

        // The handler's own registrations run here; they are not to stop the caller.
        _ = _cancel.CancelAsync();
    }

    internal override void Release()
    {
        if (IsWaiting)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute() => _services.Runner.Run(this);

    public void Dispose() => _cancel.Dispose();
}

/// <summary>Why a handler's token was cancelled.</summary>
internal enum CancelReason
{
    None,
    Timeout,
    Owner,
    Stop,
}
