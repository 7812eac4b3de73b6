namespace Kairos.Dispatch;

/// <summary>Lets work that is not urgent wait until a burst that was released has started.</summary>
/// <remarks>
/// On two cores, a completion batch that begins amid 10,000 starts takes half of the machine from the rest of them.
/// The end of a burst is a work item behind its last: counting the starts instead was a fifth of the time of a burst.
/// </remarks>
internal sealed class Calm(TimeProvider time)
{
    // Handlers that block could hold the last start of a burst back for long; ends of runs must not wait for that.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);
    private const int BurstSize = 64;

    private Burst? _burst;

    /// <summary>A release of so many begins. On the timer thread.</summary>
    internal void Begin(int count)
    {
        if (count >= BurstSize)
        {
            Volatile.Write(ref _burst, new Burst(this));
        }
    }

    /// <summary>All of them are with the thread pool. On the timer thread.</summary>
    internal void End()
    {
        if (Volatile.Read(ref _burst) is { IsQueued: false } burst)
        {
            burst.IsQueued = true;
            ThreadPool.UnsafeQueueUserWorkItem(burst, preferLocal: false);
        }
    }

    internal async ValueTask WaitAsync()
    {
        if (Volatile.Read(ref _burst) is { } burst)
        {
            await Task.WhenAny(burst.Started, Task.Delay(s_patience, time));
        }
    }

    private sealed class Burst(Calm calm) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Started => _started.Task;

        internal bool IsQueued { get; set; }

        // The pool takes items in their order: what was queued before this has begun, or is beginning.
        public void Execute()
        {
            Interlocked.CompareExchange(ref calm._burst, null, this);
            _started.SetResult();
        }
    }
}
