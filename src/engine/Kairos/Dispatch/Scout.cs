using System.Diagnostics;

namespace Kairos.Dispatch;

/// <summary>Keeps a worker of the thread pool awake over the last moment before an instant, and hands it the first that is due.</summary>
/// <remarks>
/// A worker that sleeps takes some 70 us to begin, and longer on a busy machine: it is woken before the timer thread begins
/// to spin, and spins too, some 0.4 ms an instant. The timer keeps both within a tenth of the time.
/// </remarks>
/// <threadsafety>Sent out, handed to and called back by the timer thread alone; runs on the thread pool.</threadsafety>
internal sealed class Scout : IThreadPoolWorkItem
{
    // More than twice the time from its call to the instant: whoever is not called back by then has been forgotten by a step of the clock.
    private static readonly TimeSpan s_longest = TimeSpan.FromMicroseconds(1_000);
    private static readonly object s_ready = new();

    private int _isOut;
    private bool _isWanted;

    // Null while no worker spins, s_ready while one does, else what was handed to it.
    private object? _hand;

    /// <summary>An instant is a spin away.</summary>
    internal void Send()
    {
        Volatile.Write(ref _isWanted, true);
        if (Interlocked.Exchange(ref _isOut, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Gives an item to the worker that is out; false when there is none, or it has one.</summary>
    internal bool TryHand(IThreadPoolWorkItem item) =>
        Volatile.Read(ref _hand) == s_ready && Interlocked.CompareExchange(ref _hand, item, s_ready) == s_ready;

    /// <summary>Nothing more will be handed over: its worker takes what is queued.</summary>
    internal void Return()
    {
        Volatile.Write(ref _isWanted, false);

        // Pairs with the exchange in Execute: a worker that comes late, as on a busy machine, must not spin in vain.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _hand) == s_ready)
        {
            Interlocked.CompareExchange(ref _hand, null, s_ready);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _hand, s_ready);
        long begun = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _isWanted) && Volatile.Read(ref _hand) == s_ready && Stopwatch.GetElapsedTime(begun) < s_longest)
        {
            Thread.SpinWait(1);
        }

        object? handed = Interlocked.Exchange(ref _hand, null);
        Volatile.Write(ref _isOut, 0);
        (handed as IThreadPoolWorkItem)?.Execute();
    }
}
