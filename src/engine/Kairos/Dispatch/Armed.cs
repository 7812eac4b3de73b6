using System.Diagnostics.CodeAnalysis;
using Kairos.Handlers;
using Kairos.Stores;
using Kairos.Targets;
using Kairos.Time;
using Kairos.Triggers;

namespace Kairos.Dispatch;

/// <summary>A job in memory, from its arming to the commit of its end: everything its start needs is made ahead.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer or a linked token holds nothing; and a cancel may come after the end.")]
internal sealed class Armed : WheelItem
{
    private const int Waiting = 0;
    private const int Withdrawn = 1;
    private const int Started = 2;
    private const int Done = 3;

    private const long Goes = long.MinValue;

    private static readonly TaskCompletionSource s_left = LeftAlready();

    private readonly RunServices _services;
    private readonly CancellationTokenSource _cancel = new();
    private TaskCompletionSource? _leaving;
    private ReservedSlot? _slot;
    private volatile bool _replaced;
    private volatile bool _lost;
    private long _stoodSince = Goes;
    private int _state;

    internal Armed(ArmedRow row, KindRuntime kind, RunServices services)
    {
        (Row, Kind, _services) = (row, kind, services);
        (Token, IsSuspect, GoesAlone) = (_cancel.Token, row.Lost > 0, row.Lost >= Suspects.Losses);
        Context = new JobContext(this, services);
        (ReleaseAt, Place) = (row.At, row.Place);
    }

    internal ArmedRow Row { get; }

    internal KindRuntime Kind { get; }

    internal JobContext Context { get; }

    /// <summary>The handler with its payload, or null when the payload could not be read.</summary>
    internal PreparedCall? Call { get; set; }

    /// <summary>Why there is no call.</summary>
    internal string? Fault { get; set; }

    /// <summary>Its trigger, where that may have it not start after all: after a misfire, in a quiet span.</summary>
    internal Trigger? Judged { get; init; }

    /// <summary>The slot in its target's budget that is reserved for its gate: when it was armed, where its payload tells the gate.</summary>
    internal ReservedSlot? Slot
    {
        get => _slot;
        set => _slot = value;
    }

    // What a start reads is in this very object: of 10,000 that begin at one instant each further one is a miss of the cache.

    /// <summary>The handler's.</summary>
    internal CancellationToken Token { get; }

    /// <summary>Was lost with a process before: its start is marked first.</summary>
    internal bool IsSuspect { get; }

    /// <summary>Was lost so often behind its mark that it begins while no other suspect does.</summary>
    internal bool GoesAlone { get; }

    /// <summary>Lets the next in that line begin; null before its own turn.</summary>
    internal TaskCompletionSource? Turn { get; set; }

    /// <summary>Found so late that it waits behind what is timed.</summary>
    internal bool IsOverdue { get; init; }

    /// <summary>It waits in, and its run counts in, the lane for what is overdue.</summary>
    internal bool IsInLane { get; set; }

    /// <summary>Its row has newer content, which is planned when this run has ended.</summary>
    internal bool IsReplaced
    {
        get => _replaced;
        set => _replaced = value;
    }

    /// <summary>The clock at the handler's first statement; null when it never came to that.</summary>
    internal Instant? StartedAt { get; set; }

    /// <summary>From when its timeout counts, as a timestamp of the time provider; 0 while nobody has asked how long it runs.</summary>
    internal long WatchedSince { get; private set; }

    /// <summary>The gate that was passed.</summary>
    internal GatePass? Pass { get; set; }

    /// <summary>From the commit of its mark on, what follows may have happened; no longer so when it gave up before the gate opened.</summary>
    internal bool IsGateMarked { get; set; }

    /// <summary>Where the store found its row; 0 where it did not tell, and from its first mark on, which may move it.</summary>
    internal long Place { get; set; }

    /// <summary>How it ended, when it has.</summary>
    internal Finished End { get; set; }

    /// <summary>Its neighbour among those that have ended. Owned by the queue of the ended.</summary>
    internal Armed? Neighbour { get; set; }

    /// <summary>Why its token was cancelled.</summary>
    internal CancelReason CancelReason { get; private set; }

    /// <summary>Its node was taken over while it ran, whatever else it was cancelled for before.</summary>
    internal bool IsLost => _lost;

    internal Hold Hold => new(Row.Id, Row.Fence);

    internal bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    internal bool IsRunning => Volatile.Read(ref _state) == Started;

    internal bool IsWithdrawn => Volatile.Read(ref _state) == Withdrawn;

    /// <summary>Ends when it has left this node's memory.</summary>
    internal Task Gone => (Interlocked.CompareExchange(ref _leaving, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _leaving).Task;

    internal override int Priority => Row.Priority;

    /// <param name="now">The clock just before: written down first, for whoever sees it started.</param>
    internal bool TryStart(Instant now)
    {
        StartedAt = now;
        return Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting;
    }

    internal bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;

    /// <summary>Whoever wins gives the outcome: the handler, or whoever abandoned it.</summary>
    internal bool TryFinish() => Interlocked.CompareExchange(ref _state, Done, Started) == Started;

    /// <summary>Its timeout counts from here, unless it does already.</summary>
    internal void WatchFrom(long timestamp)
    {
        if (WatchedSince == 0)
        {
            WatchedSince = timestamp;
        }
    }

    /// <summary>The store keeps it waiting: its timeout does not count that.</summary>
    internal bool StandsStill => Volatile.Read(ref _stoodSince) != Goes;

    /// <summary>From here on the store keeps it waiting, until what is returned is disposed of. One at a time.</summary>
    internal Stillness StandStill(TimeProvider time)
    {
        Volatile.Write(ref _stoodSince, time.GetTimestamp());
        return new Stillness(this, time);
    }

    private void GoOn(long timestamp)
    {
        if (WatchedSince != 0)
        {
            WatchedSince += timestamp - Math.Max(_stoodSince, WatchedSince);
        }

        Volatile.Write(ref _stoodSince, Goes);
    }

    internal void Cancel(CancelReason reason)
    {
        _lost |= reason == CancelReason.NodeLost;
        if (CancelReason == CancelReason.None)
        {
            CancelReason = reason;
        }

        // The handler's own registrations run here; they are not to stop the caller.
        _ = _cancel.CancelAsync();
    }

    public override void Execute() => _services.Runner.Run(this);

    /// <summary>Its gate will not be passed with the slot that it has, or waits for.</summary>
    internal void ReturnSlot()
    {
        // Once: what is given back twice would be had by two.
        Interlocked.Exchange(ref _slot, null)?.Return();
    }

    /// <summary>It is out of memory, once: what it had taken and will not use is given back.</summary>
    internal void Leave()
    {
        if (Pass is null)
        {
            ReturnSlot();
        }

        if (IsWithdrawn)
        {
            LetGo();
        }

        Interlocked.CompareExchange(ref _leaving, s_left, null)?.TrySetResult();
    }

    /// <summary>Lets go of what was made for its handler, when that has ended or will never begin.</summary>
    /// <remarks>On the thread pool: nobody of ours waits for a user's code that may never end.</remarks>
    internal void LetGo()
    {
        if (Call is { IsDisposable: true })
        {
            ThreadPool.UnsafeQueueUserWorkItem(static armed => _ = armed.LetGoAsync(armed.Call!), this, preferLocal: false);
        }
    }

    private async Task LetGoAsync(PreparedCall call)
    {
        try
        {
            await call.DisposeAsync();
        }
        catch (Exception e)
        {
            Log.NotDisposed(_services.Logger, Row.Kind, Row.Id, e);
        }
    }

    /// <summary>The time for which the store keeps an attempt waiting.</summary>
    internal readonly struct Stillness(Armed armed, TimeProvider time) : IDisposable
    {
        public void Dispose() => armed.GoOn(time.GetTimestamp());
    }

    private static TaskCompletionSource LeftAlready()
    {
        TaskCompletionSource left = new();
        left.SetResult();
        return left;
    }
}

/// <summary>Why a handler's token was cancelled.</summary>
internal enum CancelReason
{
    None,
    Timeout,
    Owner,
    Stop,
    NodeLost,
}
