namespace Kairos.Dispatch;

/// <summary>Whether the store is to be looked at for what is timed: at the start, when somebody calls, with each poll, and after a failure. A look sees as far ahead as the next poll needs.</summary>
/// <threadsafety>All members may be called at once; one waits beside a claim.</threadsafety>
internal sealed class TimedLook
{
    private volatile bool _called;
    private int _wanted = 1;
    private TaskCompletionSource? _beside;

    /// <summary>Somebody has called since the last <see cref="Begin"/>.</summary>
    internal bool IsCalled => _called;

    /// <summary>Something timed may be there that no look has seen.</summary>
    internal void Call()
    {
        Want();
        _called = true;

        // Pairs with the exchange in IsCalledBeforeAsync: either it sees the call, or we see what it waits for.
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _beside)?.TrySetResult();
    }

    /// <summary>It may be by now, for time has gone by.</summary>
    internal void Poll()
    {
        Want();
        Volatile.Read(ref _beside)?.TrySetResult();
    }

    /// <summary>The next pass is to look.</summary>
    internal void Want() => Volatile.Write(ref _wanted, 1);

    /// <summary>From here on a call is for what a look may have missed.</summary>
    internal void Begin() => _called = false;

    /// <summary>A look is wanted; whoever is told so takes it.</summary>
    internal bool TryTake() => Interlocked.Exchange(ref _wanted, 0) != 0;

    /// <summary>True when somebody called, or a poll came, before the claim ended.</summary>
    internal async ValueTask<bool> IsCalledBeforeAsync(Task claim)
    {
        TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _beside, called);
        if (!_called)
        {
            await Task.WhenAny(claim, called.Task);
        }

        return !claim.IsCompleted;
    }
}
