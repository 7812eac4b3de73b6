namespace Kairos.Dispatch;

/// <summary>What is released at one instant, on its way through the thread pool: each worker that comes takes the next few of the row, until none is left.</summary>
/// <remarks>
/// Handing 10,000 items to the pool one by one cost as much as running them, on the core that the timer thread then held.
/// Now the pool sees one item a core, and always one more while any are left: so a handler that blocks its thread holds up
/// nobody, and the pool grows as it would over items of its own. After a few milliseconds a worker goes back to the end of
/// the pool's queue, for what else is waiting there.
/// </remarks>
/// <threadsafety>Made and released by the timer thread; runs on any number of workers at once.</threadsafety>
internal sealed class Volley(WheelItem?[] items) : IThreadPoolWorkItem
{
    private readonly VolleyRows _rows = new(items.Length, Environment.ProcessorCount);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isQueued;

    /// <summary>In the order in which they begin. To be read before the release.</summary>
    internal IEnumerable<WheelItem> Items => items.OfType<WheelItem>();

    internal int Count => items.Length;

    /// <summary>Ends when the last has begun.</summary>
    internal Task Begun => _begun.Task;

    /// <summary>Hands over to the thread pool.</summary>
    internal void Release()
    {
        _isQueued = true;
        for (int i = Math.Min(items.Length, Environment.ProcessorCount); i > 0; i--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        Volatile.Write(ref _isQueued, false);
        ExecutionContext? clean = ExecutionContext.Capture();
        long turn = Environment.TickCount64;
        int hand = _rows.Hold();
        while (_rows.Take(hand, out bool isLast) is var row && row >= 0)
        {
            if (isLast)
            {
                _begun.SetResult();
            }
            else
            {
                CallAnother();
            }

            // Let go of: a handler that never returns would else keep all of its volley in memory.
            WheelItem item = items[row]!;
            items[row] = null;
            item.Execute();
            CleanUp(clean);
            if (Environment.TickCount64 != turn)
            {
                CallAnother();
                break;
            }
        }

        _rows.LetGo(hand);
    }

    private void CallAnother()
    {
        if (!Volatile.Read(ref _isQueued) && !Interlocked.Exchange(ref _isQueued, true))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // As the pool does between two items: what one leaves on its thread is not the next one's.
    private static void CleanUp(ExecutionContext? clean)
    {
        if (clean is not null && ExecutionContext.Capture() != clean)
        {
            ExecutionContext.Restore(clean);
        }

        if (SynchronizationContext.Current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }
}
