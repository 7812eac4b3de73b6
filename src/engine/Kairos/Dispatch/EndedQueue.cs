using System.Threading.Channels;

namespace Kairos.Dispatch;

/// <summary>Attempts that have ended, on their way to the completer: 10,000 end within milliseconds.</summary>
/// <remarks>
/// Adding allocates nothing and takes no lock: each is linked to the one that ended before it. What a burst allocates is
/// likely to be collected amid a burst, and that takes longer than the burst. Bounded by what can be in memory: each armed
/// job ends once.
/// </remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class EndedQueue
{
    // Two calls in a row mean the same as one.
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _taking = new();

    // The last that was added, linked to those before it.
    private Armed? _last;

    // The first that is to be taken, linked to those after it. Written under the lock.
    private volatile Armed? _first;

    private int _waiting;
    private int _asleep;

    private bool IsEmpty => _first is null && Volatile.Read(ref _last) is null;

    internal void Add(Finished finished)
    {
        Armed armed = finished.Armed;
        armed.End = finished;
        Armed? before = Volatile.Read(ref _last);
        while (true)
        {
            armed.Neighbour = before;
            Armed? found = Interlocked.CompareExchange(ref _last, armed, before);
            if (found == before)
            {
                break;
            }

            before = found;
        }

        // Pairs with the exchange in WaitAsync: either it sees the item, or we see that it means to sleep.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
        {
            _calls.Writer.TryWrite(true);
        }
    }

    /// <summary>Takes in the order in which they ended, up to so many in the batch; wakes one more reader for what it leaves.</summary>
    internal void TakeInto(List<Finished> batch, int most)
    {
        lock (_taking)
        {
            while (batch.Count < most && (_first ?? TurnRound()) is { } armed)
            {
                _first = armed.Neighbour;
                armed.Neighbour = null;
                batch.Add(armed.End);
            }
        }

        if (batch.Count == most && !IsEmpty)
        {
            _calls.Writer.TryWrite(true);
        }
    }

    /// <summary>Nothing is waited for from now on; what is there can still be taken.</summary>
    internal void Close() => _calls.Writer.TryComplete();

    /// <summary>Returns when there may be something to take; false when it is closed and empty.</summary>
    internal async ValueTask<bool> WaitAsync()
    {
        Interlocked.Increment(ref _waiting);
        Interlocked.Exchange(ref _asleep, 1);
        bool more = !IsEmpty || await CalledAsync() || !IsEmpty;
        if (Interlocked.Decrement(ref _waiting) > 0)
        {
            // The call we took may have come between another reader's look at the items and its wait: without this it
            // would sleep unseen until we have committed what we take now.
            Interlocked.Exchange(ref _asleep, 1);
        }

        return more;
    }

    // From the order of "before" to that of "after".
    private Armed? TurnRound()
    {
        Armed? first = null;
        Armed? next = Interlocked.Exchange(ref _last, null);
        while (next is { } armed)
        {
            next = armed.Neighbour;
            armed.Neighbour = first;
            first = armed;
        }

        return first;
    }

    private async ValueTask<bool> CalledAsync()
    {
        bool called = await _calls.Reader.WaitToReadAsync();
        _calls.Reader.TryRead(out _);
        return called;
    }
}
