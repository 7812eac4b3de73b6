using System.Collections.Concurrent;

namespace Kairos.Dispatch;

/// <summary>Runs what was found long past its instant, so many at once, and never while an instant is near.</summary>
internal sealed class OverdueLane(int atOnce)
{
    private readonly ConcurrentQueue<Armed> _waiting = new();
    private int _running;
    private volatile bool _held;

    internal void Add(IEnumerable<Armed> jobs)
    {
        foreach (Armed armed in jobs)
        {
            armed.IsInLane = true;
            _waiting.Enqueue(armed);
        }

        Pump();
    }

    /// <summary>While an instant is milliseconds away, nothing new is begun: what is timed finds the pool free.</summary>
    internal void Hold(bool held)
    {
        if (_held == held)
        {
            return;
        }

        _held = held;
        if (!held)
        {
            // Pairs with the queue's own fence in Add: either it sees that we let go, or we see what it added.
            Interlocked.MemoryBarrier();
            Pump();
        }
    }

    /// <summary>One that was started from here has ended, or is not to run from here after all.</summary>
    internal void Leave()
    {
        Interlocked.Decrement(ref _running);
        Pump();
    }

    private void Pump()
    {
        while (!_held && !_waiting.IsEmpty)
        {
            if (Interlocked.Increment(ref _running) > atOnce)
            {
                // Whoever runs now pumps again when it leaves; but it may have left between our two looks.
                if (Interlocked.Decrement(ref _running) >= atOnce)
                {
                    return;
                }

                continue;
            }

            if (!_waiting.TryDequeue(out Armed? armed))
            {
                Interlocked.Decrement(ref _running);
                return;
            }

            ThreadPool.UnsafeQueueUserWorkItem(armed, preferLocal: false);
        }
    }
}
