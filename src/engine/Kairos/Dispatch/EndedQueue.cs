using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Kairos.Dispatch;

/// <summary>Attempts that have ended, on their way to the completer. Without a lock: 10,000 end within milliseconds.</summary>
/// <remarks>Bounded by what can be in memory: each armed job ends once.</remarks>
/// <threadsafety>All members may be called at once.</threadsafety>
internal sealed class EndedQueue
{
    private readonly ConcurrentQueue<Finished> _items = new();

    // Two calls in a row mean the same as one.
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _waiting;
    private int _asleep;

    internal void Add(Finished finished)
    {
        _items.Enqueue(finished);

        // Pairs with the exchange in WaitAsync: either it sees the item, or we see that it means to sleep.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
        {
            _calls.Writer.TryWrite(true);
        }
    }

    internal bool TryTake([MaybeNullWhen(false)] out Finished finished) => _items.TryDequeue(out finished);

    /// <summary>Nothing is waited for from now on; what is there can still be taken.</summary>
    internal void Close() => _calls.Writer.TryComplete();

    /// <summary>Wakes one more reader, where one alone would fall behind.</summary>
    internal void CallAnother()
    {
        if (!_items.IsEmpty)
        {
            _calls.Writer.TryWrite(true);
        }
    }

    /// <summary>Returns when there may be something to take; false when it is closed and empty.</summary>
    internal async ValueTask<bool> WaitAsync()
    {
        Interlocked.Increment(ref _waiting);
        Interlocked.Exchange(ref _asleep, 1);
        bool more = !_items.IsEmpty || await CalledAsync() || !_items.IsEmpty;
        if (Interlocked.Decrement(ref _waiting) > 0)
        {
            // The call we took may have come between another reader's look at the items and its wait: without this it
            // would sleep unseen until we have committed what we take now.
            Interlocked.Exchange(ref _asleep, 1);
        }

        return more;
    }

    private async ValueTask<bool> CalledAsync()
    {
        bool called = await _calls.Reader.WaitToReadAsync();
        _calls.Reader.TryRead(out _);
        return called;
    }
}
