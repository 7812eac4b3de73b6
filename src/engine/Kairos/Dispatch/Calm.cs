namespace Kairos.Dispatch;

/// <summary>Lets work that is not urgent wait until a burst that was released has started.</summary>
/// <remarks>On two cores, a completion batch that begins amid 10,000 starts takes half of the machine from the rest of them.</remarks>
internal sealed class Calm(TimeProvider time)
{
    // Handlers that block could hold the last start of a burst back for long; ends of runs must not wait for that.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(20);
    private const int BurstSize = 64;

    private int _unstarted;
    private TaskCompletionSource? _calm;

    /// <summary>A release begins; it counts as one unstarted thing itself until <see cref="End"/>.</summary>
    internal void Begin(int count)
    {
        // Counted first, so that the end of a burst before can't take what is put up here for its own.
        Interlocked.Increment(ref _unstarted);
        if (count >= BurstSize)
        {
            // One that is up still serves both bursts: whoever waits on it must not be left behind.
            Interlocked.CompareExchange(ref _calm, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
        }
    }

    internal void End() => Started();

    internal void Released() => Interlocked.Increment(ref _unstarted);

    internal void Started()
    {
        if (Interlocked.Decrement(ref _unstarted) <= 0)
        {
            Interlocked.Exchange(ref _calm, null)?.TrySetResult();
        }
    }

    internal async ValueTask WaitAsync()
    {
        if (Volatile.Read(ref _calm) is { } calm)
        {
            await Task.WhenAny(calm.Task, Task.Delay(s_patience, time));
        }
    }
}
