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
    private const int MostLines = 16;
    private const int TimedForOneOverdue = 10;

    // Two calls in a row mean the same as one.
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _taking = new();

    // One for each processor, of each sort: those who end at the same moment meet nowhere.
    private readonly EndedLine[] _timed;
    private readonly EndedLine[] _overdue;
    private int _turn;

    private int _waiting;
    private int _asleep;

    internal EndedQueue()
        : this(Math.Min(Environment.ProcessorCount, MostLines))
    {
    }

    internal EndedQueue(int lines) => (_timed, _overdue) = (Lines(lines), Lines(lines));

    private bool IsEmpty => AreEmpty(_timed) && AreEmpty(_overdue);

    internal void Add(Finished finished)
    {
        Armed armed = finished.Armed;
        armed.End = finished;
        EndedLine[] lines = armed.IsOverdue ? _overdue : _timed;
        lines[Thread.GetCurrentProcessorId() % lines.Length].Add(armed);

        // Adding ends with an exchange, a full fence that pairs with the one in WaitAsync: either it sees the item, or we see that it
        // means to sleep.
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
        {
            _calls.Writer.TryWrite(true);
        }
    }

    /// <summary>
    /// Fills the batch up to the most, on each processor in the order in which they ended there, and wakes one more reader for what it leaves. What was timed
    /// comes first, for its next occurrence may be near; of what was overdue it takes along no more than makes few, or else one for
    /// each ten: an unbroken stream of timed ends is not to keep them waiting for ever.
    /// </summary>
    internal void TakeInto(List<Finished> batch, int few, int most)
    {
        lock (_taking)
        {
            TakeInto(_timed, batch, most);
            int share = (batch.Count / TimedForOneOverdue) + 1;
            TakeInto(_overdue, batch, batch.TrueForAll(static f => f.Armed.IsOverdue) ? most : Math.Max(few, batch.Count + share));
        }

        CallForRest();
    }

    /// <summary>Fills it up to the most with what was overdue, and leaves what was timed to another reader.</summary>
    internal void TakeOverdueInto(List<Finished> batch, int most)
    {
        lock (_taking)
        {
            TakeInto(_overdue, batch, most);
        }

        CallForRest();
    }

    /// <summary>The other way about: for one beside a reader that gathers what was overdue.</summary>
    internal void TakeTimedInto(List<Finished> batch, int most)
    {
        lock (_taking)
        {
            TakeInto(_timed, batch, most);
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

    private static EndedLine[] Lines(int count) => [.. Enumerable.Range(0, count).Select(static _ => new EndedLine())];

    private static bool AreEmpty(EndedLine[] lines) => Array.TrueForAll(lines, static line => line.IsEmpty);

    // From another one each time: none is to wait for ever behind one that is never empty.
    private void TakeInto(EndedLine[] lines, List<Finished> batch, int most)
    {
        _turn = (_turn + 1) % lines.Length;
        for (int i = 0; i < lines.Length && batch.Count < most; i++)
        {
            lines[(_turn + i) % lines.Length].TakeInto(batch, most);
        }
    }

    private void CallForRest()
    {
        if (!IsEmpty)
        {
            _calls.Writer.TryWrite(true);
        }
    }

    private async ValueTask<bool> CalledAsync()
    {
        bool called = await _calls.Reader.WaitToReadAsync();
        _calls.Reader.TryRead(out _);
        return called;
    }
}
